from odoo import fields, models
from odoo.exceptions import UserError


class ZrmCallbackDraw(models.TransientModel):
    """Draws a sample of answered cases for the call-back list."""

    _name = "zrm.callback.draw"
    _description = "Draw a Sample to Call Back"

    count = fields.Integer(string="Number of Cases", default=20, required=True)
    days = fields.Integer(string="Answered Within (days)", default=7, required=True)

    def action_draw(self):
        self.ensure_one()
        if not 0 < self.count <= 1000 or not 0 < self.days <= 365:
            raise UserError(self.env._("Choose 1 to 1000 cases of the last 1 to 365 days."))
        calls = self.env["zrm.case.callback"]._draw(self.count, self.days)
        if not calls:
            raise UserError(
                self.env._("There is nobody to call: no answer of these days awaits a verdict.")
            )
        return self.env["ir.actions.act_window"]._for_xml_id("zrm_cases.zrm_case_callback_action")
