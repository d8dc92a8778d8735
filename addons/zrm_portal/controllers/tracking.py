from odoo import http
from odoo.http import request

from odoo.addons.zrm_base.controllers import localized
from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.domain import tracking_code

from .case_page import CasePage, grant, visitor

# Attempts per hour of one address, and for one code.
GUESSES_BY_ADDRESS = 30
GUESSES_BY_CODE = 10
HOUR = 3600


class Tracking(CasePage):
    _track_url = "/zrm/track"

    @http.route(_track_url, type="http", auth="public", methods=["GET"], website=True)
    def track(self, code="", **kwargs):
        return self._render_tracking(code=code)

    @http.route(_track_url, type="http", auth="public", methods=["POST"], website=True)
    def track_case(self, code="", proof="", **kwargs):
        """Opens a case with its tracking code and a proof.

        A wrong code, a wrong proof and too many attempts give the same page.
        """
        throttle = request.env["zrm.throttle"]
        code, proof = (value if isinstance(value, str) else "" for value in (code, proof))
        # Every notation counts as the same code.
        number = tracking_code.clean(persian.to_ascii_digits(code[:40]))
        attempts = [
            ("track.address", visitor(), GUESSES_BY_ADDRESS),
            ("track.code", number, GUESSES_BY_CODE),
        ]
        allowed = throttle._allow_all(attempts, HOUR)
        case = request.env["zrm.case"]._find_for_tracking(code[:40], proof[:10])
        if not (allowed and case):
            message = request.env._(
                "We found no case with this tracking code and these digits. Please check both. "
                "After many tries in a row, wait an hour."
            )
            return self._render_tracking(code=code[:40], error=message)
        throttle._take_back(attempts, HOUR)
        grant(case)
        return localized.redirect(f"/zrm/case/{case.number}")

    def _render_tracking(self, **values):
        response = request.render(
            "zrm_portal.portal_track",
            {**self._frame_values(), "page_name": "track", **values},
        )
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
