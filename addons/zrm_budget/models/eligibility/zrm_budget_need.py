from odoo import fields, models


class ZrmBudgetNeed(models.Model):
    """A recognized need of people, such as disability or heading a household alone."""

    _name = "zrm.budget.need"
    _description = "Recognized Need"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
