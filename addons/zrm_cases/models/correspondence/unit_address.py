from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.mail.models.mail_alias_mixin_optional import MailAliasMixinOptional

from ...const import OURS

# What the server sets: where mail to this address goes.
ROUTE_FIELDS = {
    "alias_defaults",
    "alias_force_thread_id",
    "alias_model_id",
    "alias_parent_model_id",
    "alias_parent_thread_id",
}
ADDRESS_FIELDS = {"alias_id", *MailAliasMixinOptional.ALIAS_WRITEABLE_FIELDS, *ROUTE_FIELDS}


class ZrmUnit(models.Model):
    """The e-mail address of a unit; a mail to it opens a case of the unit."""

    _name = "zrm.unit"
    _inherit = ["zrm.unit", "mail.alias.mixin.optional"]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_address(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_address(vals)
        units = self
        if "alias_name" in vals:
            # Core creates the address and writes it to the unit.
            units = self.with_context(zrm_new_address=OURS)
        return super(ZrmUnit, units).write(vals)

    @api.model
    def _check_address(self, vals):
        """Whoever gives a unit its address directs its mail: administrators alone; and which
        unit the mail goes to follows from the unit."""
        if self.env.su or self.env.context.get("zrm_new_address") is OURS:
            return
        if {"alias_id", *ROUTE_FIELDS} & vals.keys():
            raise AccessError(
                self.env._("Mail to the address of a unit goes to that unit; this is not changed.")
            )
        is_administrator = self.env.user.has_group("zrm_base.group_administrator")
        if ADDRESS_FIELDS & vals.keys() and not is_administrator:
            raise AccessError(self.env._("Administrators alone change the addresses of units."))

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("zrm.case")
        values["alias_contact"] = "everyone"
        if self.id:
            values["alias_defaults"] = repr({"to_unit_id": self.id})
        return values


class MailAlias(models.Model):
    """Addresses of units lead where the server set them."""

    _inherit = "mail.alias"

    def write(self, vals):
        if ROUTE_FIELDS & vals.keys() and not self.env.su:
            for alias in self.sudo():
                if alias.alias_parent_model_id.model == "zrm.unit":
                    raise AccessError(
                        self.env._(
                            "%s is the address of a unit: its mail goes to that unit.",
                            alias.display_name,
                        )
                    )
        return super().write(vals)
