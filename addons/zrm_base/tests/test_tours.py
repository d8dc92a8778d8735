from odoo.tests import tagged

from .common import without_lookup_counts
from .test_portal import PortalCase


@tagged("post_install", "-at_install")
class TestTours(PortalCase):
    """What staff and citizens click, in a real browser."""

    def setUp(self):
        super().setUp()
        without_lookup_counts(self)

    def citizen_url(self):
        action = self.env.ref("zrm_base.citizen_action").path
        return f"/odoo/{action}/{self.citizen.id}"

    def test_operator_registers_a_caller(self):
        self.start_tour("/odoo/citizens", "zrm_base_register_citizen", login="zrm_operator")
        citizen = self.env["res.partner"].search([("name", "=", "تازه‌وارد تهرانی")])
        self.assertEqual(citizen.phone_sanitized, "+989127779911")
        self.assertTrue(citizen.is_citizen)

    def test_confidential_member_reveals_a_number(self):
        self.start_tour(self.citizen_url(), "zrm_base_reveal_identity", login="zrm_confidential")
        log = self.env["zrm.access.log"].search([("partner_id", "=", self.citizen.id)])
        self.assertEqual(log.reason, "Inquiry of another authority: Letter 1405/17")

    def test_operator_adds_a_relative(self):
        relative = self.make_citizen("آرش پهلوان", phone="09127770033")
        self.start_tour(self.citizen_url(), "zrm_base_add_relative", login="zrm_operator")
        self.assertEqual(relative.relation_ids.relative_id, self.citizen)
        self.assertEqual(relative.relation_ids.label, "Parent")


@tagged("post_install", "-at_install")
class TestPhoneTours(PortalCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_citizen_keeps_the_file(self):
        self.start_tour("/my", "zrm_base_portal_file", login="zrm_citizen")
        self.assertEqual(self.citizen.phone, "09128887766")
        request = self.env["zrm.identity.correction"].search([("partner_id", "=", self.citizen.id)])
        self.assertEqual(request.father_name, "حسین")
