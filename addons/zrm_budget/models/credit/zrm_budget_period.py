from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import PERIOD_STATES


class ZrmBudgetPeriod(models.Model):
    """A fiscal year, Jalali or Gregorian, with a supplementary time for late documents."""

    _name = "zrm.budget.period"
    _description = "Budget Period"
    _inherit = ["zrm.guarded.mixin"]
    _order = "date_from desc, id desc"

    name = fields.Char(required=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    late_until = fields.Date(
        string="Late Documents Until",
        help="Until this day entries of the period may still be posted. Empty: its last day.",
    )
    state = fields.Selection(PERIOD_STATES, required=True, default="draft", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    line_ids = fields.One2many("zrm.budget.line", "period_id", string="Credit Lines")

    _order_of_days = models.Constraint(
        "CHECK (date_from <= date_to AND (late_until IS NULL OR late_until >= date_to))",
        "A period begins before it ends, and late documents come after its end.",
    )
    _apart = models.Constraint(
        "EXCLUDE USING gist (int4range(company_id, company_id, '[]') WITH &&, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "Two periods of a company do not overlap.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"state"}

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._without_guarded(vals_list))

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("Open or close the period by its buttons."))
        fixed = {"date_from", "company_id", "currency_id", "ratio"} & vals.keys()
        if fixed and self.sudo().line_ids._has_moves():
            raise UserError(
                self.env._("Money was booked in this period; its begin and currency stay.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        if self.sudo().line_ids:
            raise UserError(self.env._("A period with credit lines stays."))

    def action_open(self):
        """Opens the period: requests may use its credits."""
        self.check_access("write")
        for period in self:
            period._check_currency()
        # sudo: the right to write was checked.
        self.sudo().write({"state": "open"})
        return True

    def action_close(self):
        """Closes the period; what is still reserved or committed has to be settled first."""
        self.check_access("write")
        for period in self:
            held = period.sudo().line_ids.filtered(lambda line: line.reserved or line.committed)
            if held:
                raise UserError(
                    self.env._(
                        "Credit is still reserved or committed: %s. Release it, post it, or "
                        "carry it forward.",
                        ", ".join(held[:5].mapped("display_name")),
                    )
                )
        # sudo: the right to write was checked.
        self.sudo().write({"state": "closed"})
        return True

    def _last_day(self):
        self.ensure_one()
        return self.late_until or self.date_to
