# pylint: disable=translation-required
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon

MAIL = """From: Maryam <maryam@example.com>
To: {to}
Subject: {subject}
Message-Id: <{id}@example.com>
{headers}Content-Type: text/plain; charset=utf-8

{body}
"""


@tagged("post_install", "-at_install")
class TestReporter(CaseCommon):
    """Whistle-blowers are hidden from everybody who handles their report."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subject.hides_reporter = True
        cls.guardian = make_user(
            cls.env, "zrm_guardian", "zrm_base.group_oversight,zrm_base.group_confidential"
        )

    def test_nobody_who_handles_it_learns_who_reported(self):
        case = self.make_case()
        self.assertEqual(case.reporter_id, self.citizen)
        for user in (self.expert, self.manager, self.oversight, self.administrator):
            seen = case.with_user(user)
            self.assertTrue(seen.is_reporter_hidden)
            self.assertFalse(seen.partner_id)
            with self.assertRaises(AccessError):
                seen.read(["reporter_id"])
            with self.assertRaises(AccessError):
                seen.search([("reporter_id", "=", self.citizen.id)])
            with self.assertRaises(AccessError):
                seen.search([("reporter_id.name", "ilike", "مریم")])
            with self.assertRaises(AccessError):
                seen.formatted_read_group([], ["reporter_id"])

    def test_the_citizens_file_does_not_tell(self):
        self.make_case()
        self.assertEqual(self.citizen.with_user(self.expert).case_count, 0)

    def test_their_own_account_leaves_no_trace(self):
        citizen = self.citizen
        account = make_user(self.env, "zrm_blower", "base.group_portal")
        account.partner_id.is_citizen = True
        # As the portal does, after its own check.
        case = (
            self.env["zrm.case"]
            .with_user(account)
            .sudo()
            ._intake([self.intake_vals(partner_id=account.partner_id.id)])
        )
        self.assertNotIn(account, case.create_uid | case.event_ids.user_id)
        self.assertNotIn(account, case.referral_ids.from_user_id | case.message_ids.create_uid)
        self.assertNotIn(account.partner_id, case.message_partner_ids | citizen)
        case._log_event("replied", text="...")
        self.assertNotIn(account, case.event_ids.user_id)

    def test_oversight_with_the_role_learns_it_and_the_log_tells(self):
        case = self.make_case()
        for user in (self.oversight, self.confidential, self.expert):
            with self.assertRaises(AccessError):
                case.with_user(user).action_reveal_reporter("x")
        with self.assertRaisesRegex(UserError, "Enter why"):
            case.with_user(self.guardian).action_reveal_reporter(" ")
        shown = case.with_user(self.guardian).action_reveal_reporter("تهدید")
        self.assertIn("مریم احمدی", shown["params"]["message"])
        entry = self.env["zrm.access.log"].search([], limit=1, order="id desc")
        self.assertEqual(
            (entry.kind, entry.user_id, entry.partner_id, entry.reason),
            ("reporter", self.guardian, self.citizen, "تهدید"),
        )

    def test_a_case_does_not_become_open_afterwards(self):
        case = self.make_case().with_user(self.expert)
        with self.assertRaisesRegex(ValidationError, "by the buttons"):
            case.write({"is_reporter_hidden": False})
        with self.assertRaises(ValidationError):
            case.write({"reporter_id": False})


@tagged("post_install", "-at_install")
class TestReporterInMessages(CaseCommon):
    """Mails, messages and notices of a hidden reporter's case name nobody."""

    def setUp(self):
        super().setUp()
        self.citizen.email = "maryam@example.com"

    def hide(self):
        self.subject.hides_reporter = True

    def assertNameless(self, case):
        """Nothing that staff can read of the case names the citizen."""
        self.env.flush_all()
        self.env.invalidate_all()
        guardian = make_user(self.env, "zrm_seer", "zrm_base.group_oversight")
        for user in (self.expert, guardian):
            seen = case.with_user(user).sudo(False)
            messages = seen.message_ids.read(
                ["author_id", "email_from", "reply_to", "partner_ids", "notified_partner_ids"]
            )
            self.assertNotIn("maryam@example.com", str(messages))
            self.assertNotIn("مریم احمدی", str(messages))
            self.assertNotIn(self.citizen, seen.message_partner_ids)
            for domain in (
                [("message_ids.author_id", "=", self.citizen.id)],
                [("message_ids.email_from", "ilike", "maryam")],
                [("message_partner_ids", "in", self.citizen.ids)],
                [("notice_ids.partner_id", "=", self.citizen.id)],
            ):
                self.assertNotIn(case, seen.search(domain), domain)
            ratings = (
                self.env["rating.rating"]
                .with_user(user)
                .search([("res_model", "=", "zrm.case"), ("res_id", "=", case.id)])
            )
            self.assertFalse(ratings.partner_id)
            notices = self.env["zrm.case.notice"].with_user(user)
            self.assertFalse(notices.search([("case_id", "=", case.id)]))

    def mail(self, subject="گزارش", body="x", headers="", to="report@example.com"):
        text = MAIL.format(
            to=to, subject=subject, id=fields.Datetime.now().timestamp(), headers=headers, body=body
        )
        Thread = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
        return self.env["zrm.case"].browse(Thread.message_process("zrm.case", text))

    def test_a_mail_to_a_hiding_subject_names_nobody(self):
        self.hide()
        self.env.company.zrm_mail_subject_id = self.subject
        self.env.company.zrm_mail_nature_id = self.nature
        case = self.mail()
        self.assertTrue(case.is_reporter_hidden)
        self.assertEqual(case.reporter_id, self.citizen)
        self.assertNameless(case)
        self.assertTrue(case.message_ids[-1:].sudo().is_from_reporter)

    def test_what_was_written_before_it_became_hidden_names_nobody(self):
        case = self.open_case()
        comment = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        case.message_post(body="سلام", partner_ids=self.citizen.ids, **comment)
        reply = case.sudo().message_post(
            body="پاسخ من", author_id=self.citizen.id, notify_author=False, **comment
        )
        case.message_subscribe(self.citizen.ids)
        other = self.subject.copy({"name": "فساد", "code": "T-S9", "hides_reporter": True})
        case.subject_id = other
        self.assertTrue(case.sudo().is_reporter_hidden)
        self.assertNameless(case)
        self.assertTrue(reply.sudo().is_from_reporter)
        self.assertIn("پاسخ من", reply.body)

    def test_posting_in_somebodys_name_does_not_tell_who_reported(self):
        self.hide()
        case = self.open_case(partner_id=self.citizen.id)
        case.sudo().action_ask("چه کسی؟")
        for author in (self.citizen, self.make_citizen("زهرا", phone="09120001122")):
            with self.assertRaisesRegex(AccessError, "own name", msg="no difference to be seen"):
                case.message_post(
                    body="x",
                    author_id=author.id,
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                )
        self.env.invalidate_all()
        self.assertFalse(case.citizen_replied_at)
        self.assertEqual(case.state, "waiting")

    def test_staff_do_not_reply_in_the_citizens_name(self):
        case = self.open_case()
        case.action_ask("کدام کوچه؟")
        with self.assertRaisesRegex(AccessError, "own name"):
            case.message_post(body="x", author_id=self.citizen.id, message_type="comment")
        own = case.message_post(body="x", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertEqual(own.author_id, self.expert.partner_id)
        self.assertFalse(case.citizen_replied_at)
        self.assertEqual(case.state, "waiting")
        with self.assertRaises(AccessError):
            case.message_ids[:1].is_from_reporter = True

    def test_the_number_of_people_does_not_tell_who_reported(self):
        self.hide()
        self.make_case()
        self.subject.hides_reporter = False
        other = self.make_citizen("زهرا", phone="09120001122")
        counts = []
        for partner in (self.citizen, other):
            with self.env.cr.savepoint() as savepoint:
                self.make_case(partner_id=partner.id)
                alert = (
                    self.env["zrm.case.alert"]
                    .with_user(self.manager)
                    .create({"subject_id": self.subject.id, "text": "x"})
                )
                counts.append(alert.partner_count)
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(counts[0], counts[1])
