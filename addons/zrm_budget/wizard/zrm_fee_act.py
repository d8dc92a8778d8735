from odoo import fields, models

VERBS = [
    ("action_exempt_from_fee", "Exempt"),
    ("action_refund_fee", "Refund"),
]


class ZrmFeeAct(models.TransientModel):
    """Asks why a citizen is exempted from a fee, or gets it back."""

    _name = "zrm.fee.act"
    _description = "Act on a Fee"

    case_id = fields.Many2one("zrm.case", required=True)
    verb = fields.Selection(VERBS, required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Does what was asked for, with these words."""
        self.ensure_one()
        # Only the verbs above can be chosen.
        getattr(self.case_id, self.verb)(self.reason)
        return {"type": "ir.actions.act_window_close"}
