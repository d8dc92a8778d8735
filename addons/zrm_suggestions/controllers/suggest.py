from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.zrm_base.controllers import localized
from odoo.addons.zrm_base.controllers.uploads import checked_uploads
from odoo.addons.zrm_portal.controllers.case_page import CasePage

from ..domain import shares
from ..domain.idea_form import CO_AUTHOR, ROWS
from .common import digits, grant_suggestion, is_allowed, private

# Session key: keys of the forms begun in this session.
BEGUN = "zrm_suggestions_begun"
MAX_BEGUN = 10
MORE = 3
MAX_FILES = 5
# Honeypot: hidden from people, filled in by bots.
TRAP = "second_address"


class Suggest(CasePage):
    """Suggesting, with and without account: one page, one plain form.

    The form carries a key, by which what was typed is kept on the server and sent once. The
    routes check the token of the session themselves (``csrf=False``): where the session was
    lost, the page comes back with all that was typed instead of Odoo's “session expired”.
    """

    _suggest_url = "/zrm/suggest"

    @http.route("/suggest", type="http", auth="public", methods=["GET"], website=True)
    def suggest_short(self, **kwargs):
        """The address that fits on a poster."""
        return localized.redirect(self._suggest_url)

    @http.route(_suggest_url, type="http", auth="public", methods=["GET"], website=True)
    def suggest(self, key="", **kwargs):
        Draft, draft = request.env["zrm.suggestion.draft"], self._begun_draft(key)
        if draft and draft._is_sent():
            return self._to_suggestion(draft.suggestion_id)
        begun = False
        if not draft:
            keys = reversed(request.session.get(BEGUN) or [])
            known = (self._begun_draft(one) for one in keys)
            begun = next((one for one in known if one and one.typed and not one._is_sent()), False)
        return self._render_suggest(draft.token or Draft._new_key(), draft=draft, begun=begun)

    @http.route(
        f"{_suggest_url}/similar", type="http", auth="public", methods=["GET"], website=True
    )
    def suggest_similar(self, q="", **kwargs):
        """Earlier suggestions that resemble what is being typed; a piece of the page."""
        if not is_allowed("similar"):
            return request.make_response("", status=429)
        values = {"similar": self._similar_to(q[:500]), "digits": digits}
        return request.render("zrm_suggestions.similar", values)

    @http.route(
        f"{_suggest_url}/discard", type="http", auth="public", methods=["POST"], website=True
    )
    def suggest_discard(self, key="", **kwargs):
        """Forgets what was typed, for shared computers."""
        draft = self._begun_draft(key)
        if draft and not draft._is_sent():
            draft.unlink()
        return localized.redirect(self._suggest_url)

    @http.route(
        _suggest_url, type="http", auth="public", methods=["POST"], website=True, csrf=False
    )
    def suggest_filled(self, key="", go="send", csrf_token="", **form):
        """Keeps what was typed, or hands it in.

        :param str go: ``send``, ``keep`` (while typing), ``more`` (co-authors), ``attach`` or
            ``remove_<file>``
        """
        rows = self._typed_rows()
        if not request.validate_csrf(csrf_token):
            if go == "keep":
                return request.make_response("", status=204)
            return self._render_lost(key, form, rows)
        draft = self._draft_of_form(key, go)
        if draft is None:
            return self._render_lost(key, form, rows, problem=self._suggested_too_often())
        if not draft:
            # A key of another account, as after signing in or out meanwhile.
            return self._render_lost("", form, rows)
        if draft._is_sent():
            return self._to_suggestion(draft.suggestion_id)
        draft._store_form(form, rows)
        if go == "keep":
            return request.make_response("", status=204)
        upload_problem = self._take_idea_files(draft)
        if go.startswith("remove_"):
            draft._remove_file(go.removeprefix("remove_"))
        if go != "send" or upload_problem:
            problems = {"files": upload_problem} if upload_problem else {}
            return self._render_suggest(
                key, draft=draft, problems=problems, more=MORE if go == "more" else 0
            )
        return self._send_idea(draft, form)

    # ------------------------------------------------------------------

    def _begun_draft(self, key):
        """The draft of a key that this session or account began; an address alone opens
        nothing."""
        draft = request.env["zrm.suggestion.draft"]._known(key, request.env.user)
        is_own = bool(draft.user_id) or key in (request.session.get(BEGUN) or [])
        return draft if is_own else draft.browse()

    def _draft_of_form(self, key, go):
        """The draft that the form's key opens; None beyond the limit for new ones."""
        Draft = request.env["zrm.suggestion.draft"]
        draft = Draft._known(key, request.env.user)
        if not draft:
            if not is_allowed("begun"):
                return None
            draft = Draft._of_key(key, request.env.user)
        begun = request.session.get(BEGUN) or []
        if draft and key not in begun:
            request.session[BEGUN] = [*begun, key][-MAX_BEGUN:]
        return draft

    @staticmethod
    def _typed_rows():
        """Co-authors as typed; no more are read than tell that they are too many."""
        fields = [request.httprequest.form.getlist(name)[:200] for name in CO_AUTHOR]
        return [list(row) for row in zip(*fields, strict=False)]

    def _take_idea_files(self, draft):
        """:return: what is wrong with the files, or nothing"""
        files = [file for file in request.httprequest.files.getlist("files") if file.filename]
        if not files:
            return ""
        try:
            if not all(is_allowed("files") for _file in files[: MAX_FILES + 1]):
                raise UserError(self._suggested_too_often())
            # Savepoint: the typed text is kept even if the files are refused.
            with request.env.cr.savepoint():
                draft._add_files(checked_uploads(request.env, files))
        except UserError as error:
            return str(error)
        return ""

    def _send_idea(self, draft, form):
        env = request.env
        if form.get(TRAP):
            problem = env._("Leave the field that is to stay empty as it is.")
            return self._render_suggest(draft.token, draft=draft, problem=problem)
        if problems := draft._problems_of_form():
            return self._render_suggest(draft.token, draft=draft, problems=problems)
        similar = (
            self._similar_to(draft._step("idea").get("name", "")) if not form.get("looked") else []
        )
        if similar:
            # Without script they are first seen here.
            return self._render_suggest(draft.token, draft=draft, similar=similar, looked=True)
        # Each co-author is written to: nobody floods strangers by our hand.
        named = [is_allowed("named") for _row in draft.typed.get("coauthors") or []]
        if not is_allowed("sent") or not all(named):
            return self._render_suggest(
                draft.token, draft=draft, problem=self._suggested_too_often()
            )
        try:
            with env.cr.savepoint():
                suggestion = draft._send()
        except UserError as error:
            return self._render_suggest(draft.token, draft=draft, problem=str(error))
        return self._to_suggestion(suggestion)

    @staticmethod
    def _to_suggestion(suggestion):
        grant_suggestion(suggestion)
        return localized.redirect(f"/zrm/suggestion/{suggestion.number}?done=sent")

    @staticmethod
    def _similar_to(text):
        Publication = request.env["zrm.suggestion.publication"]
        found = Publication._similar(text, request.env.company)
        return found.with_context(lang=request.env.lang)._public_rows() if found else []

    @staticmethod
    def _suggested_too_often():
        return request.env._(
            "There were very many suggestions from this connection within an hour. Nothing you "
            "typed is lost; please try again later."
        )

    # ------------------------------------------------------------------
    # The page
    # ------------------------------------------------------------------

    def _render_lost(self, key, form, rows, problem=""):
        """The page with what was typed, where it could not be kept."""
        Draft = request.env["zrm.suggestion.draft"]
        typed = Draft._typed_form(form, rows)
        problem = problem or request.env._(
            "Your session had ended. Nothing you typed is lost: press the button once more. Files "
            "have to be chosen again."
        )
        known = Draft._known(key, request.env.user)
        return self._render_suggest(
            key if known else Draft._new_key(), typed=typed, problem=problem, is_check=True
        )

    def _render_suggest(self, key, draft=None, typed=None, problems=None, problem="", **values):
        env = request.env
        Draft = env["zrm.suggestion.draft"].sudo()
        typed = typed if typed is not None else (draft and draft.typed) or {}
        rows = typed.get("coauthors") or []
        shown = max(ROWS, len(rows)) + values.pop("more", 0)
        rows = [*rows, *[["", "", ""]] * shown][: min(shown, shares.MOST_AUTHORS - 1)]
        user = env.user
        is_wrong = problems or problem
        prefix = env._("Error: ") if is_wrong else ""
        heading = env._("Suggest something")
        page = {
            **self._frame_values(),
            "page_name": "zrm_suggest",
            "title": f"{prefix}{heading} · {env.company.sudo().name}",
            "key": key,
            "typed": {"benefit_kind": "qualitative", **Draft._flat(typed)},
            "people": rows,
            "people_over": len(rows) >= shares.MOST_AUTHORS - 1,
            "problems": problems or {},
            "problem": problem,
            "files": draft._files() if draft else [],
            "max_files": MAX_FILES,
            "subjects": env["zrm.subject"]._suggestible(),
            "regions": env["zrm.region"]._groups_to_choose(),
            "benefit_kinds": env["zrm.suggestion"]
            ._fields["benefit_kind"]
            ._description_selection(env),
            "account": False if user._is_public() else user.partner_id.sudo(),
            "preferred_channels": Draft._preferred_channels(),
            "similar": [],
            "trap": TRAP,
            "digits": digits,
            **values,
        }
        return private(request.render("zrm_suggestions.suggest", page))
