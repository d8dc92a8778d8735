from odoo import api, models


class ZrmProcessStep(models.Model):
    _inherit = "zrm.process.step"

    @api.model
    def _gate_field_names(self):
        """A step may wait for the fee."""
        return [*super()._gate_field_names(), "is_fee_settled"]
