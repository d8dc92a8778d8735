# pylint: disable=translation-required
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon, RpcCase

MAIL = """From: Maryam <maryam@example.com>
To: {to}
Subject: {subject}
Message-Id: <{id}@example.com>
{headers}Content-Type: text/plain; charset=utf-8

{body}
"""
ROLES = ("clerk", "operator", "expert", "manager", "oversight", "administrator", "confidential")


class GatewayCommon(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create({"name": "city.example"})
        cls.env.company.alias_domain_id = cls.domain
        cls.unit.write({"alias_name": "services", "alias_domain_id": cls.domain.id})
        cls.citizen.email = "maryam@example.com"
        cls.portal = make_user(cls.env, "zrm_portal_user", "base.group_portal")
        cls.gateway = make_user(cls.env, "zrm_gateway", "zrm_base.group_mail_gateway")

    def source(self, to="services@city.example", subject="جوی", body="x", headers="", number=1):
        return MAIL.format(to=to, subject=subject, body=body, headers=headers, id=f"m{number}")

    def users(self):
        return [self.portal, *(getattr(self, role) for role in ROLES)]


@tagged("post_install", "-at_install")
class TestMailGateway(GatewayCommon):
    """Mail for our records comes in by the account that the administrator named alone."""

    def assertOnlyGateway(self, user, method, *args, **kwargs):
        with (
            self.subTest(user=user.login),
            mute_logger("odoo.addons.mail.models.mail_thread"),
            self.assertRaises(AccessError),
            self.env.cr.savepoint(),
        ):
            method(*args, **kwargs)

    def test_nobody_creates_our_records_by_the_methods_of_mail(self):
        mail = {"subject": "x", "body": "x", "email_from": "maryam@example.com", "message_id": "1"}
        for user in self.users():
            for model in ("zrm.case", "zrm.unit", "zrm.identity.correction"):
                records = self.env[model].with_user(user)
                self.assertOnlyGateway(user, records.message_new, mail, {"name": "x"})
                self.assertOnlyGateway(user, records.message_update, mail, {"name": "x"})

    def test_nobody_hands_in_a_mail_for_our_records(self):
        case = self.open_case()
        mail = self.env["mail.mail"].create({"model": "zrm.case", "res_id": case.id, "body": "x"})
        reply = f"In-Reply-To: {mail.message_id}\n"
        for user in self.users():
            thread = self.env["mail.thread"].with_user(user)
            process = thread.message_process
            for model in ("zrm.case", "zrm.unit", "zrm.identity.correction"):
                source = self.source(to="nobody@city.example")
                self.assertOnlyGateway(user, process, model, source, {"name": "x"})
            other = self.source(to="nobody@city.example")
            self.assertOnlyGateway(user, process, "zrm.case", other, thread_id=case.id)
            self.assertOnlyGateway(user, process, "zrm.unit", other, thread_id=self.unit.id)
            self.assertOnlyGateway(user, process, "res.partner", other, thread_id=self.citizen.id)
            self.assertOnlyGateway(
                user, process, "res.partner", other, {"is_citizen": True, "national_id": "1"}
            )
            self.assertOnlyGateway(user, process, None, self.source())
            self.assertOnlyGateway(user, process, None, self.source(to="x@x", headers=reply))

    def test_the_named_account_hands_in_mail(self):
        thread = self.env["mail.thread"].with_user(self.gateway)
        case = self.env["zrm.case"].browse(thread.message_process(None, self.source()))
        self.assertEqual(case.unit_id, self.unit)
        self.assertEqual(case.partner_id, self.citizen)
        mail = self.env["mail.mail"].create({"model": "zrm.case", "res_id": case.id, "body": "x"})
        reply = self.source(number=2, headers=f"In-Reply-To: {mail.message_id}\n")
        self.assertEqual(thread.message_process(None, reply), case.id)
        self.assertTrue(case.citizen_replied_at)

    def test_a_reply_to_our_notice_is_not_copied_to_ourselves(self):
        company = self.env.company
        company.email = "office@city.example"
        case = self.open_case()
        case.message_subscribe(self.manager.partner_id.ids)
        case.action_ask("کدام کوچه؟")
        self.env["zrm.case.notice"]._lock_waiting()._send()
        notice = case.sudo().notice_ids.mail_id.sorted("id")[-1:]
        self.assertEqual(notice.author_id, company.partner_id)
        before = self.env["mail.mail"].search([])
        reply = self.source(number=3, headers=f"In-Reply-To: {notice.message_id}\n")
        thread = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
        self.assertEqual(thread.message_process(None, reply), case.id)
        mails = self.env["mail.mail"].search([]) - before
        self.assertNotIn(company.partner_id, mails.recipient_ids)
        told = case.sudo().message_ids[:1].notified_partner_ids
        self.assertNotIn(company.partner_id, told)
        self.assertIn(self.manager.partner_id, told, "those who follow hear of it")

    def test_the_administrator_names_it_in_the_settings(self):
        group = self.env.ref("zrm_base.group_mail_gateway")
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.zrm_mail_gateway_user_ids, group.user_ids)
        settings.zrm_mail_gateway_user_ids = self.clerk
        settings.set_values()
        self.assertEqual(group.user_ids, self.clerk)

    def test_mail_to_other_models_is_as_ever(self):
        user = make_user(self.env, "zrm_other", "base.group_user,base.group_partner_manager")
        thread = self.env["mail.thread"].with_user(user)
        source = self.source(to="nobody@city.example")
        contact = self.env["res.partner"].browse(thread.message_process("res.partner", source))
        self.assertEqual(contact.email_normalized, "maryam@example.com")
        self.assertFalse(contact.is_citizen)

    def test_defaults_of_the_context_set_nothing_of_ours(self):
        thread = self.env["mail.thread"].with_user(self.clerk)
        thread = thread.with_context(default_is_citizen=True, default_national_id="0499370899")
        source = self.source(to="nobody@city.example")
        contact = self.env["res.partner"].browse(thread.message_process("res.partner", source))
        self.assertFalse(contact.is_citizen)
        self.assertFalse(contact.sudo().national_id)


@tagged("post_install", "-at_install")
class TestInOnesOwnName(GatewayCommon):
    """A message shows who wrote it."""

    def test_nobody_writes_in_somebodys_name(self):
        case = self.open_case()
        where = {"model": "zrm.case", "res_id": case.id, "body": "x"}
        Message, citizen = self.env["mail.message"].with_user(self.expert), self.citizen
        for refused in (
            lambda: case.message_post(body="x", author_id=citizen.id),
            lambda: case.message_post(body="x", email_from="maryam@example.com"),
            lambda: case.message_post(body="x", message_type="email"),
            lambda: case.message_notify(
                body="x", author_id=citizen.id, partner_ids=self.manager.partner_id.ids
            ),
            lambda: Message.create({**where, "author_id": citizen.id}),
            lambda: Message.create({**where, "email_from": "maryam@example.com"}),
            lambda: Message.with_context(default_author_id=citizen.id).create(where),
        ):
            with self.assertRaisesRegex(AccessError, "own name"), self.env.cr.savepoint():
                refused()

    def test_what_somebody_wrote_is_not_changed(self):
        case = self.open_case()
        theirs = case.sudo().message_post(body="سلام", author_id=self.citizen.id)
        own = case.message_post(body="x")
        for message, vals in (
            (theirs, {"body": "y"}),
            (own, {"author_id": self.citizen.id}),
            (own, {"email_from": "maryam@example.com"}),
            (own, {"message_type": "email"}),
        ):
            with self.assertRaisesRegex(AccessError, "own name"):
                message.with_user(self.expert).sudo(False).write(vals)
        own.write({"body": "y"})

    def test_the_composer_sends_in_the_own_name(self):
        case = self.open_case()
        for mode in ("comment", "mass_mail"):
            composer = (
                self.env["mail.compose.message"]
                .with_user(self.expert)
                .create(
                    {
                        "model": "zrm.case",
                        "res_ids": repr(case.ids),
                        "composition_mode": mode,
                        "body": "x",
                        "subject": "x",
                        "author_id": self.citizen.id,
                        "email_from": "maryam@example.com",
                    }
                )
            )
            with (
                self.subTest(mode),
                self.assertRaisesRegex(AccessError, "own name"),
                self.env.cr.savepoint(),
            ):
                composer._action_send_mail()

    def test_the_citizens_file_too(self):
        with self.assertRaisesRegex(AccessError, "own name"):
            self.citizen.with_user(self.operator).message_post(body="x", author_id=self.citizen.id)

    def test_contacts_that_are_no_citizens_are_as_in_core(self):
        user = make_user(self.env, "zrm_other", "base.group_user,base.group_partner_manager")
        contact = self.env["res.partner"].create({"name": "Supplier", "email": "s@x.example"})
        message = contact.with_user(user).message_post(body="x", author_id=contact.id)
        self.assertEqual(message.author_id, contact)


@tagged("post_install", "-at_install")
class TestMailGatewayByRpc(GatewayCommon, RpcCase):
    def test_the_wire_is_no_other_way(self):
        self.authenticate("zrm_portal_user", "zrm_portal_user")
        mail = {"subject": "x", "body": "x", "email_from": "maryam@example.com", "message_id": "1"}
        self.assertRefused("zrm.case", "message_new", mail)
        self.assertRefused("mail.thread", "message_process", False, self.source())
        self.authenticate("zrm_gateway", "zrm_gateway")
        self.assertTrue(self.call("mail.thread", "message_process", False, self.source()))
