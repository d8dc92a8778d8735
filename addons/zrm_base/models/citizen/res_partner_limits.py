from odoo import api, models
from odoo.exceptions import ValidationError

from ...const import MAX_NAME


class ResPartner(models.Model):
    """Names of citizens have a limit: visitors, mails and portal users bring them, and every
    word of a name is filed."""

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("is_citizen"):
                self._check_name_length(vals)
        return super().create(vals_list)

    def write(self, vals):
        if len(vals.get("name") or "") > MAX_NAME and any(self.sudo().mapped("is_citizen")):
            self._check_name_length(vals)
        return super().write(vals)

    @api.model
    def _check_name_length(self, vals):
        if len(vals.get("name") or "") > MAX_NAME:
            raise ValidationError(
                self.env._("A name has at most %s characters. Shorten it.", MAX_NAME)
            )
