from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ZrmRootCause(models.Model):
    """The root cause of a problem, for analysis."""

    _name = "zrm.root.cause"
    _description = "Root Cause"
    _parent_store = True
    _parent_name = "parent_id"
    _order = "parent_path"

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        string="Full Name", compute="_compute_complete_name", recursive=True
    )
    parent_id = fields.Many2one("zrm.root.cause", string="Part of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    active = fields.Boolean(default=True)

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A cause cannot be part of itself, not even by way of others.")
            )

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for cause in self:
            parent = cause.parent_id.complete_name
            cause.complete_name = f"{parent} / {cause.name}" if parent else cause.name

    @api.depends("complete_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for cause in self:
            cause.display_name = cause.complete_name
