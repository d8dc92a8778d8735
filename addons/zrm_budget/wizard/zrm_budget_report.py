import io

import xlsxwriter
from markupsafe import Markup

from odoo import fields, models

from odoo.addons.zrm_base.readers import reads_jalali
from odoo.addons.zrm_base.tools import jalali

from ..const import COUNTERS
from ..domain import forecast
from ..domain.runs import runs


class ZrmBudgetReport(models.TransientModel):
    """The units' financial performance in a period, as a table and for printing. It holds what
    the reader may read of credits, and nothing else."""

    _name = "zrm.budget.report"
    _description = "Report of Financial Performance"

    period_id = fields.Many2one(
        "zrm.budget.period", required=True, default=lambda self: self._default_period()
    )
    unit_id = fields.Many2one("zrm.unit", string="Unit and Those below It")

    def _default_period(self):
        """That of today, else the last one that is in force."""
        today = self.env["res.company"]._zrm_today()
        periods = self.env["zrm.budget.period"].search([("company_id", "=", self.env.company.id)])
        of_today = periods.filtered(lambda one: one.date_from <= today <= one.date_to)
        return of_today or periods.filtered(lambda one: one.state == "open")[:1]

    def action_xlsx(self):
        """Downloads the report as a spreadsheet.

        :raise AccessError: for who may not read credits
        """
        self.ensure_one()
        self.env["zrm.budget.line"].check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/zrm_budget/performance/{self.id}.xlsx",
            "target": "download",
        }

    def action_print(self):
        """Prints the report.

        :raise AccessError: for who may not read credits
        """
        self.ensure_one()
        self.env["zrm.budget.line"].check_access("read")
        return self.env.ref("zrm_budget.report_budget_performance_action").report_action(self)

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    def _domain(self):
        domain = [("period_id", "=", self.period_id.id)]
        return domain + ([("unit_id", "child_of", self.unit_id.id)] if self.unit_id else [])

    def _rows(self):
        """The credits by unit and subject, with the reader's own rights.

        :return: list of dicts; ``unit``, ``subject``, the counters, ``available``, ``used`` (a
            share) and ``expected`` (None: too early)
        """
        self.ensure_one()
        lines = self.env["zrm.budget.line"].search(self._domain(), order="unit_id, subject_id")
        return [
            {
                # sudo: names of credits that the reader has.
                "unit": line.sudo().unit_id.display_name,
                "subject": line.sudo().subject_id.display_name,
                **{name: line[name] for name in COUNTERS},
                "available": line.available,
                "used": line.used_percent / 100,
                "expected": None if line.is_too_early else line.expected,
            }
            for line in lines
        ]

    def _total(self, rows):
        """One row of the same kind for several."""
        total = {name: sum(row[name] for row in rows) for name in (*COUNTERS, "available")}
        used = total["reserved"] + total["committed"] + total["spent"]
        expected = [row["expected"] for row in rows]
        return {
            **total,
            "used": used / total["allotted"] if total["allotted"] else 0,
            "expected": None if None in expected else sum(expected),
        }

    def _months(self):
        """What was allotted and spent by months, in the calendar of the reader.

        :return: list of dicts; ``month``, ``allotted``, ``spent``, ``so_far`` (spent until then)
        """
        self.ensure_one()
        is_jalali = reads_jalali(self.env)
        group = "jalali_month" if is_jalali else "month:month"
        rows = self.env["zrm.budget.performance"]._read_group(
            self._domain(), [group], ["allotted:sum", "spent:sum"], order=group
        )
        months, so_far = [], 0
        for month, allotted, spent in rows:
            so_far += spent
            label = jalali.month_label(month) if is_jalali else f"{month:%B %Y}"
            months.append({"month": label, "allotted": allotted, "spent": spent, "so_far": so_far})
        return months

    def _elapsed(self):
        """The share of the period that has passed."""
        period = self.period_id
        today = self.env["res.company"]._zrm_today()
        return forecast.elapsed(period.date_from, period.date_to, today)

    def _columns(self):
        """Names and headings of the amounts."""
        names = [*COUNTERS, "available", "used_percent", "expected"]
        labels = self.env["zrm.budget.line"].fields_get(names)
        return {name.removesuffix("_percent"): labels[name]["string"] for name in names}

    def _explanation(self):
        """How the last column was reckoned; with marks of direction, which keep a sentence in its
        place on the print (``domain/runs.py``)."""
        words = self.env._(
            "Expected at the end: what is spent by now divided by the share of the period that "
            "has passed, at least what is spent and held already."
        )
        return f"\u202b{words}\u202c" if reads_jalali(self.env) else words

    def _print(self, text):
        """A text for the print; see ``domain/runs.py``."""
        if not text or not reads_jalali(self.env):
            return text or ""
        return Markup(" ").join(Markup("<bdi>%s</bdi>") % part for part in runs(text))

    # ------------------------------------------------------------------
    # The spreadsheet
    # ------------------------------------------------------------------

    def _xlsx(self):
        """The report as a spreadsheet, from right to left in Persian; amounts are numbers.

        :return: bytes of an XLSX file
        """
        content = io.BytesIO()
        with xlsxwriter.Workbook(content) as workbook:
            styles = {
                "heading": workbook.add_format({"bold": True, "bg_color": "#e7eef1", "border": 1}),
                "title": workbook.add_format({"bold": True, "font_size": 14}),
                "text": workbook.add_format({}),
                "amount": workbook.add_format({"num_format": "#,##0.##"}),
                "used": workbook.add_format({"num_format": "0.0%"}),
                "sum": workbook.add_format({"num_format": "#,##0.##", "bold": True, "top": 1}),
                "sum_used": workbook.add_format({"num_format": "0.0%", "bold": True, "top": 1}),
            }
            self._write_credits(workbook, styles)
            self._write_months(workbook, styles)
        return content.getvalue()

    def _sheet(self, workbook, name, headings, styles):
        sheet = workbook.add_worksheet(name[:31])
        if reads_jalali(self.env):
            sheet.right_to_left()
        title = " · ".join(filter(None, [name, self.period_id.name, self.unit_id.display_name]))
        sheet.write_string(0, 0, title, styles["title"])
        for place, heading in enumerate(headings):
            sheet.write_string(2, place, heading, styles["heading"])
        sheet.set_column(0, len(headings) - 1, 20)
        sheet.freeze_panes(3, 0)
        return sheet

    def _write_credits(self, workbook, styles):
        columns, rows = self._columns(), self._rows()
        headings = [self.env._("Unit"), self.env._("Subject"), *columns.values()]
        sheet = self._sheet(workbook, self.env._("Financial Performance"), headings, styles)
        total = {"unit": self.env._("In all"), "subject": "", **self._total(rows)}
        for place, row in enumerate([*rows, total], 3):
            is_sum = row is total
            sheet.write_string(place, 0, row["unit"], styles["sum" if is_sum else "text"])
            sheet.write_string(place, 1, row["subject"], styles["sum" if is_sum else "text"])
            for column, name in enumerate(columns, 2):
                style = styles[f"sum{'_used' * (name == 'used')}" if is_sum else "amount"]
                if name == "used" and not is_sum:
                    style = styles["used"]
                if row[name] is None:
                    sheet.write_string(place, column, self.env._("too early"), style)
                else:
                    sheet.write_number(place, column, row[name], style)

    def _write_months(self, workbook, styles):
        headings = [
            self.env._("Month"),
            self.env._("Allotted"),
            self.env._("Spent"),
            self.env._("Spent until Then"),
        ]
        sheet = self._sheet(workbook, self.env._("By Months"), headings, styles)
        for place, row in enumerate(self._months(), 3):
            sheet.write_string(place, 0, row["month"], styles["text"])
            for column, name in enumerate(("allotted", "spent", "so_far"), 1):
                sheet.write_number(place, column, row[name], styles["amount"])
