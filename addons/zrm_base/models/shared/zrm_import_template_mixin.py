import io

import xlsxwriter

from odoo import api, models

from ...readers import reads_jalali


class ZrmImportTemplateMixin(models.AbstractModel):
    """A model that offers a spreadsheet to fill in and import.

    The spreadsheet is made on request, in the user's language and reading
    direction, so its headings are always those that the import recognizes.
    """

    _name = "zrm.import.template.mixin"
    _description = "Import Template"

    @api.model
    def _import_columns(self):
        """The columns of the template.

        :return: list of ``(field name, example value)``
        """
        return []

    @api.model
    def get_import_templates(self):
        if not self._import_columns():
            return super().get_import_templates()
        return [
            {
                "label": self.env._("Spreadsheet with the columns and an example"),
                "template": f"/zrm/import_template/{self._name}",
            }
        ]

    @api.model
    def _import_template(self):
        """The spreadsheet: headings, and one example to be written over.

        :return: bytes of an XLSX file
        """
        labels = self.fields_get(allfields=[name for name, _example in self._import_columns()])
        columns = [column for column in self._import_columns() if column[0] in labels]
        content = io.BytesIO()
        with xlsxwriter.Workbook(content) as workbook:
            sheet = workbook.add_worksheet(self.env._(self._description)[:31])
            if reads_jalali(self.env):
                sheet.right_to_left()
            heading = workbook.add_format({"bold": True, "bg_color": "#e7eef1", "border": 1})
            text = workbook.add_format({"num_format": "@"})  # keeps leading zeros
            for position, (name, example) in enumerate(columns):
                sheet.set_column(position, position, 22, text)
                sheet.write_string(0, position, labels[name]["string"], heading)
                sheet.write_string(1, position, example, text)
            sheet.freeze_panes(1, 0)
        return content.getvalue()
