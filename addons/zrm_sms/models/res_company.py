from odoo import models

from ..gateway_api import GatewayApi


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_sms_api_class(self):
        self.ensure_one()
        if self.env["zrm.sms.gateway"]._serving(self):
            return GatewayApi
        return super()._get_sms_api_class()
