from odoo import http
from odoo.http import request

from odoo.addons.zrm_portal.controllers.case_page import CasePage, visitor

TRIES = 60
HOUR = 3600


class ReceiptPage(CasePage):
    """Behind the QR code of a receipt: anybody who is shown one sees whether it is genuine."""

    _receipt_url = "/zrm/receipt/<string:token>"

    @http.route(_receipt_url, type="http", auth="public", methods=["GET"], website=True)
    def receipt(self, token, **kwargs):
        """Number, amount, day and subject of a receipt; a wrong token and too many tries
        give the same page."""
        throttle = request.env["zrm.throttle"]
        attempt = ("receipt", visitor(), TRIES)
        allowed = throttle._allow(*attempt, HOUR)
        move = request.env["account.move"]._zrm_by_receipt_token(token)
        shown = {}
        if allowed and move:
            throttle._take_back([attempt], HOUR)
            own = move.with_context(lang=request.env.lang)
            shown = {"receipt": own._zrm_receipt_values()}
        values = {**self._frame_values(), "page_name": "zrm_receipt", **shown}
        response = request.render("zrm_budget.portal_receipt", values)
        if not shown:
            response.status_code = 404
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Cache-Control"] = "no-store"
        return response
