from odoo import http
from odoo.http import request

from .case_fees import receipt_pdf
from .my_services import MyServices


class MyFees(MyServices):
    """Fees of the signed-in citizen, and of those whom they represent."""

    @http.route(
        ["/my/fees", "/my/fees/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_fees(self, page=1, **kwargs):
        return self._page("fees", page, *self._fees())

    @http.route(
        "/my/fees/<int:invoice_id>/receipt",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_receipt(self, invoice_id, **kwargs):
        """The receipt of a fee of one's own."""
        fees, own = self._fees()
        invoice = fees.search([*own, ("id", "=", invoice_id)], limit=1)
        if not invoice or not invoice._zrm_has_receipt():
            response = request.render("zrm_portal.portal_not_yours", {"page_name": "track"})
            response.status_code = 404
            return response
        return receipt_pdf(invoice)
