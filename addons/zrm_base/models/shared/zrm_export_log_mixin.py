from odoo import api, models


class ZrmExportLogMixin(models.AbstractModel):
    """A model through which citizens' data can be exported; exports are logged
    for the citizens reached."""

    _name = "zrm.export.log.mixin"
    _description = "Logged Exports"

    @api.model
    def _export_citizen_fields(self):
        """Names of the fields that lead to citizens."""
        return ["partner_id"]

    def export_data(self, fields_to_export):
        result = super().export_data(fields_to_export)
        citizens = self.env["res.partner"]
        for name in self._export_citizen_fields():
            citizens |= self[name]
        if citizens := citizens.filtered("is_citizen"):
            detail = f"{self._name}: {', '.join(fields_to_export)}"
            self.env["zrm.access.log"]._log("export", citizens, detail=detail)
        return result
