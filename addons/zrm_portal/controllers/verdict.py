from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .case_page import CasePage, grant, visitor

TRIES = 60
HOUR = 3600


class Verdict(CasePage):
    """The verdict link in the notice of an answer, without signing in."""

    _verdict_url = "/zrm/verdict/<string:token>"

    def _case_of(self, token):
        if not request.env["zrm.throttle"]._allow("verdict", visitor(), TRIES, HOUR):
            return request.env["zrm.case"]
        return request.env["zrm.case"]._by_verdict_token(token)

    @http.route(_verdict_url, type="http", auth="public", methods=["GET"], website=True)
    def verdict(self, token, **kwargs):
        # A GET changes nothing: mail programs open links by themselves.
        return self._render_verdict(self._case_of(token), token=token)

    @http.route(_verdict_url, type="http", auth="public", methods=["POST"], website=True)
    def verdict_given(self, token, verdict="", **form):
        case = self._case_of(token)
        if not case:
            return self._not_yours()
        try:
            with request.env.cr.savepoint():
                own = case.with_context(lang=request.env.lang)
                if verdict == "accept":
                    own._accept_answer(self._stars(form), self._text(form, "comment"))
                else:
                    own._object_to_answer(self._text(form, "comment"), self._stars(form))
        except UserError as error:
            return self._render_verdict(
                case, token=token, error=str(error), comment=self._text(form, "comment")
            )
        grant(case)
        return self._render_verdict(case, token=token, done=verdict)

    def _render_verdict(self, case, **values):
        if not case:
            return self._not_yours()
        values = {
            **self._frame_values(),
            "page_name": "zrm_verdict",
            "case": case.with_context(lang=request.env.lang),
            "answer": case._shown()._published_answer(),
            **values,
        }
        response = request.render("zrm_portal.portal_verdict", values)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Cache-Control"] = "no-store"
        return response
