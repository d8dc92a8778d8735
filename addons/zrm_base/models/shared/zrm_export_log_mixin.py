from odoo import api, models


class ZrmExportLogMixin(models.AbstractModel):
    """A model through which citizens' data can be exported; exports are logged
    for the citizens reached."""

    _name = "zrm.export.log.mixin"
    _description = "Logged Exports"

    @api.model
    def _export_citizen_fields(self):
        """Fields, or dotted paths of them, that lead to the citizens whom a record is about."""
        return ["partner_id"]

    def _paths_to_partners(self, fields_to_export):
        return super()._paths_to_partners(fields_to_export) | set(self._export_citizen_fields())
