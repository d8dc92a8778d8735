"""Citizens' data that leaves by an export is logged, by whatever model."""

from odoo.tests import tagged

from .common import ZrmCommon, make_user


@tagged("post_install", "-at_install")
class TestExports(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = make_user(cls.env, "zrm_account", "base.group_portal", name="Account")
        cls.citizen = cls.account.partner_id
        cls.citizen.write({"is_citizen": True, "phone": "09123330022"})
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor"})
        cls.vendor._message_subscribe(cls.citizen.ids)
        cls.operator.group_ids += cls.env.ref("base.group_allow_export")

    def assertLogged(self, records, *paths, expected=None):
        Log = self.env["zrm.access.log"]
        before = Log.search([])
        records.with_user(self.operator).export_data(list(paths))
        new = Log.search([]) - before
        self.assertEqual(new.partner_id, self.citizen if expected is None else expected, paths)
        self.assertEqual(set(new.mapped("kind")), {"export"} if new else set())

    def test_by_other_models(self):
        self.assertLogged(self.account, "login", "phone")
        follower = self.vendor.message_follower_ids.filtered(
            lambda one: one.partner_id == self.citizen
        )
        self.assertLogged(follower, "partner_id/phone")
        self.assertLogged(self.vendor, "name", "message_follower_ids/partner_id/phone")
        file = self.env["ir.attachment"].with_user(self.account).sudo()
        file = file.create({"name": "mine.txt", "raw": b"x", "public": True})
        self.assertLogged(file, "name", "create_uid/partner_id/phone")
        self.assertLogged(file, "name", "create_uid/phone")

    def test_what_names_no_citizen_is_not_logged(self):
        nobody = self.env["res.partner"]
        self.assertLogged(self.vendor, "name", "country_id/name", expected=nobody)
        self.assertLogged(self.env.ref("base.main_company"), "name", expected=nobody)
