from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.zrm_base.tests.common import make_national_id

from ...domain import tracking_code
from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestIntake(CaseCommon):
    def test_a_case_is_complete_when_it_is_in(self):
        case = self.make_case()
        self.assertTrue(tracking_code.is_valid(case.number))
        self.assertEqual(case.unit_id, self.unit)
        self.assertEqual(case.step_id, self.steps["new"])
        self.assertEqual(case.state, "new")
        self.assertTrue(case.deadline and case.response_deadline and case.warn_at)
        self.assertEqual(case.event_ids.mapped("kind"), ["registered"])
        self.assertEqual(case.event_ids.user_id, self.operator)
        self.assertEqual(case.description, "آب در کوچه جمع شده")
        self.assertOneOpenLeg(case)

    def test_forms_come_in_by_the_same_door(self):
        form = Form(self.env["zrm.case"].with_user(self.operator))
        form.name = "چراغ خاموش"
        form.partner_id = self.citizen
        form.channel_id = self.channel
        form.nature_id = self.nature
        form.subject_id = self.subject
        case = form.save().sudo()
        self.assertTrue(case.number)
        self.assertOneOpenLeg(case)

    def test_citizens_are_found_or_registered(self):
        number = make_national_id()
        vals = self.intake_vals(citizen={"name": "نو رسیده", "identity_number": number})
        vals.pop("partner_id")
        first, second = (
            self.env["zrm.case"].with_user(self.operator)._intake([vals]) for _time in range(2)
        )
        self.assertEqual(first.partner_id, second.partner_id)
        self.assertNotEqual(first, second)

    def test_the_same_message_gives_the_same_case(self):
        Case = self.env["zrm.case"].with_user(self.operator)
        vals = self.intake_vals(external_ref="LETTER-17")
        first = Case._intake([vals])
        self.assertEqual(Case._intake([vals]), first)
        twice = Case._intake([self.intake_vals(external_ref="X-1")] * 2)
        self.assertEqual(twice[0], twice[1])
        other = Case._intake([{**vals, "channel_id": self.env.ref("zrm_base.channel_fax").id}])
        self.assertNotEqual(other, first)
        mixed = Case._intake([self.intake_vals(name="یک"), vals, self.intake_vals(name="دو")])
        self.assertEqual(mixed[1], first)
        self.assertEqual(mixed.mapped("name"), ["یک", first.name, "دو"])

    def test_the_most_specific_rule_wins(self):
        region = self.env["zrm.region"].create({"name": "منطقه ۶"})
        self.env["zrm.routing.rule"].create(
            {"subject_id": self.subject.id, "region_id": region.id, "unit_id": self.other_unit.id}
        )
        self.env["zrm.routing.rule"].create({"nature_id": self.nature.id, "unit_id": self.city.id})
        self.assertEqual(self.make_case(region_id=region.id).unit_id, self.other_unit)
        self.assertEqual(self.make_case().unit_id, self.unit)

    def test_the_unit_that_covers_the_region(self):
        district = self.env["zrm.region"].create({"name": "منطقه ۷"})
        quarter = self.env["zrm.region"].create({"name": "محله", "parent_id": district.id})
        self.other_unit.region_ids = district
        self.env["zrm.routing.rule"].search(
            [("subject_id", "=", self.subject.id)]
        ).target = "region"
        self.assertEqual(self.make_case(region_id=quarter.id).unit_id, self.other_unit)
        self.assertEqual(self.make_case().unit_id, self.unit)

    def test_without_a_rule_the_top_takes_it(self):
        self.env["zrm.routing.rule"].search([]).unlink()
        self.env["zrm.unit"].search(
            [("id", "not in", (self.city | self.unit | self.other_unit).ids)]
        ).active = False
        self.assertEqual(self.make_case().unit_id, self.city)

    def test_without_any_unit_nothing_is_half_registered(self):
        self.env["zrm.routing.rule"].search([]).unlink()
        self.env["zrm.unit"].search([]).active = False
        before = self.env["zrm.case"].search_count([])
        with self.assertRaisesRegex(UserError, "the organization has none"):
            self.make_case()
        self.assertEqual(self.env["zrm.case"].search_count([]), before)

    def test_bad_input_is_explained(self):
        for vals, error, message in (
            ({"subject_id": 0}, UserError, "needs a subject"),
            ({"nature_id": 999_999_999}, UserError, "needs a nature"),
            ({"channel_id": False}, UserError, "needs a channel"),
            ({"partner_id": False}, ValidationError, "Enter the citizen"),
            ({"is_anonymous": True}, ValidationError, "cannot be anonymous"),
            ({"description": "x" * 2_000_000}, ValidationError, "Shorten it"),
        ):
            with self.assertRaisesRegex(error, message), self.env.cr.savepoint():
                self.make_case(**vals)
        self.subject.active = False
        with self.assertRaisesRegex(UserError, "needs a subject"):
            self.make_case()

    def test_natures_that_a_subject_does_not_allow(self):
        self.subject.nature_ids = self.anonymous_nature
        with self.assertRaisesRegex(ValidationError, "cannot be registered as"):
            self.make_case()

    def test_anonymous_where_the_nature_allows(self):
        case = self.make_case(
            partner_id=False, is_anonymous=True, nature_id=self.anonymous_nature.id
        )
        self.assertFalse(case.partner_id)

    def test_what_is_decided_here_cannot_be_said_from_outside(self):
        case = self.make_case(number="1", unit_id=self.city.id, closed_at="2020-01-01")
        self.assertNotEqual(case.number, "1")
        self.assertEqual(case.unit_id, self.unit)
        self.assertFalse(case.closed_at)

    def test_scripts_stay_text(self):
        case = self.make_case(name="<script>alert(1)</script>", description="<b>x</b>")
        self.assertEqual(case.name, "<script>alert(1)</script>")

    def test_sensitive_subjects_make_confidential_cases(self):
        self.subject.is_sensitive = True
        self.assertTrue(self.make_case().is_confidential)

    def test_words_of_the_text_in_any_spelling(self):
        case = self.make_case(name="آب گرفتگي کوچه‌ی شهید رضايي")
        Case = self.env["zrm.case"]
        for typed in ("رضایی", "كوچه شهيد", "گرفتگي"):
            found = Case.search([("text_search", "ilike", typed)])
            self.assertIn(case, found, typed)
        self.assertNotIn(case, Case.search([("text_search", "ilike", "برف")]))

    def test_a_batch_costs_a_fixed_number_of_queries(self):
        self.as_if_committed()
        Case = self.env["zrm.case"].with_user(self.operator)
        Case._intake([self.intake_vals()])

        def queries(count):
            vals_list = [self.intake_vals(name=f"مورد {number}") for number in range(count)]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            Case._intake(vals_list)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(1)
        one = queries(1)
        self.assertLessEqual(one, 16)
        self.assertLessEqual(queries(50) - one, 50)

    def test_a_tracking_code_that_is_taken_is_given_anew(self):
        taken = self.make_case().number
        fresh = [tracking_code.new_code() for _code in range(3)]
        for count, codes in ((1, [taken, fresh[0]]), (2, [taken, fresh[1], fresh[2]])):
            with patch.object(tracking_code, "new_code", side_effect=codes):
                cases = (
                    self.env["zrm.case"]
                    .with_user(self.operator)
                    ._intake([self.intake_vals() for _case in range(count)])
                )
            self.assertEqual(set(cases.mapped("number")), set(codes[1:]))

    def test_clerks_without_a_role_register_nothing(self):
        with self.assertRaises(AccessError):
            self.env["zrm.case"].with_user(self.clerk)._intake([self.intake_vals()])
