"""One page for a citizen's case, reached by tracking code or by signing in.

A visitor who proved with code and digits that a case is theirs has access during the
session; signed-in citizens have access to their own cases. There is no other access.
"""

import time

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.zrm_base.controllers import localized
from odoo.addons.zrm_base.controllers.uploads import checked_uploads
from odoo.addons.zrm_cases.domain import tracking_code

from ..domain.network import network_of

GRANT = "zrm_granted_cases"
# Validity of a proof in the session, in seconds.
GRANTED_FOR = 3600
MAX_MESSAGE = 5000


def visitor():
    """The key for counting attempts of this visitor."""
    return network_of(request.httprequest.remote_addr)


def grant(case):
    """Remembers in the session that this visitor has proved to be the citizen."""
    granted = dict(request.session.get(GRANT) or {})
    granted[case.number] = int(time.time())
    request.session[GRANT] = granted


def granted_case(number):
    """The case, if this visitor may see it as its citizen; else empty.

    :return: as superuser; the page decides what is shown
    """
    number = tracking_code.clean(number or "")
    Case = request.env["zrm.case"]
    # sudo: the access check follows.
    case = Case.sudo().search([("number", "=", number)], limit=1)
    if not case:
        return Case
    since = (request.session.get(GRANT) or {}).get(number, 0)
    if time.time() - since <= GRANTED_FOR:
        return case
    user = request.env.user
    if not user._is_public() and case._belongs_to(user):
        return case
    return Case


class CasePage(CustomerPortal):
    _case_url = "/zrm/case/<string:number>"

    def _frame_values(self):
        """The values for the page layout. For visitors these are fewer than Odoo's portal
        reads: they have no representative, and reading one field of user and company would
        fetch all others on each page."""
        localized.use_own_timezone()
        user = request.env.user
        if not user._is_public():
            return self._prepare_portal_layout_values()
        user.fetch(["company_id"])
        request.env.company.sudo().fetch(["name"])
        return {"sales_user": request.env["res.users"], "page_name": "home"}

    @http.route(_case_url, type="http", auth="public", methods=["GET"], website=True)
    def case_page(self, number, done=None, **kwargs):
        return self._render_case(granted_case(number), done=done)

    @http.route(
        f"{_case_url}/<string:verb>", type="http", auth="public", methods=["POST"], website=True
    )
    def case_verb(self, number, verb, **form):
        """Actions of a citizen on their case; each calls one method of the model."""
        case, verbs = granted_case(number), self._case_verbs()
        if not case or verb not in verbs:
            return self._not_yours()
        try:
            with request.env.cr.savepoint():
                verbs[verb](case.with_context(lang=request.env.lang), form)
        except UserError as error:
            typed = {key: value for key, value in form.items() if isinstance(value, str)}
            return self._render_case(case, error=str(error), failed=verb, typed=typed)
        return localized.redirect(f"/zrm/case/{case.number}?done={verb}")

    @http.route(
        f"{_case_url}/file/<int:attachment_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def case_file(self, number, attachment_id, **kwargs):
        """A file that the citizen may see: sent by them, or sent to them."""
        case = granted_case(number)
        attachment = case and case._files_for_citizen().filtered(
            lambda item: item.id == attachment_id
        )
        if not attachment:
            return self._not_yours()
        stream = request.env["ir.binary"].sudo()._get_stream_from(attachment)
        # Always as a download, never displayed in our pages.
        response = stream.get_response(as_attachment=True)
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    # ------------------------------------------------------------------

    def _case_verbs(self):
        """Hook: what a citizen may do with a case.

        :return: ``{verb in the address: function of the case and the form}``; the
            function raises a UserError for the citizen
        """
        return {
            "reply": self._reply,
            "withdraw": lambda case, form: case._withdraw(),
            "accept": lambda case, form: case._accept_answer(
                self._stars(form), self._text(form, "comment")
            ),
            "object": lambda case, form: case._object_to_answer(
                self._text(form, "reason"), self._stars(form)
            ),
        }

    @staticmethod
    def _text(form, name):
        value = form.get(name)
        return value.strip()[:MAX_MESSAGE] if isinstance(value, str) else ""

    @staticmethod
    def _stars(form):
        value = str(form.get("stars") or "")
        return int(value) if value in {"1", "2", "3", "4", "5"} else None

    def _reply(self, case, form):
        files = checked_uploads(request.env, request.httprequest.files.getlist("files"))
        case._take_reply(self._text(form, "message"), files)

    def _not_yours(self):
        """The same page whether the case belongs to somebody else or does not exist."""
        response = request.render("zrm_portal.portal_not_yours", {"page_name": "track"})
        response.status_code = 404
        return response

    def _render_case(self, case, **values):
        if not case:
            return self._not_yours()
        frame = self._frame_values()
        case = case.with_context(lang=request.env.lang, tz=request.env.context.get("tz"))
        values = {
            **frame,
            **self._case_values(case),
            **values,
        }
        response = request.render("zrm_portal.portal_case", values)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _case_values(self, case):
        """Hook: values of the case page."""
        shown = case._shown()
        return {
            "page_name": "zrm_case",
            "case": case,
            "answer": shown._published_answer(),
            "timeline": case._timeline(),
            "question": case._open_question(),
            "files": case._files_for_citizen(),
            "conversation": case._conversation(),
            "shown": shown,
            "may_object": case._may_object(),
            "may_judge": case._may_judge(),
            "may_withdraw": case.state in ("new", "triage", "open", "waiting")
            and not case.is_withdrawn,
            "typed": {},
        }
