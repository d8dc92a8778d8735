from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from .common import CaseCommon


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
        # What the portal does, after its own check.
        case = (
            self.env["zrm.case"]
            .with_user(account)
            .sudo()
            ._intake([self.intake_vals(partner_id=account.partner_id.id)])
        )
        self.assertNotIn(account, case.create_uid | case.event_ids.user_id)
        self.assertNotIn(account, case.referral_ids.from_user_id | case.message_ids.create_uid)
        self.assertNotIn(account.partner_id, case.message_partner_ids | citizen)
        case._tell("replied", text="...")
        self.assertNotIn(account, case.event_ids.user_id)

    def test_oversight_with_the_role_learns_it_and_the_log_tells(self):
        case = self.make_case()
        for user in (self.oversight, self.confidential, self.expert):
            with self.assertRaises(AccessError):
                case.with_user(user).action_reveal_reporter("x")
        with self.assertRaisesRegex(UserError, "Say why"):
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
