from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Performance(http.Controller):
    @http.route(
        "/zrm_budget/performance/<int:report_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def performance(self, report_id, **kwargs):
        """The report that the reader asked for, as a spreadsheet; with their own rights."""
        report = request.env["zrm.budget.report"].browse(report_id).exists()
        if not report or not report.has_access("read"):
            raise request.not_found()
        name = f"{report.period_id.name}.xlsx"
        return request.make_response(
            report._xlsx(),
            headers=[("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))],
        )
