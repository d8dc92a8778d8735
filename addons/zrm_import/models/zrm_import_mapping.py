from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import TARGETS


class ZrmImportMapping(models.Model):
    """The meanings of headings, saved for further files of the same kind."""

    _name = "zrm.import.mapping"
    _description = "Import Mapping"
    _order = "name"

    name = fields.Char(required=True)
    columns = fields.Json(string="Columns as Stored", help="Heading of the column → what it means.")
    columns_text = fields.Text(compute="_compute_columns_text", string="Columns")

    _name_uniq = models.UniqueIndex("(name)", "A mapping of this name is there already.")

    @api.constrains("columns")
    def _check_columns(self):
        targets = dict(TARGETS)
        for mapping in self:
            for heading, target in (mapping.columns or {}).items():
                if target not in targets:
                    raise ValidationError(
                        self.env._(
                            "“%(target)s” of the column %(column)s is no field of an import; "
                            "there are: %(known)s.",
                            target=target,
                            column=heading,
                            known=", ".join(targets),
                        )
                    )

    @api.depends("columns")
    def _compute_columns_text(self):
        labels = dict(
            self.env["zrm.import.column"]._fields["target"]._description_selection(self.env)
        )
        for mapping in self:
            mapping.columns_text = "\n".join(
                f"{heading} → {labels.get(target, target)}"
                for heading, target in (mapping.columns or {}).items()
            )
