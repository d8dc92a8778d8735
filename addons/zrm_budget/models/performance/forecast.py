from odoo import api, fields, models

from ...domain import forecast


class ZrmBudgetLine(models.Model):
    """What a credit will come to by the end of its period; see ``domain/forecast.py``."""

    _inherit = "zrm.budget.line"

    month_ids = fields.One2many("zrm.budget.performance", "line_id", string="Months", readonly=True)
    held = fields.Monetary(compute="_compute_forecast", help="Reserved or committed.")
    elapsed_percent = fields.Float(string="Elapsed (%)", compute="_compute_forecast")
    is_too_early = fields.Boolean(compute="_compute_forecast")
    expected = fields.Monetary(
        string="Expected at the End",
        compute="_compute_forecast",
        help="What is spent by now, divided by the share of the period that has passed; at least "
        "what is spent and held already.",
    )
    expected_rest = fields.Monetary(
        string="Expected to Be Left",
        compute="_compute_forecast",
        help="What is allotted, without what is expected to be spent. Below zero: the allotment "
        "will not last.",
    )
    forecast_words = fields.Char(string="Forecast", compute="_compute_forecast")

    @api.depends("spent", "reserved", "committed", "allotted", "period_id.date_from")
    @api.depends_context("lang")
    def _compute_forecast(self):
        today = self.env["res.company"]._zrm_today()
        for line in self:
            line.held = line.reserved + line.committed
            # sudo: the days of a period whose credit is read.
            period = line.sudo().period_id
            if not period:
                line.update(dict.fromkeys(("elapsed_percent", "expected", "expected_rest"), 0))
                line.update({"is_too_early": True, "forecast_words": False})
                continue
            days = period.date_from, period.date_to, today
            line.elapsed_percent = 100 * forecast.elapsed(*days)
            expected = forecast.expected(line.spent, line.held, *days)
            line.is_too_early = expected is None
            line.expected = expected or 0
            line.expected_rest = 0 if expected is None else line.allotted - expected
            line.forecast_words = line._say_forecast(expected)

    def _say_forecast(self, expected):
        """How it was reckoned, in words."""
        if expected is None:
            return self.env._("Too early: less than a month has passed.")
        if self.elapsed_percent and expected > self.spent + self.held:
            return self.env._(
                "%s percent passed, the same pace.",
                round(self.elapsed_percent),
            )
        return self.env._("Spent and held already.")
