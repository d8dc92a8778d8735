from odoo import fields, models

VERBS = [
    ("action_approve", "Approve by exception"),
    ("action_return", "Return"),
    ("action_step_back", "Take back"),
    ("action_release", "Release"),
    ("action_cancel", "Cancel"),
]


class ZrmBudgetAct(models.TransientModel):
    """Asks for the words that a verb of a request needs."""

    _name = "zrm.budget.act"
    _description = "Act on a Request for Credit"

    request_id = fields.Many2one("zrm.budget.request", required=True)
    verb = fields.Selection(VERBS, required=True)
    words = fields.Text(required=True)

    def action_confirm(self):
        """Does what was asked for, with these words."""
        self.ensure_one()
        # Only the verbs above can be chosen.
        getattr(self.request_id, self.verb)(self.words)
        return {"type": "ir.actions.act_window_close"}
