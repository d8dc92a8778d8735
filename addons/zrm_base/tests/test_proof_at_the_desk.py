"""A claimed address is proved at the desk: by whom, with what, and who is told."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import ZrmCommon, make_user


@tagged("post_install", "-at_install")
class TestProofAtTheDesk(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = make_user(
            cls.env, "zrm_account", "base.group_portal", name="Account", email="old@example.com"
        )
        cls.citizen = cls.account.partner_id
        cls.citizen.write({"is_citizen": True, "phone": "09121110022"})
        cls.own = cls.citizen.with_user(cls.account)
        cls.own._update_own_contact({"email": "mine@example.com", "phone": "09129998877"})

    def prove(self, user, kind="email", document="کارت ملی"):
        citizen = self.citizen.with_user(user)
        action = getattr(citizen, f"action_prove_{kind}")()
        form = Form(self.env[action["res_model"]].with_user(user).with_context(**action["context"]))
        form.document = document
        form.save().action_confirm()

    def test_an_expert_confirms_it(self):
        texts = []
        with patch.object(
            type(self.env["res.partner"]),
            "_send_text",
            lambda _self, number, _text: texts.append(number),
        ):
            self.prove(self.expert)
            self.prove(self.expert, "phone")
        self.assertEqual(self.citizen._trusted_email(), "mine@example.com")
        self.assertEqual(self.citizen._trusted_phone(), "+989129998877")
        self.assertFalse(self.citizen.sudo().claimed_at or self.citizen.sudo().claimed_by)
        entries = (
            self.env["zrm.access.log"]
            .with_user(self.oversight)
            .search([("kind", "=", "contact"), ("partner_id", "=", self.citizen.id)])
        )
        self.assertEqual(set(entries.mapped("reason")), {"کارت ملی"})
        self.assertEqual(entries.user_id, self.expert)
        self.assertIn("old@example.com → mine@example.com", entries[1].detail)
        self.assertIn("+989121110022 → +989129998877", entries[0].detail)
        mails = self.env["mail.mail"].search([("email_to", "=", "old@example.com")])
        self.assertEqual(len(mails), 1)
        self.assertNotIn("mine@example.com", mails.body_html)
        self.assertEqual(texts, ["+989121110022"])

    def test_the_screen_says_what_is_not_proved(self):
        for user in (self.operator, self.expert):
            own = self.citizen.with_user(user)
            self.assertTrue(own.is_email_claimed and own.is_phone_claimed)
        Partner = self.env["res.partner"]
        view = self.env.ref("zrm_base.citizen_view_form").id
        for user, is_there in ((self.operator, False), (self.expert, True)):
            arch = Partner.with_user(user).get_view(view)["arch"]
            self.assertEqual("action_prove_email" in arch, is_there)
        with self.assertRaises(AccessError):
            self.citizen.with_user(self.clerk).read(["is_email_claimed"])

    def test_not_by_others(self):
        Proof = self.env["zrm.contact.proof"]
        for user in (self.operator, self.clerk, self.account):
            with self.assertRaises(AccessError):
                self.citizen.with_user(user).action_prove_email()
            with self.assertRaises(AccessError):
                Proof.with_user(user).create(
                    {"partner_id": self.citizen.id, "kind": "email", "document": "x"}
                )
            for name in ("claimed_email", "claimed_at", "proved_email"):
                with self.assertRaises(AccessError):
                    self.citizen.with_user(user).write({name: False})
        for name in ("claimed_email", "claimed_at", "claimed_by", "proved_email", "proved_phone"):
            with self.assertRaises(AccessError):
                self.citizen.with_user(self.expert).write({name: False})
            with self.assertRaises(AccessError):
                self.citizen.with_user(self.expert).read([name])
        self.assertFalse(self.citizen._trusted_email())

    def test_nobody_confirms_the_own_address(self):
        self.expert.partner_id.is_citizen = True
        self.expert.partner_id.sudo().write({"email": "e@example.com"})
        self.expert.partner_id.sudo().write(
            {"claimed_email": "e@example.com", "claimed_at": "2026-01-01", "claimed_by": "citizen"}
        )
        with self.assertRaisesRegex(AccessError, "colleague"):
            self.expert.partner_id.with_user(self.expert).action_prove_email()

    def test_not_of_a_file_that_is_not_open(self):
        self.citizen.is_confidential = True
        with self.assertRaises(AccessError):
            self.env["zrm.contact.proof"].with_user(self.expert).create(
                {"partner_id": self.citizen.id, "kind": "email", "document": "x"}
            )
        with self.assertRaises(AccessError):
            self.citizen.with_user(self.expert).action_prove_email()

    def test_only_with_a_document_and_once(self):
        with self.assertRaisesRegex(UserError, "document"):
            self.prove(self.expert, document="  ")
        self.prove(self.expert)
        with self.assertRaisesRegex(UserError, "confirmed already"):
            self.citizen.with_user(self.expert).action_prove_email()

    def test_a_second_claim_keeps_what_was_proved(self):
        self.own._update_own_contact({"email": "second@example.com"})
        self.prove(self.expert)
        mails = self.env["mail.mail"].search([("email_to", "=", "old@example.com")])
        self.assertEqual(len(mails), 1)
