from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What each kind of the ledger adds to what a request's line holds.
HOLDS = {
    "reserved": {"reserve": 1, "uncommit": 1, "commit": -1, "release": -1},
    "committed": {"commit": 1, "unspend": 1, "uncommit": -1, "spend": -1},
    "spent": {"spend": 1, "charge": 1, "unspend": -1, "refund": -1},
}


class ZrmBudgetRequestLine(models.Model):
    """What one request asks of one credit line, for one person or body."""

    _name = "zrm.budget.request.line"
    _description = "Line of a Request for Credit"
    _inherit = ["zrm.guarded.mixin"]
    _order = "request_id, id"

    request_id = fields.Many2one(
        "zrm.budget.request", required=True, index=True, ondelete="cascade"
    )
    budget_line_id = fields.Many2one(
        "zrm.budget.line", string="Credit Line", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    # Stored, so that sums over periods of two currencies are kept apart.
    currency_id = fields.Many2one(related="budget_line_id.currency_id", store=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="For",
        index="btree_not_null",
        ondelete="restrict",
        # The citizen of the case from which the service is granted.
        default=lambda self: self.env.context.get("zrm_for_partner"),
    )
    name = fields.Char(string="What For")
    amount = fields.Monetary(required=True)
    payable = fields.Monetary(readonly=True, help="Established from the documents.")
    reserved = fields.Monetary(compute="_compute_held")
    committed = fields.Monetary(compute="_compute_held")
    spent = fields.Monetary(compute="_compute_held")
    move_ids = fields.One2many("zrm.budget.move", "request_line_id", readonly=True)
    once_key = fields.Char(
        copy=False, groups=fields.NO_ACCESS, help="What is given once in a period."
    )

    _once = models.UniqueIndex(
        "(once_key) WHERE once_key IS NOT NULL",
        "The same person gets this once in a period, and has it already.",
    )
    _above_zero = models.Constraint("CHECK (amount > 0)", "The amount is above zero.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"payable", "once_key"}

    @api.depends("name", "request_id.display_name")
    def _compute_display_name(self):
        for line in self:
            request = line.request_id
            is_told = line.name and not request.is_confidential
            line.display_name = line.name if is_told else request.display_name

    def _once_key(self):
        self.ensure_one()
        credit = self.budget_line_id
        return f"{self.partner_id.id},{credit.subject_id.id},{credit.period_id.id}"

    def _most(self):
        """The most that may be spent for the line: what was granted, and the over-run of
        prices that its credit allows."""
        self.ensure_one()
        return self.amount * (1 + self.budget_line_id.overrun / 100)

    @api.model
    def _domain_of_citizens(self, partners):
        """What these citizens read in the portal: what was posted or paid for their files, and
        is under way for them; nothing that is only asked for."""
        states = ("reserved", "committed", "liquidated", "ordered", "posted", "paid")
        return Domain("partner_id", "in", partners.ids) & Domain("request_id.state", "in", states)

    @api.depends("move_ids")
    def _compute_held(self):
        # sudo: sums of the ledger of a request that the reader has.
        rows = (
            self.env["zrm.budget.move"]
            .sudo()
            ._read_group(
                [("request_line_id", "in", self.ids)], ["request_line_id", "kind"], ["amount:sum"]
            )
        )
        held = {line.id: dict.fromkeys(HOLDS, 0) for line in self}
        for line, kind, amount in rows:
            for name, signs in HOLDS.items():
                held[line.id][name] += signs.get(kind, 0) * amount
        for line in self:
            line.update(held[line.id])

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(self._without_guarded(vals_list))
        lines._check_draft()
        return lines

    def write(self, vals):
        if not self.env.su:
            # Through the server alone: lines go along when credits are carried forward.
            if self._guarded_fields() & vals.keys():
                raise UserError(self.env._("What is payable is established by its button."))
            self._check_draft()
        result = super().write(vals)
        if not self.env.su:
            # It may have come to another request, or another credit.
            self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts(self):
        self._check_draft()

    def _check_draft(self):
        """:raise UserError: once the request left its draft"""
        for line in self:
            # sudo: to compare only; the request was readable to write here.
            request, credit = line.request_id.sudo(), line.budget_line_id.sudo()
            if request.state != "draft" and not self.env.su:
                raise UserError(
                    self.env._("The request was handed in; its lines stay as they are.")
                )
            if credit.unit_id != request.unit_id or credit.company_id != request.company_id:
                raise UserError(
                    self.env._(
                        "%(line)s is no credit of %(unit)s.",
                        line=credit.display_name,
                        unit=request.unit_id.display_name,
                    )
                )
            if len(request.line_ids.budget_line_id.currency_id) > 1:
                raise UserError(
                    self.env._("A request is in one currency; write another for the other credit.")
                )
