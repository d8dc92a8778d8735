from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount

from ...const import COUNTERS, LINE_STATES, MOST

# Entries of the ledger that the form shows; a line may have a hundred thousand.
LATEST = 40
COLOURS = {"spent": "danger", "committed": "warning", "reserved": "info"}


class ZrmBudgetLine(models.Model):
    """The credit account of one unit for one subject in one period.

    Its counters are written by :meth:`_book` alone, together with the ledger, and the database
    refuses what would overspend.
    """

    _name = "zrm.budget.line"
    _description = "Credit Line"
    _inherit = ["zrm.guarded.mixin", "mail.thread"]
    _order = "period_id desc, unit_id, subject_id, id"
    # Its name is put together; people look for what the credit is for, or whose it is.
    _rec_names_search = ["subject_id", "unit_id"]

    unit_id = fields.Many2one("zrm.unit", required=True, index=True, ondelete="restrict")
    subject_id = fields.Many2one(
        "zrm.budget.subject", required=True, index=True, ondelete="restrict"
    )
    period_id = fields.Many2one("zrm.budget.period", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="period_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="period_id.currency_id", store=True)
    state = fields.Selection(LINE_STATES, required=True, default="open", readonly=True)
    approved = fields.Monetary(string="Appropriated", readonly=True, default=0)
    allotted = fields.Monetary(readonly=True, default=0)
    reserved = fields.Monetary(readonly=True, default=0)
    committed = fields.Monetary(readonly=True, default=0)
    spent = fields.Monetary(readonly=True, default=0)
    available = fields.Monetary(compute="_compute_available")
    used_percent = fields.Float(string="Used (%)", compute="_compute_available")
    bar = fields.Html(string="Shares", compute="_compute_bar", sanitize=False)
    level = fields.Integer(readonly=True, default=0, help="0 free, 1 warn, 2 tell, 3 stop.")
    warn_at = fields.Integer(string="Warn at (%)", default=80, required=True)
    tell_at = fields.Integer(string="Tell the Manager at (%)", default=90, required=True)
    stop_at = fields.Integer(string="Stop at (%)", default=100, required=True)
    overrun = fields.Float(
        string="Over-Run of Prices (%)", help="So much may a bill exceed its commitment."
    )
    move_ids = fields.One2many("zrm.budget.move", "line_id", readonly=True)
    latest_move_ids = fields.Many2many(
        "zrm.budget.move", string="Latest Entries", compute="_compute_latest_move_ids"
    )
    document_ids = fields.One2many("zrm.budget.document", "line_id", readonly=True)

    _once = models.UniqueIndex(
        "(unit_id, subject_id, period_id)",
        "This unit has a credit line for the subject in this period already.",
    )
    _never_overspent = models.Constraint(
        "CHECK (approved >= allotted AND allotted >= reserved + committed + spent "
        "AND reserved >= 0 AND committed >= 0 AND spent >= 0)",
        "There is not so much credit.",
    )
    _exact = models.Constraint(
        f"CHECK (approved <= {MOST})", "The amount is larger than can be kept exactly."
    )
    _thresholds = models.Constraint(
        "CHECK (0 < warn_at AND warn_at <= tell_at AND tell_at <= stop_at AND stop_at <= 100 "
        "AND coalesce(overrun, 0) BETWEEN 0 AND 100)",
        "Thresholds rise from warning to stopping, and end at 100 percent.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {*COUNTERS, "state", "level"}

    @api.depends("unit_id", "subject_id", "period_id")
    def _compute_display_name(self):
        for line in self:
            # sudo: names of a line that the reader has; a unit's name is no secret.
            own = line.sudo()
            parts = [own.unit_id.display_name, own.subject_id.display_name, own.period_id.name]
            line.display_name = " · ".join(filter(None, parts))

    @api.depends(*COUNTERS)
    def _compute_available(self):
        for line in self:
            used = line.reserved + line.committed + line.spent
            line.available = line.allotted - used
            line.used_percent = 100 * used / line.allotted if line.allotted else 0.0

    @api.depends("move_ids")
    @api.depends_context("uid")
    def _compute_latest_move_ids(self):
        """One query for each line; read by forms, never by lists."""
        for line in self:
            line.latest_move_ids = line.env["zrm.budget.move"].search_fetch(
                [("line_id", "=", line._origin.id)],
                ["line_id", "at", "kind", "amount", "document_id", "user_id"],
                order="id desc",
                limit=LATEST,
            )

    @api.depends(*COUNTERS)
    @api.depends_context("lang")
    def _compute_bar(self):
        for line in self:
            whole, parts = line.approved, []
            for name, colour in COLOURS.items():
                if whole and line[name]:
                    label = line._fields[name]._description_string(self.env)
                    amount = format_amount(self.env, line[name], line.currency_id)
                    parts.append(
                        Markup(
                            '<div class="progress-bar bg-%s" style="width: %s%%" title="%s"></div>'
                        )
                        % (colour, round(100 * line[name] / whole, 2), f"{label}: {amount}")
                    )
            line.bar = Markup('<div class="progress" role="img">%s</div>') % Markup("").join(parts)

    # ------------------------------------------------------------------
    # What may be written
    # ------------------------------------------------------------------

    @api.constrains("unit_id", "period_id")
    def _check_company_of_unit(self):
        for line in self:
            unit = line.sudo().unit_id
            if unit.company_id and unit.company_id != line.company_id:
                raise ValidationError(
                    self.env._(
                        "%(unit)s is a unit of %(company)s; choose a period of that company.",
                        unit=unit.display_name,
                        company=unit.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_guarded(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_guarded(vals)
        fixed = {"unit_id", "subject_id", "period_id"} & vals.keys()
        if fixed and not self.env.su and self._has_moves():
            raise UserError(
                self.env._("Money was booked on this line; its unit, subject and period stay.")
            )
        return super().write(vals)

    @api.model
    def _refuse_guarded(self, vals):
        if not self.env.su and self._guarded_fields() & vals.keys():
            raise UserError(
                self.env._("Credits change by documents and requests only, never by hand.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        if self._has_moves():
            raise UserError(self.env._("A credit line with entries stays on record."))

    def _has_moves(self):
        # sudo: whether there is any; a year has a million.
        moves = self.env["zrm.budget.move"].sudo()
        return bool(moves.search_count([("line_id", "in", self.ids)], limit=1))

    def action_freeze(self):
        """Nothing new is taken from the line; what is reserved goes on."""
        return self._set_state("frozen")

    def action_unfreeze(self):
        """The line is used again."""
        return self._set_state("open")

    def _set_state(self, state):
        self.check_access("write")
        if any(line.state == "closed" for line in self):
            raise UserError(self.env._("A closed line stays closed."))
        # sudo: the right to write was checked.
        self.sudo().write({"state": state})
        return True
