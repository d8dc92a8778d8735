from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.zrm_portal.controllers.case_page import CasePage, granted_case

from ..const import RECEIPT


def receipt_pdf(invoice):
    """The receipt of a paid fee as a file, in the language of the page.

    :param invoice: as superuser; the caller has checked whose it is
    """
    # sudo: the citizen reads no entries; theirs was found by the caller.
    report = request.env["ir.actions.report"].sudo()
    content, _kind = report.with_context(zrm_receipt_lang=request.env.lang)._render_qweb_pdf(
        RECEIPT, invoice.ids
    )
    name = f"{(invoice.name or '').replace('/', '-')}.pdf"
    return request.make_response(
        content,
        [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
        ],
    )


class CaseFees(CasePage):
    """The fee on the page of a case: pay it, and get the receipt."""

    def _case_values(self, case):
        return {**super()._case_values(case), "fees": case._fees_for_citizen()}

    @http.route(
        f"{CasePage._case_url}/receipt/<int:invoice_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def case_receipt(self, number, invoice_id, **kwargs):
        """The receipt of a fee of this case, for its citizen."""
        case = granted_case(number)
        invoice = case and case._fees_for_citizen().filtered(lambda move: move.id == invoice_id)
        if not invoice or not invoice._zrm_has_receipt():
            return self._not_yours()
        return receipt_pdf(invoice)
