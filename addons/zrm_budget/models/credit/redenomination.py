from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_round


class ZrmBudgetPeriod(models.Model):
    """Periods in a currency that replaces the one of the company's books at a fixed ratio.

    See docs/decisions/0018-a-new-currency.md.
    """

    _inherit = "zrm.budget.period"

    ratio = fields.Float(
        string="In the Books, for One",
        default=1.0,
        required=True,
        digits=(16, 6),
        help="How many units of the company's currency one unit of the period's currency is: "
        "10,000 after four zeros were dropped.",
    )
    is_redenominated = fields.Boolean(compute="_compute_is_redenominated")

    _ratio_above_zero = models.Constraint("CHECK (ratio > 0)", "The ratio is above zero.")

    @api.depends("currency_id", "company_id.currency_id")
    def _compute_is_redenominated(self):
        for period in self:
            period.is_redenominated = period.currency_id != period.company_id.currency_id

    def _check_currency(self):
        """:raise UserError: where the period's money cannot be compared with the books"""
        self.ensure_one()
        company = self.company_id
        if not self.is_redenominated:
            if self.ratio != 1:
                raise UserError(self.env._("The books are in the same currency; the ratio is 1."))
            return
        if self.ratio == 1:
            raise UserError(
                self.env._(
                    "%(company)s keeps its books in %(currency)s; a period opens in that currency, "
                    "or says how much of it one unit of the new currency is.",
                    company=company.name,
                    currency=company.currency_id.name,
                )
            )
        rate = self.currency_id._get_conversion_rate(
            self.currency_id, company.currency_id, company, self.date_from
        )
        if float_compare(rate, self.ratio, precision_rounding=self.ratio / 1_000_000):
            raise UserError(
                self.env._(
                    "By the rates of Odoo one %(new)s is %(rate)s %(old)s on the first day of the "
                    "period, not %(ratio)s. Enter the fixed rate first, so that bills agree.",
                    new=self.currency_id.name,
                    old=company.currency_id.name,
                    rate=float_round(rate, 6),
                    ratio=self.ratio,
                )
            )

    def _from_books(self, amount):
        """An amount of the company's books in the currency of the period."""
        return self.currency_id.round(amount / self.ratio) if self.ratio != 1 else amount
