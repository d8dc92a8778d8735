import base64
import io

import xlsxwriter

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_national_id
from odoo.addons.zrm_base.tools import persian

from .common import MILLION, BudgetCommon

NUMBERS = tuple(make_national_id() for _person in range(3))
STRANGER = make_national_id()


@tagged("post_install", "-at_install")
class TestRecipients(BudgetCommon):
    """A list of many people: checked row by row, then added at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["res.partner"].create(
            [
                {"name": f"مددجوی {number}", "is_citizen": True, "identity_number": number}
                for number in NUMBERS
            ]
        )

    def draft(self):
        return (
            self.env["zrm.budget.request"]
            .with_user(self.expert)
            .create({"name": "بستهٔ زمستانی", "unit_id": self.unit.id})
        )

    def list_of(self, request, rows=(), **vals):
        if rows:
            text = "\n".join(",".join(row) for row in rows)
            vals |= {
                "file": base64.b64encode(text.encode("utf-8-sig")),
                "filename": "list.csv",
            }
        return (
            self.env["zrm.budget.recipients"]
            .with_user(self.expert)
            .create(
                {
                    "request_id": request.id,
                    "budget_line_id": self.line.id,
                    "amount": MILLION,
                    "name": "بستهٔ زمستانی",
                    **vals,
                }
            )
        )

    def test_chosen_citizens(self):
        request = self.draft()
        self.list_of(request, partner_ids=[(6, 0, self.people.ids)]).action_confirm()
        self.assertEqual(request.line_ids.partner_id, self.people)
        self.assertEqual(request.amount, 3 * MILLION)

    def test_a_file_with_amounts_of_its_own(self):
        request = self.draft()
        rows = [("ردیف", "کد ملی", "مبلغ", "بابت")]
        rows += [
            ("1", persian.to_persian_digits(NUMBERS[0]), "۲۰۰۰۰۰۰", ""),
            ("2", NUMBERS[1], "", "نوزاد"),
        ]
        self.list_of(request, rows).action_confirm()
        self.assertEqual(
            [(line.partner_id, line.amount, line.name) for line in request.line_ids],
            [
                (self.people[0], 2 * MILLION, "بستهٔ زمستانی"),
                (self.people[1], MILLION, "نوزاد"),
            ],
        )

    def test_an_excel_file_by_codes_of_cases(self):
        case = self.make_case()
        content = io.BytesIO()
        with xlsxwriter.Workbook(content) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["کد رهگیری", "مبلغ"])
            sheet.write_row(1, 0, [case.number_spaced, 1500000])
        request = self.draft()
        self.list_of(
            request, file=base64.b64encode(content.getvalue()), filename="list.xlsx"
        ).action_confirm()
        self.assertEqual(request.line_ids.partner_id, case.partner_id)
        self.assertEqual(request.line_ids.amount, 1_500_000)

    def test_rows_with_problems_say_so_and_nothing_is_added(self):
        request = self.draft()
        rows = [("کد ملی", "مبلغ")]
        rows += [
            (NUMBERS[0], "1000000"),
            (NUMBERS[0], "1000000"),
            (STRANGER, "1000000"),
            (NUMBERS[1], "زیاد"),
            (NUMBERS[2], "-5"),
        ]
        wizard = self.list_of(request, rows)
        wizard.action_confirm()
        self.assertFalse(request.line_ids)
        self.assertEqual((wizard.fine_count, wizard.problem_count), (1, 4))
        problems = wizard.row_ids.mapped("problem")
        self.assertFalse(problems[0])
        for problem, words in zip(
            problems[1:], ("already", "identity number", "no amount", "no amount"), strict=True
        ):
            self.assertIn(words, problem)
        wizard.leaves_out = True
        wizard.action_confirm()
        self.assertEqual(request.line_ids.partner_id, self.people[0])

    def test_files_that_are_no_list(self):
        request = self.draft()
        with self.assertRaisesRegex(UserError, "names the columns"):
            self.list_of(request, [("a", "b"), ("1", "2")]).action_check()
        with self.assertRaisesRegex(UserError, "Choose citizens, or a file"):
            self.list_of(request).action_check()
        with (
            mute_logger("odoo.addons.base_import.models.base_import"),
            self.assertRaisesRegex(UserError, "cannot be read"),
        ):
            self.list_of(
                request, file=base64.b64encode(b"PK\x03\x04broken"), filename="list.xlsx"
            ).action_check()
        with self.assertRaisesRegex(UserError, "credit line first"):
            self.list_of(
                request, partner_ids=[(6, 0, self.people.ids)], budget_line_id=False
            ).action_check()

    def test_what_is_given_once_is_not_given_again(self):
        self.aid.once_per_period = True
        first = self.draft()
        self.list_of(first, partner_ids=[(6, 0, self.people[:2].ids)]).action_confirm()
        first.action_submit()
        wizard = self.list_of(self.draft(), partner_ids=[(6, 0, self.people.ids)])
        wizard.action_check()
        self.assertEqual([bool(row.problem) for row in wizard.row_ids], [True, True, False])

    def test_confidential_files_are_as_if_they_were_not_there(self):
        self.people[0].is_confidential = True
        wizard = self.list_of(self.draft(), [("کد ملی",), (NUMBERS[0],), (STRANGER,)])
        wizard.action_check()
        self.assertEqual(len(set(wizard.row_ids.mapped("problem"))), 1)
        self.assertFalse(wizard.row_ids.partner_id)

    def test_look_ups_by_number_are_limited_as_everywhere(self):
        self.env["ir.config_parameter"].set_param("zrm_base.identity_lookups", "2")
        rows = [("کد ملی",), *((number,) for number in NUMBERS)]
        with self.assertRaisesRegex(AccessError, "different identity numbers"):
            self.list_of(self.draft(), rows).action_check()

    def test_nothing_comes_into_a_request_that_was_handed_in(self):
        request = self.request()
        request.action_submit()
        with self.assertRaisesRegex(UserError, "handed in"):
            self.list_of(request, partner_ids=[(6, 0, self.people.ids)]).action_confirm()

    def test_hundreds_cost_a_few_queries_each_step(self):
        request = self.draft()
        many = self.env["res.partner"].create(
            [{"name": f"مددجو {number}", "is_citizen": True} for number in range(300)]
        )
        wizard = self.list_of(request, partner_ids=[(6, 0, many.ids)])
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            wizard.action_confirm()
            self.env.flush_all()
        self.assertEqual(len(request.line_ids), 300)
        self.assertLess(len((request.warning or "").splitlines()), 20)
