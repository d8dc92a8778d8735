# pylint: disable=translation-required
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_mail_gateway import GatewayCommon


@tagged("post_install", "-at_install")
class TestUnitAddress(GatewayCommon):
    """Mail to a unit goes to that unit."""

    def test_managers_change_no_address(self):
        unit = self.unit.with_user(self.manager)
        for vals in (
            {"alias_name": "mayor"},
            {"alias_domain_id": False},
            {"alias_contact": "followers"},
            {"alias_id": self.unit.alias_id.copy({"alias_name": "x"}).id},
            {"alias_defaults": repr({"to_unit_id": self.other_unit.id})},
        ):
            with self.assertRaises(AccessError):
                unit.write(vals)
        with self.assertRaises(AccessError):
            unit.alias_id.write({"alias_name": "mayor"})
        unit.member_ids |= self.confidential

    def test_administrators_give_addresses_but_do_not_redirect(self):
        unit = self.other_unit.with_user(self.administrator)
        unit.alias_name = "works"
        alias = unit.sudo().alias_id
        self.assertEqual(alias.alias_defaults, repr({"to_unit_id": unit.id}))
        self.assertEqual(alias.alias_model_id.model, "zrm.case")
        elsewhere = repr({"to_unit_id": self.unit.id})
        with self.assertRaises(AccessError):
            unit.alias_defaults = elsewhere
        system = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError):
            alias.with_user(system).sudo(False).alias_defaults = elsewhere

    def test_other_addresses_are_as_in_core(self):
        alias = self.env["mail.alias"].create(
            {"alias_name": "x", "alias_model_id": self.env["ir.model"]._get_id("res.partner")}
        )
        alias = alias.with_user(self.env.ref("base.user_admin"))
        alias.alias_defaults = repr({"name": "x"})
        self.assertEqual(alias.alias_defaults, "{'name': 'x'}")
