from odoo import api, models
from odoo.exceptions import AccessError

from ..const import SECRET_PREFIX


class IrConfigParameter(models.Model):
    """Hides the gateways' secrets from all users, including system administrators; a record
    rule does the same for records."""

    _inherit = "ir.config_parameter"

    @api.model
    def get_param(self, key, default=False):
        if isinstance(key, str) and key.startswith(SECRET_PREFIX) and not self.env.su:
            raise AccessError(self.env._("Secrets of gateways are not shown to anybody."))
        return super().get_param(key, default)
