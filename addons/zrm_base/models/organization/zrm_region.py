from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ZrmRegion(models.Model):
    """A region: province, city, district or neighbourhood."""

    _name = "zrm.region"
    _description = "Region"
    _allow_sudo_commands = False
    _inherit = ["zrm.import.template.mixin"]
    _parent_store = True
    _parent_name = "parent_id"
    _rec_names_search = ["name", "complete_name", "code"]
    _order = "code, complete_name, id"

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        string="Full Name", compute="_compute_complete_name", recursive=True, store=True
    )
    code = fields.Char(index="btree_not_null", help="The organization's own code of the region.")
    kind = fields.Selection(
        [
            ("province", "Province"),
            ("city", "City"),
            ("district", "District"),
            ("neighbourhood", "Neighbourhood"),
        ],
        required=True,
        default="district",
    )
    parent_id = fields.Many2one("zrm.region", string="Part of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("zrm.region", "parent_id", string="Parts")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "This code belongs to another region already."
    )

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A region cannot be part of itself, not even by way of others.")
            )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for region in self:
            parent = region.parent_id.complete_name
            region.complete_name = f"{parent} / {region.name}" if parent else region.name

    @api.depends("name", "kind", "parent_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Neighbourhoods are shown with their district; larger regions by name only."""
        for region in self:
            with_parent = region.kind == "neighbourhood" and region.parent_id
            region.display_name = (
                f"{region.parent_id.name} / {region.name}" if with_parent else region.name
            )

    @api.model
    def _import_columns(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            ("name", "منطقه ۶"),
            ("code", "THR-06"),
            ("kind", kinds["district"]),
            ("parent_id", "THR"),
        ]
