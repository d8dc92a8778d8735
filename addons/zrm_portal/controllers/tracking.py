from odoo import http
from odoo.http import request

from odoo.addons.zrm_base.controllers import localized
from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.const import PIN_DIGITS
from odoo.addons.zrm_cases.domain import tracking_code

from .case_page import CasePage, grant, visitor

# Attempts per hour: of one address; of one address at one code; of all at one code before
# each has to wait for the one before.
GUESSES_BY_ADDRESS = 30
GUESSES_AT_A_CODE = 10
GUESSES_OF_ALL = 30
# Of all at the six digits that were sent for one case; they are good for ten minutes.
GUESSES_AT_SENT = 300
# Codes sent per hour, to one address and for one case.
SENT_BY_ADDRESS, SENT_FOR_A_CASE = 10, 3
HOUR = 3600


class Tracking(CasePage):
    _track_url = "/zrm/track"

    @http.route(_track_url, type="http", auth="public", methods=["GET"], website=True)
    def track(self, code="", **kwargs):
        return self._render_tracking(code=code)

    @http.route(_track_url, type="http", auth="public", methods=["POST"], website=True)
    def track_case(self, code="", proof="", **kwargs):
        """Opens a case with its tracking code and a proof: the last digits of a number, the
        secret number, or a code sent to the citizen.

        A wrong code, a wrong proof and too many attempts give the same page.
        """
        throttle = request.env["zrm.throttle"]
        code, proof = (value if isinstance(value, str) else "" for value in (code, proof))
        # Every notation counts as the same code.
        number = tracking_code.clean(persian.to_ascii_digits(code[:40]))
        attempts = [
            ("track.address", visitor(), GUESSES_BY_ADDRESS),
            # Together, so that a stranger does not lock out the one whose case it is.
            ("track.both", f"{visitor()} {number}", GUESSES_AT_A_CODE),
        ]
        is_sent = len(proof.strip()) > PIN_DIGITS
        everybody = (
            ("track.sent.code", number, GUESSES_AT_SENT)
            if is_sent
            else ("track.code", number, GUESSES_OF_ALL)
        )
        allowed = throttle._allow_all(attempts, HOUR)
        # Who is kept waiting by strangers' guesses has a code sent to them.
        pass_all = throttle._allow if is_sent else throttle._allow_slowly
        allowed = pass_all(*everybody, HOUR) and allowed
        case = request.env["zrm.case"]._find_for_tracking(code[:40], proof[:10])
        if not (allowed and case):
            message = request.env._(
                "We found no case with this tracking code and these digits. Please check both. "
                "After many tries in a row, wait an hour."
            )
            return self._render_tracking(code=code[:40], error=message, may_send=True)
        throttle._take_back([*attempts, everybody], HOUR)
        grant(case)
        return localized.redirect(f"/zrm/case/{case.number}")

    @http.route(f"{_track_url}/code", type="http", auth="public", methods=["POST"], website=True)
    def track_send_code(self, code="", **kwargs):
        """Sends a code to the telephone or address of the case's citizen, for who cannot
        give the digits; says the same whether there is such a case."""
        code = code[:40] if isinstance(code, str) else ""
        number = tracking_code.clean(persian.to_ascii_digits(code))
        attempts = [
            ("track.send", visitor(), SENT_BY_ADDRESS),
            ("track.sent", number, SENT_FOR_A_CASE),
        ]
        if request.env["zrm.throttle"]._allow_all(attempts, HOUR):
            request.env["zrm.case"]._send_tracking_code(code)
        return self._render_tracking(code=code, is_sent=True)

    def _render_tracking(self, **values):
        response = request.render(
            "zrm_portal.portal_track",
            {**self._frame_values(), "page_name": "track", **values},
        )
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
