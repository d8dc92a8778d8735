from odoo import fields, models

from ..const import REFUSALS


class ZrmImportRow(models.Model):
    """A row that somebody has to look at: refused, or different from another
    row with the same reference."""

    _name = "zrm.import.row"
    _description = "Import Row to Check"
    _order = "import_id, id"
    _rec_name = "line"

    import_id = fields.Many2one("zrm.import", required=True, index=True, ondelete="cascade")
    line = fields.Integer(string="Line in the File", required=True)
    is_refused = fields.Boolean(string="Refused")
    kind = fields.Selection(REFUSALS)
    reason = fields.Char()
    cells = fields.Json()
    text = fields.Char(compute="_compute_text", string="Row")

    def _compute_text(self):
        for row in self:
            row.text = " | ".join(row.cells or [])
