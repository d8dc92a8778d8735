from odoo import fields, models


class ZrmFeeExemption(models.TransientModel):
    """Asks why a citizen is exempted from a fee."""

    _name = "zrm.fee.exemption"
    _description = "Exempt from a Fee"

    case_id = fields.Many2one("zrm.case", required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Exempts the citizen of the case."""
        self.ensure_one()
        self.case_id.action_exempt_from_fee(self.reason)
        return {"type": "ir.actions.act_window_close"}
