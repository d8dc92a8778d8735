from odoo import models


class ZrmUnit(models.Model):
    """The e-mail address of a unit; a mail to it opens a case of the unit."""

    _name = "zrm.unit"
    _inherit = ["zrm.unit", "mail.alias.mixin.optional"]

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("zrm.case")
        values["alias_contact"] = "everyone"
        if self.id:
            values["alias_defaults"] = repr({"to_unit_id": self.id})
        return values
