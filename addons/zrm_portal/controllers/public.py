from odoo import http
from odoo.http import request

from odoo.addons.zrm_base.controllers import localized

from .case_page import CasePage

YEAR = 365 * 24 * 3600


class PublicPages(CasePage):
    @http.route("/zrm", type="http", auth="public", methods=["GET"], website=True)
    def public_start(self, **kwargs):
        """The start page: report, follow, my account."""
        return request.render(
            "zrm_portal.portal_start",
            {**self._frame_values(), "page_name": "zrm_start"},
        )

    @http.route(
        "/zrm/language/<string:code>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        multilang=False,
    )
    def public_language(self, code, back="/zrm", **kwargs):
        """Switches the language; Odoo stores it in a cookie and in the URL."""
        installed = {lang for lang, _name in request.env["res.lang"].get_installed()}
        is_ours = (
            back.isprintable()
            and back.startswith(("/zrm", "/my"))
            and not any(part in back for part in ("..", "//", "\\"))
        )
        if code in installed:
            # Redirects to the page in that language.
            request.update_context(lang=code)
        response = localized.redirect(back if is_ours else "/zrm")
        if code in installed:
            # After Odoo's own dispatch, which on a first visit sets the browser's language.
            request.future_response.set_cookie("frontend_lang", code, max_age=YEAR)
        return response
