import base64

from odoo import api, models
from odoo.exceptions import UserError

from ...domain.forbidden_files import is_forbidden


class IrAttachment(models.Model):
    """Refuses programs and web pages as files of cases, since anybody can send these."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("res_model") == "zrm.case":
                content = vals.get("raw") or base64.b64decode(vals.get("datas") or b"")
                self._zrm_refuse_forbidden(vals.get("name"), content)
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        if {"name", "raw", "datas", "res_model"} & vals.keys():
            for attachment in self.filtered(lambda one: one.res_model == "zrm.case"):
                attachment._zrm_refuse_forbidden(attachment.name, attachment.raw or b"")
        return result

    @api.model
    def _zrm_refuse_forbidden(self, name, content):
        content = content.encode() if isinstance(content, str) else content
        if is_forbidden(name, content):
            raise UserError(
                self.env._(
                    "The file %s cannot be attached: programs and web pages are not accepted. "
                    "Attach pictures, PDF or office documents.",
                    name,
                )
            )
