from odoo import api, fields, models

from ...const import NATURE_KINDS
from .zrm_cached_mixin import cached


class ZrmNature(models.Model):
    """The nature of a case: complaint, request, thanks …"""

    _name = "zrm.nature"
    _description = "Nature"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(NATURE_KINDS, required=True, index=True)
    code = fields.Char(required=True)
    allows_anonymous = fields.Boolean(
        string="Anonymous Allowed", help="Cases of this nature may be anonymous."
    )
    color = fields.Integer()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code)", "This code belongs to another nature already.")

    @api.model
    @cached()
    def _ids_to_choose(self):
        """Ids of the natures that are in use, in their order."""
        return tuple(self.sudo().search([("active", "=", True)]).ids)
