"""Configuration is cached, but changes take effect at once."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...models.case import sight as zrm_case_sight
from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestCachedConfiguration(CaseCommon):
    def setUp(self):
        super().setUp()
        self.as_if_committed()
        self.make_case()  # everything is cached from here on
        self.env.flush_all()
        self.env.invalidate_all()

    def test_another_rule(self):
        rule = self.env["zrm.routing.rule"].create(
            {
                "subject_id": self.subject.id,
                "nature_id": self.nature.id,
                "unit_id": self.other_unit.id,
            }
        )
        self.assertEqual(self.make_case().unit_id, self.other_unit)
        self.as_if_committed()
        self.make_case()
        rule.unit_id = self.city
        self.assertEqual(self.make_case().unit_id, self.city)
        rule.active = False
        self.assertEqual(self.make_case().unit_id, self.unit)
        rule.write({"active": True, "unit_id": self.other_unit.id})
        rule.unlink()
        self.assertEqual(self.make_case().unit_id, self.unit)

    def test_another_unit_for_the_region(self):
        region = self.env["zrm.region"].create({"name": "منطقه ۷"})
        self.env["zrm.routing.rule"].search(
            [("subject_id", "=", self.subject.id)]
        ).target = "region"
        self.assertEqual(self.make_case(region_id=region.id).unit_id, self.unit)
        self.other_unit.region_ids = region
        self.assertEqual(self.make_case(region_id=region.id).unit_id, self.other_unit)

    def test_another_process(self):
        self.process.total_hours = 8
        with freeze_time("2026-01-05 08:00:00"):
            self.assertEqual(
                self.make_case().deadline, fields.Datetime.to_datetime("2026-01-05 16:00:00")
            )
        self.steps["new"].next_step_ids = self.steps["open"]
        case = self.make_case().with_user(self.expert)
        with self.assertRaisesRegex(UserError, "does not follow"):
            case.action_move(self.steps["rejected"].id)

    def test_another_gate(self):
        case = self.make_case().with_user(self.expert)
        self.steps["new"].gate_field_ids = self.env["ir.model.fields"]._get("zrm.case", "address")
        with self.assertRaisesRegex(UserError, "fill in: Address"):
            case.action_move(self.steps["open"].id)

    def test_another_subject_and_nature(self):
        self.subject.is_sensitive = True
        self.assertTrue(self.make_case().is_confidential)
        self.nature.active = False
        with self.assertRaisesRegex(UserError, "needs a nature"):
            self.make_case()

    def test_another_question(self):
        question = self.env["zrm.subject.question"].create(
            {"name": "How deep?", "subject_id": self.subject.id}
        )
        self.as_if_committed()
        self.assertFalse(self.subject._questions_to_ask()[0]["required"])
        question.is_required = True
        self.as_if_committed()
        self.assertTrue(self.subject._questions_to_ask()[0]["required"])
        question.name = "How wide?"
        self.as_if_committed()
        self.assertEqual(self.subject.sudo()._questions_to_ask()[0]["label"], "How wide?")

    def test_another_message_to_the_citizen(self):
        self.assertTrue(self.make_case().event_ids[:1].is_public)
        self.steps["new"].citizen_message = "Welcome"
        self.as_if_committed()
        self.assertEqual(self.make_case().event_ids.sorted("id")[:1].text, "Welcome")
        self.env["res.lang"]._activate_lang("fa_IR")
        self.steps["new"].update_field_translations("citizen_message", {"fa_IR": "خوش آمدید"})
        self.citizen.lang = "fa_IR"
        self.as_if_committed()
        self.assertEqual(self.make_case().event_ids.sorted("id")[:1].text, "خوش آمدید")

    def test_other_working_hours(self):
        calendar = self.city.resource_calendar_id

        def deadline():
            with freeze_time("2026-01-05 08:00:00"):
                return str(self.make_case().response_deadline)

        self.assertEqual(deadline(), "2026-01-05 16:00:00")
        holiday = self.env["resource.calendar.leaves"].create(
            {
                "name": "تعطیل",
                "calendar_id": calendar.id,
                "date_from": "2026-01-05 00:00:00",
                "date_to": "2026-01-05 23:59:59",
            }
        )
        self.as_if_committed()
        self.assertEqual(deadline(), "2026-01-06 16:00:00")
        holiday.unlink()
        self.assertEqual(deadline(), "2026-01-05 16:00:00")
        calendar.attendance_ids.filtered(lambda line: line.dayofweek == "0").hour_to = 12
        self.assertEqual(deadline(), "2026-01-06 12:00:00")
        self.unit.resource_calendar_id = calendar.copy({"tz": "Asia/Tokyo"})
        self.assertEqual(deadline(), "2026-01-06 07:00:00")

    def test_each_company_routes_by_itself(self):
        company = self.env["res.company"].create({"name": "شهر دیگر"})
        foreign = self.env["zrm.unit"].create({"name": "شهرداری", "company_id": company.id})
        self.env["zrm.routing.rule"].create(
            {"subject_id": self.subject.id, "unit_id": foreign.id, "company_id": company.id}
        )
        self.assertEqual(self.make_case().unit_id, self.unit)
        self.operator.company_ids += company
        case = (
            self.env["zrm.case"]
            .with_user(self.operator)
            .with_company(company)
            ._intake([self.intake_vals()])
            .sudo()
        )
        self.assertEqual((case.unit_id, case.company_id), (foreign, company))

    def test_what_is_rolled_back_is_not_kept(self):
        with self.assertRaisesRegex(RuntimeError, "stop"), self.env.cr.savepoint():
            self.subject.is_sensitive = True
            self.assertTrue(self.make_case().is_confidential)
            raise RuntimeError("stop")
        self.assertFalse(self.make_case().is_confidential)
        self.as_if_committed()
        self.assertFalse(self.make_case().is_confidential)

    def test_memory_gives_nobody_more_to_read(self):
        company = self.env["res.company"].create({"name": "شهر دیگر"})
        foreign = self.env["zrm.unit"].create({"name": "x", "company_id": company.id})
        self.as_if_committed()
        self.assertEqual(foreign.sudo().company_id, company)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            foreign.with_user(self.expert).company_id.id  # noqa: B018
        rule = self.env["zrm.routing.rule"].search([], limit=1)
        with self.assertRaises(AccessError):
            rule.with_user(self.expert).unit_id.id  # noqa: B018

    def test_moves_in_the_tree_change_sight_at_once(self):
        case = self.make_case()
        cases = self.env["zrm.case"].with_user(self.outsider)
        self.assertFalse(cases.search([("id", "=", case.id)]))
        self.unit.parent_id = self.other_unit
        self.env.invalidate_all()
        self.assertEqual(cases.search([("id", "=", case.id)]), case)
        self.other_unit.member_ids = False
        self.env.invalidate_all()
        self.assertFalse(cases.search([("id", "=", case.id)]))


@tagged("post_install", "-at_install")
class TestFinding(CaseCommon):
    def test_sight_stands_on_the_case(self):
        case = self.open_case()
        self.assertEqual(case.sudo().sight_unit_ids, self.unit)
        case.action_refer(self.other_unit.id, kind="copy")
        self.assertEqual(case.sudo().sight_unit_ids, self.unit | self.other_unit)
        case.action_refer(self.city.id)
        case = case.sudo()
        self.assertEqual(case.sight_unit_ids, self.unit | self.other_unit | self.city)
        with self.assertRaisesRegex(ValidationError, "by the buttons"):
            case.with_user(self.oversight).write({"sight_key": "1"})
        Case = self.env["zrm.case"]
        for unit in (self.unit, self.other_unit, self.city):
            self.assertIn(case, Case.search([("sight_unit_ids", "in", unit.ids)]))
        self.assertNotIn(case, Case.search([("sight_unit_ids", "not in", self.city.ids)]))

    def test_of_very_many_units_the_last_see_a_case(self):
        case = self.open_case()
        with patch.object(zrm_case_sight, "MOST_UNITS", 2):
            case.action_refer(self.city.id, kind="copy")
            case.action_refer(self.other_unit.id, kind="copy")
            self.assertEqual(case.sudo().sight_unit_ids, self.unit | self.other_unit)

    def test_by_tracking_code_as_it_is_typed(self):
        case = self.make_case()
        Case, code = self.env["zrm.case"], case.number
        persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        for typed in (code, case.number_spaced, persian, f" {code[:6]}-{code[6:]} ", code[:5]):
            self.assertIn(case, Case.search([("number_spaced", "ilike", typed)]), typed)
        for typed in ("جوی", code[::-1], "%", "_" * 12):
            self.assertNotIn(case, Case.search([("number_spaced", "ilike", typed)]), typed)
        self.assertIn(case.id, [id_ for id_, _name in Case.name_search(code)])
        self.assertIn(case.id, [id_ for id_, _name in Case.name_search("گرفته جوي")])
