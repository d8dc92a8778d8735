from odoo import fields, models

from ..const import TARGETS


class ZrmImportColumn(models.Model):
    """A column of the file, and what it means."""

    _name = "zrm.import.column"
    _description = "Import Column"
    _order = "sequence, id"

    import_id = fields.Many2one("zrm.import", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer()
    name = fields.Char(string="Heading", required=True, readonly=True)
    sample = fields.Char(string="First Values", readonly=True)
    target = fields.Selection(TARGETS, string="Meaning", help="Empty: the column is left out.")

    _once = models.UniqueIndex(
        "(import_id, target) WHERE target IS NOT NULL AND target <> 'note'",
        "Two columns cannot mean the same; let one of them be a note, or leave it out.",
    )
