from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.zrm_portal.controllers.case_page import CasePage, visitor

from .common import HOUR, private

TRIES = 60


class Coauthor(CasePage):
    """The link that asks a named co-author whether it is so."""

    _coauthor_url = "/zrm/suggest/coauthor/<string:token>"

    def _claim_of(self, token):
        Claim = request.env["zrm.suggestion.coauthor"]
        if not request.env["zrm.throttle"]._allow("suggestion.coauthor", visitor(), TRIES, HOUR):
            return Claim
        return Claim._of_token(token)

    @http.route(_coauthor_url, type="http", auth="public", methods=["GET"], website=True)
    def coauthor(self, token, **kwargs):
        # A GET changes nothing: mail programs open links by themselves.
        return self._render_claim(self._claim_of(token), token=token)

    @http.route(_coauthor_url, type="http", auth="public", methods=["POST"], website=True)
    def coauthor_answered(self, token, answer="", **kwargs):
        claim = self._claim_of(token)
        if not claim:
            return self._not_yours()
        claim = claim.with_context(lang=request.env.lang)
        user = request.env.user
        try:
            with request.env.cr.savepoint():
                if answer == "yes":
                    # An account says who it is; else the address that got the link does.
                    own = claim.env["res.partner"] if user._is_public() else user.partner_id.sudo()
                    claim._confirm(own or claim._registered(is_proved=True))
                else:
                    claim._decline()
        except UserError as error:
            return self._render_claim(claim, token=token, error=str(error))
        return self._render_claim(claim, done=answer)

    def _render_claim(self, claim, **values):
        if not claim:
            return self._not_yours()
        page = {
            **self._frame_values(),
            "page_name": "zrm_coauthor",
            "claim": claim,
            "suggestion": claim.suggestion_id,
            **values,
        }
        return private(request.render("zrm_suggestions.coauthor", page))
