from odoo import fields, models


class ZrmFeeRefundWords(models.TransientModel):
    """Asks why a citizen's fee is refunded."""

    _name = "zrm.fee.refund.words"
    _description = "Refund a Fee"

    case_id = fields.Many2one("zrm.case", required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Proposes the refund of the case's fee."""
        self.ensure_one()
        self.case_id.action_refund_fee(self.reason)
        return {"type": "ir.actions.act_window_close"}
