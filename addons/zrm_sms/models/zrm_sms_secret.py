from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import SECRET_PREFIX


class ZrmSmsSecret(models.Model):
    """A key or password of a gateway: can be set, but never read.

    The value is stored as a system parameter, hidden by a record rule.
    """

    _name = "zrm.sms.secret"
    _description = "Secret of an SMS Gateway"
    _order = "name"

    gateway_id = fields.Many2one("zrm.sms.gateway", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True, readonly=True)
    value = fields.Char(
        string="New Value",
        store=False,
        copy=False,
        compute="_compute_value",
        inverse="_inverse_value",
        help="Write-only: what is set is not shown again.",
    )
    is_set = fields.Boolean(string="Set", compute="_compute_is_set")

    _name_uniq = models.UniqueIndex("(gateway_id, name)", "This secret is there already.")

    @api.depends("name")
    def _compute_value(self):
        self.value = False

    def _inverse_value(self):
        for secret in self.filtered("value"):
            value = secret.value.strip()
            if "•" in value:
                raise ValidationError(self.env._("Type the secret itself, not dots."))
            # sudo: users may set a secret here, but cannot access the parameter.
            self.env["ir.config_parameter"].sudo().set_param(secret._key(), value)
        # Clear the cache, also for the rest of this request.
        self.invalidate_recordset(["value", "is_set"])

    @api.depends("name")
    def _compute_is_set(self):
        for secret in self:
            secret.is_set = bool(secret._read_value())

    def write(self, vals):
        """The value stays with its gateway and name."""
        if {"gateway_id", "name"} & vals.keys():
            raise ValidationError(
                self.env._("A secret belongs to its place in the request; set a new one there.")
            )
        return super().write(vals)

    def unlink(self):
        self._forget()
        return super().unlink()

    def _forget(self):
        # sudo: users may clear a secret here, but cannot access the parameter.
        parameters = self.env["ir.config_parameter"].sudo()
        for secret in self:
            parameters.set_param(secret._key(), False)
        self.invalidate_recordset(["value", "is_set"])

    def _key(self):
        self.ensure_one()
        return f"{SECRET_PREFIX}{self.gateway_id.id}.{self.name}"

    def _read_value(self):
        """The secret itself, for the request to the gateway only."""
        self.ensure_one()
        if not self.gateway_id.id or not self.name:
            return ""
        return self.env["ir.config_parameter"].sudo().get_param(self._key()) or ""
