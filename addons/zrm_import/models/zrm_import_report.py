import base64
import csv
import io

from odoo import fields, models

from ..domain.formula import neutral

CHUNK = 2000


class ZrmImport(models.Model):
    """The result of a run: all rows that somebody has to check."""

    _inherit = "zrm.import"

    def _finish(self, state):
        """Ends the run and creates its files."""
        for run in self:
            run._set(
                {
                    "state": state,
                    "ended_at": fields.Datetime.now(),
                    **run._file_vals("refused", self.env._("refused"), True),
                    **run._file_vals("differing", self.env._("differing"), False),
                }
            )

    def _file_vals(self, field, word, is_refused):
        content = self._rows_as_csv(is_refused)
        stem = (self.source or "import").replace("/", "-")
        return {
            f"{field}_file": base64.b64encode(content) if content else False,
            f"{field}_filename": f"{stem}-{word}.csv",
        }

    def _rows_as_csv(self, is_refused):
        """Rows with the columns of the file and the reason, so that they can be corrected
        and imported again; the reason column is ignored then.

        :return: bytes, with the mark by which Excel knows UTF-8; or none
        """
        self.ensure_one()
        domain = [("import_id", "=", self.id), ("is_refused", "=", is_refused)]
        Row = self.env["zrm.import.row"]
        header, reason = self.column_ids.mapped("name"), self.env._("Reason")
        while reason in header:
            reason += " *"
        text = io.StringIO()
        writer = csv.writer(text, delimiter=self.delimiter or ",")
        writer.writerow([neutral(cell) for cell in (*header, reason)])
        last = 0
        while rows := Row.search([*domain, ("id", ">", last)], limit=CHUNK, order="id"):
            for row in rows:
                cells = list(row.cells)[: len(header)]
                writer.writerow([neutral(str(cell or "")) for cell in (*cells, row.reason)])
            last = rows[-1].id
            rows.invalidate_recordset()
        return text.getvalue().encode("utf-8-sig") if last else b""
