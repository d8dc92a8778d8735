from odoo import api, models


class SchemeReport(models.AbstractModel):
    """The yearly report of the scheme, to print."""

    _name = "report.zrm_suggestions.scheme_year"
    _description = "Yearly Report of the Scheme"

    @api.model
    def _get_report_values(self, docids, data=None):
        years = self.env["zrm.suggestion.year"].browse(docids)
        years.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "zrm.suggestion.year",
            "docs": years,
            "reader_lang": self.env.user.lang or "en_US",
        }
