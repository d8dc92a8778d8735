from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.zrm_base.controllers import localized
from odoo.addons.zrm_base.controllers.uploads import checked_uploads
from odoo.addons.zrm_portal.controllers.case_page import CasePage

from .common import granted_suggestion, private


class SuggestionPage(CasePage):
    """One page for an author's suggestion, reached by tracking code or by signing in."""

    _suggestion_url = "/zrm/suggestion/<string:number>"

    @http.route(_suggestion_url, type="http", auth="public", methods=["GET"], website=True)
    def suggestion_page(self, number, done=None, **kwargs):
        return self._render_suggestion(granted_suggestion(number), done=done)

    @http.route(
        f"{_suggestion_url}/<string:verb>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def suggestion_verb(self, number, verb, **form):
        """What authors do with their suggestion; each calls one method of the model."""
        suggestion, verbs = granted_suggestion(number), self._suggestion_verbs()
        if not suggestion or verb not in verbs:
            return self._not_yours()
        try:
            with request.env.cr.savepoint():
                verbs[verb](suggestion.with_context(lang=request.env.lang), form)
        except UserError as error:
            request.env.invalidate_all()
            typed = {key: value for key, value in form.items() if isinstance(value, str)}
            return self._render_suggestion(suggestion, error=str(error), failed=verb, typed=typed)
        return localized.redirect(f"/zrm/suggestion/{suggestion.number}?done={verb}")

    @http.route(
        f"{_suggestion_url}/file/<int:attachment_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def suggestion_file(self, number, attachment_id, **kwargs):
        """A file of the suggestion, for its authors."""
        suggestion = granted_suggestion(number)
        attachment = suggestion and suggestion._files_of_authors().filtered(
            lambda file: file.id == attachment_id
        )
        if not attachment:
            return self._not_yours()
        # sudo: it was checked above that it is theirs.
        stream = request.env["ir.binary"].sudo()._get_stream_from(attachment)
        response = stream.get_response(as_attachment=True)
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    # ------------------------------------------------------------------

    def _suggestion_verbs(self):
        """Hook: ``{verb in the address: function of the suggestion and the form}``; the
        function raises a UserError for the author."""
        return {
            "complete": self._complete_suggestion,
            "withdraw": lambda suggestion, form: suggestion._withdraw(self._text(form, "reason")),
            "object": lambda suggestion, form: suggestion._object(self._text(form, "reason")),
            "name": lambda suggestion, form: suggestion._choose_naming(
                suggestion._author_row(request.env.user), form.get("is_named") == "yes"
            ),
        }

    @staticmethod
    def _complete_suggestion(suggestion, form):
        files = checked_uploads(request.env, request.httprequest.files.getlist("files"))
        suggestion._complete(form, files)

    def _render_suggestion(self, suggestion, **values):
        if not suggestion:
            return self._not_yours()
        frame = self._frame_values()
        suggestion = suggestion.with_context(
            lang=request.env.lang, tz=request.env.context.get("tz")
        )
        page = {**frame, **self._suggestion_values(suggestion), **values}
        if not page["typed"]:
            page["typed"] = {
                name: suggestion[name] or ""
                for name in ("name", "current_state", "proposed_state", "reason")
            } | {"expected_benefit": suggestion.expected_benefit or ""}
        return private(request.render("zrm_suggestions.suggestion", page))

    def _suggestion_values(self, suggestion):
        """Hook: values of the page of a suggestion."""
        shown = suggestion._goes_on_in()
        publication = shown.publication_ids.filtered(lambda one: one.state != "hidden")
        is_public = publication.filtered_domain(publication._public_domain(suggestion.company_id))
        link = f"{suggestion.get_base_url()}/zrm/suggestion?code={suggestion.number}"
        Receipt = request.env["report.zrm_cases.report_case_receipt"]
        return {
            "page_name": "zrm_suggestion",
            "suggestion": suggestion,
            "shown": shown,
            "publication": is_public,
            "timeline": suggestion._timeline(),
            "files": suggestion._files_of_authors(),
            "asked": suggestion._asked_words(),
            "may_withdraw": suggestion._may_withdraw(),
            "may_object": suggestion._may_object(),
            "author": suggestion._author_row(request.env.user),
            "link": link,
            "qr": Receipt._qr_svg(link),
            "problems": {},
            "typed": {},
        }
