from odoo import models


class Base(models.AbstractModel):
    """Exports of citizens' data are logged, by whatever model they come."""

    _inherit = "base"

    def export_data(self, fields_to_export):
        result = super().export_data(fields_to_export)
        # sudo: only to log whose data the user has just exported.
        if citizens := self.sudo()._exported_citizens(fields_to_export):
            detail = f"{self._name}: {', '.join(fields_to_export)}"
            self.env["zrm.access.log"]._log("export", citizens, detail=detail)
        return result

    def _exported_citizens(self, fields_to_export):
        """The citizens whose data an export of these records shows."""
        partners = self.env["res.partner"]
        for path in self._paths_to_partners(fields_to_export):
            partners |= self.mapped(path)
        return partners.filtered("is_citizen")

    def _paths_to_partners(self, fields_to_export):
        """Paths from these records to the partners whose data an export shows.

        :param list fields_to_export: as in :meth:`export_data`
        :return: set of dotted paths
        """
        paths = {"partner_id"} if self._name == "res.users" else set()
        for exported in fields_to_export:
            model, path = self, []
            for name in exported.split("/"):
                field = model._fields.get(name)
                if field is None or not field.relational:
                    break
                path.append(name)
                model = self.env[field.comodel_name]
                if model._name == "res.partner":
                    paths.add(".".join(path))
                elif model._name == "res.users":
                    paths.add(".".join([*path, "partner_id"]))
        return paths
