"""What the access log says of cases, and to whom."""

from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestAccessLogOfCases(CaseCommon):
    def test_hidden_reporters_are_named_to_confidential_members_only(self):
        both = make_user(
            self.env, "zrm_both", "zrm_base.group_oversight,zrm_base.group_confidential"
        )
        Log = self.env["zrm.access.log"]
        entry = Log.with_user(both)._log("reporter", self.citizen, "x").with_user(both)
        domain = [("id", "=", entry.id)]
        self.assertTrue(Log.with_user(both).search(domain))
        for user in (self.oversight, self.administrator):
            found = Log.with_user(user)
            self.assertFalse(found.search(domain))
            self.assertFalse(found.search_count([*domain, ("partner_name", "ilike", "مریم")]))
            self.assertFalse(found._read_group(domain, ["partner_id"]))

    def test_exports_of_cases_are_logged(self):
        user = make_user(
            self.env, "zrm_exporter", "zrm_base.group_oversight,base.group_allow_export"
        )
        case = self.open_case()
        notices = case.sudo().notice_ids
        self.assertTrue(notices)
        for records in (case, case.event_ids, case.referral_ids, notices):
            Log = self.env["zrm.access.log"]
            before = Log.search([])
            records.with_user(user).export_data(["id"])
            entry = Log.search([]) - before
            self.assertEqual((entry.kind, entry.partner_id), ("export", self.citizen), records)
