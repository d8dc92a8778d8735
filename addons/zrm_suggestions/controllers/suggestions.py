"""The public page of what became of suggestions, its data, and taking part."""

import csv
import io
import json
from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager
from odoo.addons.zrm_base.controllers import localized
from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_portal.controllers.case_page import CasePage

from ..domain.public_text import ORDERS, SHOWN_STATES, cell
from .common import digits, is_allowed, private, read_id

PER_PAGE = 20
# Rows of one answer of the data: JSON pages, and the most of a CSV file.
JSON_ROWS, CSV_ROWS, CSV_BATCH = 100, 20_000, 1000
COMMENTS = 50
# The list counts and turns pages up to here; who looks for more uses the filters or the data.
COUNTED = 2000
# Seconds for which copies of what everybody sees may be kept.
FRESH = 60
BOM = "\ufeff"


class Suggestions(CasePage):
    _suggestions_url = "/zrm/suggestions"

    # ------------------------------------------------------------------
    # The list and its data
    # ------------------------------------------------------------------

    @http.route("/suggestions", type="http", auth="public", methods=["GET"], website=True)
    def suggestions_short(self, **kwargs):
        return localized.redirect(self._suggestions_url)

    @http.route(
        [_suggestions_url, f"{_suggestions_url}/page/<int:page>"],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        save_session=False,
    )
    def suggestions(self, page=1, **kwargs):
        Publication, chosen = self._publications(), self._chosen_filters(kwargs)
        if Publication is None:
            return self._not_yours()
        domain = self._domain_of_filters(chosen)
        total = Publication.search_count(domain, limit=COUNTED)
        pager = portal_pager(
            url=self._suggestions_url,
            url_args={key: value for key, value in chosen.items() if value},
            total=total,
            page=page,
            step=PER_PAGE,
        )
        found = Publication.search(
            domain, order=ORDERS[chosen["sort"]], limit=PER_PAGE, offset=pager["offset"]
        )
        states = Publication._fields["published_state"]._description_selection(request.env)
        values = {
            **self._frame_values(),
            "page_name": "zrm_suggestions",
            "rows": found._public_rows(),
            "total": f"{digits(total)}{'+' if total == COUNTED else ''}" if total else "",
            "pager": pager,
            "chosen": chosen,
            "states": [item for item in states if item[0] in SHOWN_STATES],
            "subjects": request.env["zrm.subject"]._suggestible(),
            "regions": request.env["zrm.region"]._groups_to_choose(),
            "years": Publication._years(request.env.company),
            "query": urlencode({key: value for key, value in chosen.items() if value}),
            "title": self._page_title(request.env._("What became of suggestions")),
            "digits": digits,
        }
        return self._fresh(request.render("zrm_suggestions.suggestions", values))

    @http.route(
        f"{_suggestions_url}.json",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        save_session=False,
    )
    def suggestions_json(self, page="1", **kwargs):
        """The list as JSON, :data:`JSON_ROWS` a page; see the README."""
        Publication, chosen = self._publications(), self._chosen_filters(kwargs)
        if Publication is None:
            return request.make_json_response({"error": "not_published"}, status=404)
        if not is_allowed("data"):
            return request.make_json_response({"error": "too_many_requests"}, status=429)
        domain, page = self._domain_of_filters(chosen), max(read_id(page), 1)
        total = Publication.search_count(domain)
        found = Publication.search(
            domain,
            order=ORDERS[chosen["sort"]],
            limit=JSON_ROWS,
            offset=min((page - 1) * JSON_ROWS, total),
        )
        body = {
            "total": total,
            "page": page,
            "pages": -(-total // JSON_ROWS),
            "suggestions": found._public_rows(),
        }
        response = request.make_response(
            json.dumps(body, ensure_ascii=False),
            headers=[("Content-Type", "application/json; charset=utf-8")],
        )
        return self._fresh(response)

    @http.route(
        f"{_suggestions_url}.csv",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        save_session=False,
    )
    def suggestions_csv(self, **kwargs):
        """The list as a spreadsheet reads it: UTF-8 with a mark, no cell a formula."""
        Publication, chosen = self._publications(), self._chosen_filters(kwargs)
        if Publication is None:
            return self._not_yours()
        if not is_allowed("data"):
            return request.make_response("", status=429)
        domain, out = self._domain_of_filters(chosen), io.StringIO()
        env = request.env
        columns = {
            "number": env._("Number"),
            "title": env._("Title"),
            "state_label": env._("Where it stands"),
            "subject": env._("Subject"),
            "region": env._("Region"),
            "submitted_on": env._("Handed in"),
            "year": env._("Solar year"),
            "voices": env._("Voices"),
            "answer": env._("Answer"),
            "url": env._("Page"),
        }
        writer = csv.writer(out)
        writer.writerow(columns.values())
        for offset in range(0, CSV_ROWS, CSV_BATCH):
            found = Publication.search(
                domain, order=ORDERS[chosen["sort"]], limit=CSV_BATCH, offset=offset
            )
            for row in found._public_rows():
                writer.writerow(cell(row[name]) for name in columns)
            if len(found) < CSV_BATCH:
                break
            env.invalidate_all()
        response = request.make_response(
            BOM + out.getvalue(),
            headers=[
                ("Content-Type", "text/csv; charset=utf-8"),
                ("Content-Disposition", 'attachment; filename="suggestions.csv"'),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
        return self._fresh(response)

    @staticmethod
    def _publications():
        """The model, as superuser in the reader's language; None where the company has no
        public page."""
        if not request.env.company.sudo().zrm_suggestions_public:
            return None
        # sudo: visitors have no rights; every search is narrowed to what is public.
        return request.env["zrm.suggestion.publication"].sudo()

    @staticmethod
    def _chosen_filters(given):
        """The filters of an address: known ones, cleaned."""

        def text(name, most):
            value = given.get(name)
            return value.strip()[:most] if isinstance(value, str) else ""

        year = persian.to_ascii_digits(text("year", 4))
        return {
            "words": text("words", 100),
            "state": text("state", 20) if text("state", 20) in SHOWN_STATES else "",
            "subject": str(read_id(text("subject", 10)) or ""),
            "region": str(read_id(text("region", 10)) or ""),
            "year": year if year.isascii() and year.isdigit() else "",
            "sort": text("sort", 10) if text("sort", 10) in ORDERS else "newest",
        }

    @staticmethod
    def _domain_of_filters(chosen):
        return request.env["zrm.suggestion.publication"]._filtered(
            request.env.company,
            state=chosen["state"],
            subject_id=int(chosen["subject"] or 0),
            region_id=int(chosen["region"] or 0),
            year=chosen["year"],
            words=chosen["words"],
        )

    @staticmethod
    def _page_title(heading):
        return f"{heading} · {request.env.company.sudo().name}"

    @staticmethod
    def _fresh(response):
        """Lets copies of what everybody sees be kept for a minute. These routes save no session:
        a copy must not carry one visitor's cookie to the next."""
        is_public = request.env.user._is_public()
        response.headers["Cache-Control"] = (
            f"public, max-age={FRESH}" if is_public else "private, no-cache"
        )
        response.headers["Vary"] = "Cookie, Accept-Language"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    # ------------------------------------------------------------------
    # One suggestion
    # ------------------------------------------------------------------

    @http.route(
        f"{_suggestions_url}/<int:number>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        save_session=False,
    )
    def public_suggestion(self, number, done="", page="1", **kwargs):
        publication = self._published(number)
        if publication and publication.number != number:
            return localized.redirect(f"{self._suggestions_url}/{publication.number}")
        return self._render_public_suggestion(publication, done=done, page=max(read_id(page), 1))

    @http.route(
        f"{_suggestions_url}/<int:number>/<string:verb>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def public_suggestion_verb(self, number, verb, **form):
        """Taking part, with an account; each verb calls one method of the model."""
        publication, verbs = self._published(number), self._participation_verbs()
        if not publication or verb not in verbs:
            return self._not_yours()
        try:
            if not is_allowed("voice"):
                raise UserError(request.env._("That was very often; please go on in an hour."))
            with request.env.cr.savepoint():
                verbs[verb](publication, request.env.user.partner_id.sudo(), form)
        except UserError as error:
            request.env.invalidate_all()
            typed = {key: value for key, value in form.items() if isinstance(value, str)}
            return self._render_public_suggestion(publication, error=str(error), typed=typed)
        anchor = "#comments" if verb == "comment" else ""
        return localized.redirect(
            f"{self._suggestions_url}/{publication.number}?done={verb}{anchor}"
        )

    def _participation_verbs(self):
        """Hook: ``{verb in the address: function of publication, citizen and form}``."""
        return {
            "support": self._verb_support,
            "unsupport": lambda one, partner, form: one._withdraw_support(partner),
            "follow": lambda one, partner, form: one._follow(partner, again=True),
            "unfollow": lambda one, partner, form: one._follower(partner)._mute(),
            "comment": lambda one, partner, form: one._comment(
                partner, form.get("text"), form.get("public_name")
            ),
        }

    @staticmethod
    def _verb_support(publication, partner, form):
        # Who supports something is told how it goes on, unless they opted out.
        if publication._support(partner):
            publication._follow(partner)

    @staticmethod
    def _published(number):
        Publication = request.env["zrm.suggestion.publication"]
        found = Publication._by_public_number(number, request.env.company)
        return found.with_context(lang=request.env.lang)

    def _render_public_suggestion(self, publication, page=1, **values):
        if not publication:
            return self._not_yours()
        frame = self._frame_values()  # sets the time zone
        publication = publication.with_context(tz=request.env.context.get("tz"))
        user = request.env.user
        partner = request.env["res.partner"] if user._is_public() else user.partner_id.sudo()
        [row] = publication._public_rows()
        comments = publication._comments_for(
            partner, limit=COMMENTS + 1, offset=(page - 1) * COMMENTS
        )
        page_values = {
            **frame,
            "page_name": "zrm_public_suggestion",
            "title": self._page_title(row["title"]),
            "publication": publication,
            "row": row,
            "authors": publication._authors_named(),
            "is_open": publication._is_open(),
            "is_supported": bool(partner) and publication._supported_by(partner),
            "is_followed": bool(partner) and bool(publication._follower(partner)),
            "story": publication._public_story(),
            "milestones": publication._public_milestones(),
            "benefits": publication._public_benefits(),
            "comments": comments[:COMMENTS],
            "has_more": len(comments) > COMMENTS,
            "page": page,
            "public_name": partner and publication._last_name_of(partner),
            "is_moderated": publication.company_id.zrm_suggestions_moderated,
            "signed_in": bool(partner),
            "digits": digits,
            "typed": {},
            **values,
        }
        response = request.render("zrm_suggestions.public_suggestion", page_values)
        # One address for search engines, whatever the language or the page of comments.
        response.headers["Link"] = f'<{publication._url()}>; rel="canonical"'
        return private(response) if partner else self._fresh(response)

    # ------------------------------------------------------------------
    # Opting out
    # ------------------------------------------------------------------

    _unfollow_url = f"{_suggestions_url}/unfollow/<string:token>"

    @http.route(_unfollow_url, type="http", auth="public", methods=["GET"], website=True)
    def unfollow(self, token, **kwargs):
        # A GET changes nothing: mail programs open links by themselves.
        follower = request.env["zrm.suggestion.follow"]._of_token(token)
        return self._render_unfollow(follower, token)

    @http.route(
        _unfollow_url, type="http", auth="public", methods=["POST"], website=True, csrf=False
    )
    def unfollowed(self, token, **kwargs):
        """Ends the messages. Without a session's token, as mail programs send it (RFC 8058); the
        secret of the link is the authorization."""
        follower = request.env["zrm.suggestion.follow"]._of_token(token)
        follower._mute()
        return self._render_unfollow(follower, token, is_done=True)

    def _render_unfollow(self, follower, token, **values):
        if not follower:
            return self._not_yours()
        page = {
            **self._frame_values(),
            "page_name": "zrm_unfollow",
            "title_of": follower.publication_id.name,
            "token": token,
            **values,
        }
        return private(request.render("zrm_suggestions.unfollow", page))
