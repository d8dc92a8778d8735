from odoo import fields, models

from ..const import STATES


class ZrmStage(models.Model):
    """A column that all processes share, with a typed meaning."""

    _name = "zrm.stage"
    _description = "Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    state = fields.Selection(STATES, required=True, default="open", index=True)
    sequence = fields.Integer(default=10)
    fold = fields.Boolean(string="Folded in Kanban")
    active = fields.Boolean(default=True)
