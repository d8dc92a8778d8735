from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager
from odoo.addons.zrm_base.controllers import localized
from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.const import PIN_DIGITS
from odoo.addons.zrm_cases.domain import tracking_code
from odoo.addons.zrm_portal.controllers.case_page import visitor
from odoo.addons.zrm_portal.controllers.tracking import (
    GUESSES_AT_A_CODE,
    GUESSES_AT_SENT,
    GUESSES_BY_ADDRESS,
    GUESSES_OF_ALL,
    SENT_BY_ADDRESS,
    SENT_FOR_A_CASE,
    Tracking,
)

from .common import HOUR, digits, grant_suggestion, private


class SuggestionTracking(Tracking):
    """Following a suggestion by its code. The page for cases takes these codes as well: nobody
    has to know which of the two they handed in."""

    _track_suggestion_url = "/zrm/suggestion"

    @http.route(_track_suggestion_url, type="http", auth="public", methods=["GET"], website=True)
    def track_suggestion(self, code="", **kwargs):
        return self._render_suggestion_tracking(code=code)

    @http.route(_track_suggestion_url, type="http", auth="public", methods=["POST"], website=True)
    def track_suggestion_opened(self, code="", proof="", **kwargs):
        """Opens a suggestion with code and proof; a wrong code, a wrong proof and too many
        attempts give the same page."""
        if found := self._opened_suggestion(code, proof):
            return localized.redirect(f"/zrm/suggestion/{found.number}")
        error = request.env._(
            "We found no suggestion with this tracking code and these digits. Please check both. "
            "After many tries in a row, wait an hour."
        )
        return self._render_suggestion_tracking(code=code, error=error, may_send=True)

    @http.route()
    def track_case(self, code="", proof="", **kwargs):
        response = super().track_case(code=code, proof=proof, **kwargs)
        if response.status_code == 200 and (found := self._opened_suggestion(code, proof)):
            return localized.redirect(f"/zrm/suggestion/{found.number}")
        return response

    @http.route()
    def track_send_code(self, code="", **kwargs):
        response = super().track_send_code(code=code, **kwargs)
        self._send_suggestion_code(code)
        return response

    @http.route(
        f"{_track_suggestion_url}/code", type="http", auth="public", methods=["POST"], website=True
    )
    def track_suggestion_send_code(self, code="", **kwargs):
        """Sends a code to the author; says the same whether there is such a suggestion."""
        self._send_suggestion_code(code)
        return self._render_suggestion_tracking(code=code, is_sent=True)

    def _frame_values(self):
        """The way to the public list stands on each page, so whether there is one is read
        together with what the page reads of the company anyway."""
        request.env.company.sudo().fetch(["name", "zrm_suggestions_public"])
        return super()._frame_values()

    # ------------------------------------------------------------------

    def _opened_suggestion(self, code, proof):
        """The suggestion, if code and proof fit and there were not too many attempts."""
        throttle = request.env["zrm.throttle"]
        code, proof = (value if isinstance(value, str) else "" for value in (code, proof))
        number = tracking_code.clean(persian.to_ascii_digits(code[:40]))
        attempts = [
            ("suggestion.address", visitor(), GUESSES_BY_ADDRESS),
            ("suggestion.both", f"{visitor()} {number}", GUESSES_AT_A_CODE),
        ]
        is_sent = len(proof.strip()) > PIN_DIGITS
        everybody = (
            ("suggestion.sent.code", number, GUESSES_AT_SENT)
            if is_sent
            else ("suggestion.code", number, GUESSES_OF_ALL)
        )
        is_within = throttle._allow_all(attempts, HOUR)
        pass_all = throttle._allow if is_sent else throttle._allow_slowly
        is_within = pass_all(*everybody, HOUR) and is_within
        found = request.env["zrm.suggestion"]._find_for_tracking(code[:40], proof[:10])
        if not (is_within and found):
            return request.env["zrm.suggestion"]
        throttle._take_back([*attempts, everybody], HOUR)
        grant_suggestion(found)
        return found

    def _send_suggestion_code(self, code):
        code = code[:40] if isinstance(code, str) else ""
        number = tracking_code.clean(persian.to_ascii_digits(code))
        attempts = [
            ("suggestion.send", visitor(), SENT_BY_ADDRESS),
            ("suggestion.sent", number, SENT_FOR_A_CASE),
        ]
        if request.env["zrm.throttle"]._allow_all(attempts, HOUR):
            request.env["zrm.suggestion"]._send_tracking_code(code)

    def _render_suggestion_tracking(self, code="", **values):
        code = code[:40] if isinstance(code, str) else ""
        return private(
            request.render(
                "zrm_suggestions.track_suggestion",
                {**self._frame_values(), "page_name": "track_suggestion", "code": code, **values},
            )
        )

    # ------------------------------------------------------------------
    # With an account
    # ------------------------------------------------------------------

    _my_suggestions_url = "/my/suggestions"
    _suggestions_per_page = 20

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "suggestion_count" in counters:
            # sudo: portal users have no rights; the domain limits to their own.
            Suggestion = request.env["zrm.suggestion"].sudo()
            domain = Suggestion._domain_of_citizen(request.env.user)
            values["suggestion_count"] = Suggestion.search_count(domain)
        return values

    @http.route(
        [_my_suggestions_url, f"{_my_suggestions_url}/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_suggestions(self, page=1, **kwargs):
        Suggestion = request.env["zrm.suggestion"].sudo()  # narrowed to the citizen's own
        domain = Suggestion._domain_of_citizen(request.env.user) & Suggestion._handed_in()
        pager = portal_pager(
            url=self._my_suggestions_url,
            total=Suggestion.search_count(domain),
            page=page,
            step=self._suggestions_per_page,
        )
        found = Suggestion.search(
            domain, limit=self._suggestions_per_page, offset=pager["offset"], order="id desc"
        )
        return request.render(
            "zrm_suggestions.my_suggestions",
            {
                **self._frame_values(),
                "page_name": "my_suggestions",
                "suggestions": found.with_context(lang=request.env.lang),
                "pager": pager,
                "digits": digits,
            },
        )
