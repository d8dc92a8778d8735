from odoo import Command, api, fields, models


class ZrmBudgetPayable(models.TransientModel):
    """What is payable of each line, as the documents say."""

    _name = "zrm.budget.payable"
    _description = "Establish What Is Payable"

    request_id = fields.Many2one("zrm.budget.request", required=True)
    line_ids = fields.One2many("zrm.budget.payable.line", "payable_id")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        request = self.env["zrm.budget.request"].browse(values.get("request_id")).exists()
        if request and "line_ids" in fields:
            request.check_access("read")
            values["line_ids"] = [
                Command.create({"line_id": line.id, "payable": line.committed})
                for line in request.line_ids
            ]
        return values

    def action_confirm(self):
        """Establishes these amounts."""
        self.ensure_one()
        self.request_id.action_liquidate({line.line_id.id: line.payable for line in self.line_ids})
        return {"type": "ir.actions.act_window_close"}


class ZrmBudgetPayableLine(models.TransientModel):
    _name = "zrm.budget.payable.line"
    _description = "What Is Payable of a Line"

    payable_id = fields.Many2one(
        "zrm.budget.payable", string="Dialog", required=True, ondelete="cascade"
    )
    line_id = fields.Many2one("zrm.budget.request.line", required=True)
    currency_id = fields.Many2one(related="line_id.currency_id")
    name = fields.Char(related="line_id.name")
    partner_id = fields.Many2one(related="line_id.partner_id")
    committed = fields.Monetary(related="line_id.committed")
    payable = fields.Monetary(required=True)
