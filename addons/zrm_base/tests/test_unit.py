from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ZrmCommon, make_user


@tagged("post_install", "-at_install")
class TestUnit(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Unit = cls.env["zrm.unit"]
        cls.city = Unit.create({"name": "شهرداری", "code": "CITY"})
        cls.district = Unit.create(
            {
                "name": "منطقه ۶",
                "code": "D6",
                "parent_id": cls.city.id,
                "manager_id": cls.manager.id,
                "member_ids": [(4, cls.expert.id)],
            }
        )
        cls.services = Unit.create({"name": "خدمات", "parent_id": cls.district.id})
        cls.other = Unit.create({"name": "منطقه ۷", "code": "D7", "parent_id": cls.city.id})

    def test_full_name_follows_the_tree(self):
        self.assertEqual(self.services.complete_name, "منطقه ۶ / خدمات")
        self.district.name = "منطقه شش"
        self.assertEqual(self.services.complete_name, "منطقه شش / خدمات")
        self.services.parent_id = self.city
        self.assertEqual(self.services.complete_name, "خدمات")

    def test_no_loops(self):
        with self.assertRaisesRegex((ValidationError, UserError), "above itself|[Rr]ecurs"):
            self.city.parent_id = self.services

    def test_codes_are_unique_in_a_company(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["zrm.unit"].create({"name": "x", "code": "D6"})

    def test_units_in_sight_are_own_and_below(self):
        self.assertEqual(self.manager.zrm_tree_unit_ids, self.district | self.services)
        self.assertEqual(self.expert.zrm_tree_unit_ids, self.district | self.services)
        self.assertFalse(self.operator.zrm_tree_unit_ids)

    def test_sight_follows_changes_at_once(self):
        self.services.parent_id = self.other
        self.env.invalidate_all()
        self.assertEqual(self.manager.zrm_tree_unit_ids, self.district)

    def test_manager_changes_own_tree_only(self):
        self.services.with_user(self.manager).member_ids = [(4, self.operator.id)]
        for unit in (self.city, self.other):
            with self.assertRaises(AccessError):
                unit.with_user(self.manager).name = "x"
        with self.assertRaises(AccessError):
            self.services.with_user(self.expert).name = "x"
        with self.assertRaises(AccessError):
            self.env["zrm.unit"].with_user(self.manager).create({"name": "x"})
        self.other.with_user(self.administrator).name = "منطقه هفت"

    def test_managers_cannot_leave_the_tree(self):
        for parent in (False, self.other.id):
            with self.assertRaisesRegex(AccessError, "Administrators alone"):
                self.district.with_user(self.manager).parent_id = parent

    def test_manager_staffs_own_unit(self):
        self.district.with_user(self.manager).member_ids = [(4, self.operator.id)]
        self.assertIn(self.district, self.operator.zrm_unit_ids)

    def test_rights_follow_a_new_manager_at_once(self):
        with self.assertRaises(AccessError):
            self.other.with_user(self.manager).name = "x"
        self.other.manager_id = self.manager
        self.other.with_user(self.manager).member_ids = [(4, self.operator.id)]

    def test_managers_take_no_regions_and_change_no_structure(self):
        region = self.env["zrm.region"].create({"name": "منطقه ۹"})
        calendar = self.env["resource.calendar"].create({"name": "Always"})
        for vals in (
            {"region_ids": [(4, region.id)]},
            {"resource_calendar_id": calendar.id},
            {"manager_id": self.expert.id},
            {"active": False},
            {"name": "x"},
        ):
            with self.assertRaisesRegex(AccessError, "Administrators alone"):
                self.services.with_user(self.manager).write(vals)
            self.services.with_user(self.administrator).write(vals)

    def test_portal_users_are_no_staff(self):
        citizen = make_user(self.env, "zrm_portal", "base.group_portal")
        with self.assertRaisesRegex(ValidationError, "no staff account"):
            self.district.member_ids = [(4, citizen.id)]
        with self.assertRaises(AccessError):
            self.district.with_user(citizen).read(["name"])

    def test_calendar_comes_from_the_nearest_unit(self):
        calendar = self.env["resource.calendar"].create({"name": "Round the clock"})
        self.assertEqual(self.services._calendar(), self.env.company.resource_calendar_id)
        self.district.resource_calendar_id = calendar
        self.assertEqual(self.services._calendar(), calendar)
        self.assertNotEqual(self.other._calendar(), calendar)

    def test_escalation_goes_to_the_next_manager_above(self):
        self.assertEqual(self.services._higher_manager(), self.manager)
        self.assertFalse(self.district._higher_manager())

    def test_other_companies_units_are_out_of_sight(self):
        company = self.env["res.company"].create({"name": "شهر دیگر"})
        foreign = self.env["zrm.unit"].create({"name": "x", "company_id": company.id})
        self.assertNotIn(foreign, self.env["zrm.unit"].with_user(self.administrator).search([]))
        with self.assertRaises(AccessError):
            foreign.with_user(self.manager).read(["name"])

    def test_regions_form_a_tree_without_loops(self):
        Region = self.env["zrm.region"]
        city = Region.create({"name": "شهر", "kind": "city", "code": "T-CITY"})
        district = Region.create({"name": "ناحیه", "parent_id": city.id})
        quarter = Region.create({"name": "محله", "kind": "neighbourhood", "parent_id": district.id})
        self.assertEqual(quarter.complete_name, "شهر / ناحیه / محله")
        self.assertEqual(quarter.display_name, "ناحیه / محله")
        self.assertEqual(Region.name_search("محله")[0][0], quarter.id)
        with self.assertRaisesRegex((ValidationError, UserError), "part of itself|[Rr]ecurs"):
            city.parent_id = district
        with self.assertRaises(AccessError):
            city.with_user(self.manager).name = "x"
