import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.zrm_base.tests.common import make_user

from .common import MILLION, BudgetCommon


@tagged("post_install", "-at_install")
class TestPerformanceReport(BudgetCommon, HttpCase):
    """The forecast, and the report as a spreadsheet and for printing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.elsewhere = make_user(cls.env, "zrm_elsewhere", "zrm_budget.group_budget_user")
        cls.nobody = make_user(cls.env, "zrm_nobody", "base.group_user")

    def report(self, user=None, **vals):
        return (
            self.env["zrm.budget.report"]
            .with_user(user or self.officer)
            .create({"period_id": self.period.id, **vals})
        )

    def book(self, report, lang="en_US"):
        return load_workbook(io.BytesIO(report.with_context(lang=lang)._xlsx()))

    def test_what_is_expected_at_the_end(self):
        self.go(self.request((self.line, 20 * MILLION)), "posted")
        self.go(self.request((self.line, 5 * MILLION)), "reserved")
        # 241 of 365 days have passed.
        self.assertAlmostEqual(self.line.elapsed_percent, 100 * 241 / 365)
        self.assertAlmostEqual(self.line.expected, 20 * MILLION * 365 / 241, 2)
        self.assertAlmostEqual(self.line.expected_rest, 100 * MILLION - self.line.expected, 2)
        self.assertIn("66 percent", self.line.forecast_words)
        self.go(self.request((self.line, 60 * MILLION)), "committed")
        self.assertEqual(self.line.expected, 85 * MILLION)
        self.assertIn("held already", self.line.forecast_words)

    def test_it_is_too_early_to_say(self):
        with freeze_time("2026-04-10 09:00:00"):
            self.go(self.request((self.line, 20 * MILLION)), "posted")
            self.assertTrue(self.line.is_too_early)
            self.assertFalse(self.line.expected)
            self.assertIn("Too early", self.line.forecast_words)
            sheet = self.book(self.report()).worksheets[0]
            self.assertIn("too early", [cell.value for cell in sheet["J"]])

    def test_the_spreadsheet_has_numbers(self):
        self.go(self.request((self.line, 20 * MILLION)), "posted")
        sheet, months = self.book(self.report()).worksheets
        heads = [cell.value for cell in sheet[3]]
        rows = {row[1].value: row for row in sheet.iter_rows(min_row=4)}
        row = rows[self.aid.display_name]
        self.assertEqual(row[heads.index("Allotted")].value, 100 * MILLION)
        self.assertEqual(row[heads.index("Spent")].value, 20 * MILLION)
        self.assertEqual(row[heads.index("Available")].value, 80 * MILLION)
        # By months, with what came before.
        self.assertEqual(
            [cell.value for cell in months[4]],
            ["November 2026", 150 * MILLION, 20 * MILLION, 20 * MILLION],
        )
        self.assertFalse(sheet.sheet_view.rightToLeft)

    def test_in_persian_it_runs_from_right_to_left(self):
        sheet, months = self.book(self.report(), "fa_IR").worksheets
        self.assertTrue(sheet.sheet_view.rightToLeft and months.sheet_view.rightToLeft)
        self.assertEqual(months["A4"].value, "آبان ۱۴۰۵")

    def test_it_holds_what_the_reader_may_read(self):
        foreign = self.credit(self.aid, MILLION, self.other_unit)
        units = {row["unit"] for row in self.report()._rows()}
        self.assertIn(foreign.unit_id.display_name, units)
        units = {row["unit"] for row in self.report(self.expert)._rows()}
        self.assertEqual(units, {self.unit.display_name})
        self.assertEqual(self.report(self.elsewhere)._rows(), [])
        self.assertEqual(self.report(self.elsewhere)._months(), [])
        with self.assertRaises(AccessError):
            self.report(self.nobody)

    def test_of_one_unit_and_those_below(self):
        self.credit(self.aid, MILLION, self.other_unit)
        rows = self.report(unit_id=self.unit.id)._rows()
        self.assertEqual({row["unit"] for row in rows}, {self.unit.display_name})

    def test_it_is_downloaded_by_who_asked(self):
        report = self.report()
        url = report.action_xlsx()["url"]
        self.env.flush_all()
        self.authenticate("zrm_officer", "zrm_officer")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(load_workbook(io.BytesIO(answer.content)))
        self.assertEqual(self.url_open("/zrm_budget/performance/999999.xlsx").status_code, 404)
        for login in ("zrm_elsewhere", "zrm_nobody"):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(url).status_code, 404, login)

    def test_it_is_printed(self):
        self.go(self.request((self.line, 20 * MILLION)), "posted")
        name = "zrm_budget.report_budget_performance"
        reports = self.env["ir.actions.report"].with_user(self.officer)
        html, _kind = reports._render_qweb_html(name, self.report().ids)
        page = html.decode()
        self.assertIn(self.aid.name, page)
        self.assertIn("20,000,000", page)
        html, _kind = reports.with_context(lang="fa_IR")._render_qweb_html(name, self.report().ids)
        self.assertIn("<bdi>آبان</bdi> <bdi>۱۴۰۵</bdi>", html.decode())
