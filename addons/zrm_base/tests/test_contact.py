"""Who changed an address, whether it is proved, and what an unproved one gets."""

import re
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import HttpCase, freeze_time, tagged

from .common import ZrmCommon, ZrmFactories, forget_attempts, in_one_window, make_user, setup_staff


@tagged("post_install", "-at_install")
class TestContactLog(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen = cls.make_citizen(
            "مریم احمدی", phone="09121110022", email="old@example.com", landline="02177770022"
        )

    def entries(self):
        domain = [("kind", "=", "contact"), ("partner_id", "=", self.citizen.id)]
        return self.env["zrm.access.log"].with_user(self.oversight).search(domain)

    def test_a_change_is_logged_and_told_to_the_old_address(self):
        texts = []
        Partner = type(self.env["res.partner"])
        with patch.object(Partner, "_send_text", lambda _self, number, _text: texts.append(number)):
            self.citizen.with_user(self.operator).write(
                {"phone": "09121110033", "email": "new@example.com"}
            )
        entry = self.entries()
        self.assertEqual(entry.user_id, self.operator)
        for value in ("old@example.com", "new@example.com", "0912 111 0022", "0912 111 0033"):
            self.assertIn(value.replace(" ", ""), entry.detail.replace(" ", ""))
        mails = self.env["mail.mail"].search([("email_to", "=", "old@example.com")])
        self.assertEqual(len(mails), 1)
        self.assertNotIn("new@example.com", mails.body_html)
        self.assertEqual(texts, ["+989121110022"])

    def test_contact_managers_changes_too(self):
        manager = make_user(self.env, "zrm_contacts", "base.group_user,base.group_partner_manager")
        self.citizen.with_user(manager).phone = "09121110044"
        self.assertEqual(self.entries().user_id, manager)

    def test_what_did_not_change_is_not_logged(self):
        self.citizen.with_user(self.operator).write({"email": "old@example.com", "city": "تهران"})
        self.assertFalse(self.entries())
        vendor = self.env["res.partner"].create({"name": "Vendor", "email": "v@example.com"})
        manager = make_user(self.env, "zrm_contacts", "base.group_user,base.group_partner_manager")
        vendor.with_user(manager).email = "w@example.com"
        self.assertFalse(self.env["zrm.access.log"].search([("partner_id", "=", vendor.id)]))
        self.assertFalse(self.env["mail.mail"].search([("email_to", "=", "v@example.com")]))

    def test_the_entry_is_for_oversight(self):
        self.citizen.with_user(self.operator).phone = "09121110055"
        with self.assertRaises(AccessError):
            self.entries().with_user(self.manager).read(["detail"])
        with self.assertRaises(UserError):
            self.entries().sudo().write({"detail": "x"})


@tagged("post_install", "-at_install")
class TestClaims(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = make_user(
            cls.env, "zrm_account", "base.group_portal", name="Account", email="own@example.com"
        )
        cls.citizen = cls.account.partner_id
        cls.citizen.write({"is_citizen": True, "phone": "09121110022"})
        cls.own = cls.citizen.with_user(cls.account)

    def setUp(self):
        super().setUp()
        in_one_window(self)
        forget_attempts(self.registry, "contact.%")

    def test_what_the_citizen_enters_is_a_claim(self):
        self.assertEqual(self.citizen._trusted_email(), "own@example.com")
        self.own._update_own_contact({"email": "victim@example.com", "phone": "09129998877"})
        self.assertTrue(self.citizen._is_claimed("email") and self.citizen._is_claimed("phone"))
        self.assertFalse(self.citizen._trusted_email() or self.citizen._trusted_phone())
        find = self.env["res.partner"].sudo()
        for kind, value in (("email", "victim@example.com"), ("phone", "+989129998877")):
            self.assertFalse(find.search(find._proved_domain(kind, value)))
        now = Datetime.now()
        self.assertFalse(self.citizen._is_told_about("email", Datetime.subtract(now, days=1)))
        self.assertTrue(self.citizen._is_told_about("email", Datetime.add(now, days=1)))

    def test_the_same_again_is_no_claim(self):
        self.own._update_own_contact({"email": "own@example.com", "city": "تهران"})
        self.assertFalse(self.citizen._is_claimed("email"))

    def test_by_cores_own_pages(self):
        """They write as superuser in the portal user's name."""
        self.own.sudo().write({"email": "victim@example.com"})
        self.assertTrue(self.citizen._is_claimed("email"))

    def test_visitors_files_are_claims(self):
        public = self.env.ref("base.public_user")
        made = (
            self.env["res.partner"]
            .with_user(public)
            .sudo()
            ._find_or_register({"name": "x", "email": "e@example.com", "phone": "09121110088"})
        )
        self.assertTrue(made._is_claimed("email") and made._is_claimed("phone"))

    def test_who_signed_up_becomes_a_citizen_with_claims(self):
        user = make_user(self.env, "zrm_new", "base.group_portal", email="new@example.com")
        user.partner_id.with_user(user).sudo().is_citizen = True
        self.assertTrue(user.partner_id._is_claimed("email"))

    def test_what_staff_enter_counts_at_once(self):
        made = (
            self.env["res.partner"]
            .with_user(self.operator)
            .create({"name": "x", "email": "e@example.com", "is_citizen": True})
        )
        self.assertEqual(made._trusted_email(), "e@example.com")
        self.own._update_own_contact({"phone": "09129998877"})
        self.citizen.with_user(self.manager).phone = "09129998866"
        self.assertEqual(self.citizen._trusted_phone(), "+989129998866")

    def test_staff_neither_read_nor_write_claims(self):
        self.own._update_own_contact({"email": "victim@example.com"})
        contacts = make_user(
            self.env, "zrm_contacts", "base.group_partner_manager,zrm_base.group_confidential"
        )
        for user in (self.operator, self.manager, self.oversight, self.clerk, contacts):
            for name in ("claimed_email", "claimed_phone", "claimed_at", "claimed_by"):
                with self.assertRaises(AccessError):
                    self.citizen.with_user(user).read([name])
                with self.assertRaises(AccessError):
                    self.citizen.with_user(user).write({name: False})
                with self.assertRaises(AccessError):
                    self.citizen.with_user(user).search([(name, "!=", False)])

    def code_sent(self):
        mail = self.env["mail.mail"].search([("email_to", "=", "mine@example.com")], limit=1)
        return re.search(r"\d{6}", mail.body_html)[0]

    def test_a_code_proves_it(self):
        self.own._update_own_contact({"email": "mine@example.com"})
        self.own._send_contact_code("email")
        code = self.code_sent()
        wrong = f"{(int(code) + 1) % 10**6:06d}"
        with self.assertRaisesRegex(UserError, "not the code"):
            self.own._confirm_contact("email", wrong)
        self.own._confirm_contact(
            "email", code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        )
        self.assertEqual(self.citizen._trusted_email(), "mine@example.com")
        self.assertFalse(self.citizen.sudo().claimed_at)
        with self.assertRaisesRegex(UserError, "confirmed already"):
            self.own._confirm_contact("email", code)

    def test_a_code_is_for_one_address_and_ten_minutes(self):
        self.own._update_own_contact({"email": "mine@example.com"})
        self.own._send_contact_code("email")
        code = self.code_sent()
        with freeze_time(Datetime.add(Datetime.now(), minutes=11)), self.assertRaises(UserError):
            self.own._confirm_contact("email", code)
        self.own._update_own_contact({"email": "victim@example.com"})
        with self.assertRaises(UserError):
            self.own._confirm_contact("email", code)
        self.assertFalse(self.citizen._trusted_email())

    def test_codes_are_not_guessed(self):
        self.own._update_own_contact({"email": "mine@example.com"})
        self.own._send_contact_code("email")
        code = self.code_sent()
        for _guess in range(10):
            with self.assertRaisesRegex(UserError, "not the code"):
                self.own._confirm_contact("email", "x")
        with self.assertRaisesRegex(UserError, "an hour"):
            self.own._confirm_contact("email", code)
        self.assertFalse(self.citizen._trusted_email())

    def test_only_the_own_file(self):
        self.own._update_own_contact({"email": "mine@example.com"})
        for user in (self.operator, self.administrator):
            with self.assertRaises(UserError):
                self.citizen.with_user(user)._send_contact_code("email")

    def test_merging_proves_nothing(self):
        self.own._update_own_contact({"email": "mine@example.com"})
        target = self.make_citizen("مریم احمدی")
        self.env["base.partner.merge.automatic.wizard"]._merge((self.citizen | target).ids, target)
        self.assertEqual(target.email, "mine@example.com")
        self.assertTrue(target._is_claimed("email"))


@tagged("post_install", "-at_install")
class TestFormerAddresses(ZrmCommon):
    def test_they_go_on_finding_the_person(self):
        old = self.make_citizen("مریم احمدی", phone="09121110022", email="old@example.com")
        new = self.make_citizen("مریم احمدی", phone="09121110033", email="new@example.com")
        third = self.make_citizen("مریم احمدی", phone="09121110044")
        Wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.oversight)
        Wizard._merge((old | new).ids, new)
        Wizard._merge((third | new).ids, third)
        Partner = self.env["res.partner"].with_user(self.operator)
        for number in ("09121110022", "09121110033", "09121110044"):
            self.assertEqual(Partner._find_citizens(number), third, number)
        found = Partner.sudo().search(Partner._former_domain("old@example.com", ("email",)))
        self.assertEqual(found, third)
        for role in ("operator", "oversight", "administrator"):
            with self.assertRaises(AccessError):
                self.env["zrm.contact.former"].with_user(getattr(self, role)).search([])


@tagged("post_install", "-at_install")
class TestConfirmPage(ZrmFactories, HttpCase):
    def setUp(self):
        super().setUp()
        setup_staff(type(self))
        self.account = make_user(
            self.env, "zrm_account", "base.group_portal", name="Account", email="own@example.com"
        )
        self.citizen = self.account.partner_id
        self.citizen.is_citizen = True
        self.citizen.with_user(self.account)._update_own_contact({"email": "mine@example.com"})
        self.authenticate("zrm_account", "zrm_account")

    def post(self, path, **form):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open("/my/citizen").text)
        return self.url_open(f"/my/citizen/{path}", data={**form, "csrf_token": token[1]})

    def test_confirm_my_address(self):
        page = self.url_open("/my/citizen").text
        self.assertIn("zrm_confirm", page)
        page = self.post("code", kind="email").text
        self.assertIn("We sent you a code", page)
        mail = self.env["mail.mail"].search([("email_to", "=", "mine@example.com")], limit=1)
        self.assertIn("not the code", self.post("confirm", kind="email", code="12").text)
        code = re.search(r"\d{6}", mail.body_html)[0]
        page = self.post("confirm", kind="email", code=code).text
        self.assertIn("Your address is confirmed", page)
        self.assertNotIn('id="zrm_confirm"', page)
        self.assertEqual(self.citizen._trusted_email(), "mine@example.com")
        self.assertIn("own file only", self.post("confirm", kind="ref", code="1").text)
