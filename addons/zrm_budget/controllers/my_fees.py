from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

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
        fees, own = self._fees()
        total = fees.search_count(own)
        pager = portal_pager(url="/my/fees", total=total, page=page, step=self._services_per_page)
        fees = fees.search(
            own, limit=self._services_per_page, offset=pager["offset"], order="id desc"
        )
        return request.render(
            "zrm_budget.portal_my_fees",
            {
                "page_name": "my_fees",
                "fees": fees.with_context(lang=request.env.lang),
                "pager": pager,
                **self._account_values(),
            },
        )

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
