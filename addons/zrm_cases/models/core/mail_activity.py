from odoo import api, models


class MailActivity(models.Model):
    """Tasks of confidential cases are for those who may open them."""

    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._zrm_check_holders()
        return activities

    def write(self, vals):
        result = super().write(vals)
        if {"user_id", "res_id", "res_model", "res_model_id"} & vals.keys():
            self._zrm_check_holders()
        return result

    def _zrm_check_holders(self):
        if of_cases := self.sudo().filtered(lambda one: one.res_model == "zrm.case"):
            self.env["zrm.case"]._check_task_holders(of_cases)
