"""What is not ours works as before."""

from odoo.tests import TransactionCase, tagged

from .common import ZrmCommon


def is_ours(field):
    """Whether the addon that defines it, or what it inherits, is one of ours."""
    return (field.base_field._module or "").startswith("zrm_")


@tagged("post_install", "-at_install")
class TestGuests(TransactionCase):
    def test_no_field_of_core_depends_on_one_of_ours(self):
        """Otherwise a write of ours would compute core's fields anew, stored ones of other
        tables included; and when we are uninstalled, Odoo would take them along."""
        registry = self.env.registry
        ours = [
            field
            for model in registry.values()
            if not model._name.startswith("zrm.")
            for field in model._fields.values()
            if is_ours(field)
        ]
        self.assertTrue(ours)
        disturbed = {
            f"{field} -> {dependent}"
            for field in ours
            for dependent in registry.get_dependent_fields(field)
            if not is_ours(dependent)
        }
        self.assertFalse(disturbed)

    def test_core_fields_depend_on_the_same_as_before(self):
        """Display names of contacts follow core's fields only."""
        partner = self.env.registry["res.partner"]._fields
        for name in ("phone", "birth_date", "father_name", "region_id", "national_id"):
            self.assertNotIn(
                partner["display_name"], self.env.registry.get_dependent_fields(partner[name]), name
            )


@tagged("post_install", "-at_install")
class TestDisplayedDetails(ZrmCommon):
    def test_they_follow_what_was_written(self):
        """Although Odoo does not know that the name depends on them."""
        citizen = self.make_citizen("مریم احمدی", phone="09120007788").with_user(self.operator)
        seen = citizen.with_context(zrm_citizen_search=True, formatted_display_name=True)
        self.assertNotIn("حسن", seen.display_name)
        citizen.father_name = "حسن"
        self.assertIn("حسن", seen.display_name)

    def test_a_contact_that_becomes_a_citizen_has_its_number_read_anew(self):
        contact = self.env["res.partner"].create({"name": "x", "phone": "0912 000 77 89"})
        contact.is_citizen = True
        self.assertEqual(contact.phone_sanitized, "+989120007789")
        contact.is_citizen = False
        self.assertEqual(
            contact.phone_sanitized, contact.copy({"phone": contact.phone}).phone_sanitized
        )
