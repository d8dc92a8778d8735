from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.zrm_base.controllers import localized
from odoo.addons.zrm_base.controllers.uploads import checked_uploads
from odoo.addons.zrm_base.tools import persian

from ..domain.public_report import step_after
from .case_page import CasePage, grant, visitor

# Session key: tokens of the reports begun in this session.
BEGUN = "zrm_reports"
MAX_BEGUN = 10
UPLOAD_PROBLEM = "zrm_upload_problem"
HOUR = 3600
# How long the last page shows an anonymous reporter's PIN, as some phones load it twice.
PIN_SHOWN = timedelta(minutes=15)
# Limits per hour for one address or account. Many phones share an address, so organizations
# can set them (system parameters zrm_portal.limit_…).
LIMITS = {"begun": 60, "sent": 20, "files": 60}
# Honeypot: hidden from people, filled in by bots.
TRAP = "second_address"


def begun_report(token):
    """The report with this token, if this visitor began it; else empty."""
    return request.env["zrm.case.draft"]._open(
        token, request.env.user, request.session.get(BEGUN) or []
    )


class PublicReport(CasePage):
    """Reporting without an account, one question at a time.

    Each step is a plain form: its values are saved, then checked, then the browser is
    redirected. So going back, reloading and sending again are safe.
    """

    _report_url = "/zrm/report"
    _one_report_url = f"{_report_url}/<string:token>"

    # ------------------------------------------------------------------
    # What is it about
    # ------------------------------------------------------------------

    @http.route(_report_url, type="http", auth="public", methods=["GET"], website=True)
    def report(self, search="", under="", **kwargs):
        return self._render_subjects(search, under)

    @http.route(_report_url, type="http", auth="public", methods=["POST"], website=True)
    def report_begin(self, subject_id="", **kwargs):
        subject = self._chosen_subject(subject_id)
        if not subject:
            return self._render_subjects(problem=request.env._("Choose a subject of the list."))
        if not self._report_allowed("begun"):
            return self._render_subjects(problem=self._too_often())
        draft = request.env["zrm.case.draft"]._begin(subject, request.env.user)
        request.session[BEGUN] = [*(request.session.get(BEGUN) or []), draft.token][-MAX_BEGUN:]
        return self._to_step(draft, "details")

    @http.route(
        f"{_one_report_url}/subject", type="http", auth="public", methods=["GET"], website=True
    )
    def report_subject(self, token, search="", under="", **kwargs):
        draft = begun_report(token)
        if not draft or draft._is_sent():
            return self._not_yours() if not draft else self._to_step(draft, "done")
        return self._render_subjects(search, under, draft=draft)

    @http.route(
        f"{_one_report_url}/subject", type="http", auth="public", methods=["POST"], website=True
    )
    def report_subject_chosen(self, token, subject_id="", **kwargs):
        draft, subject = begun_report(token), self._chosen_subject(subject_id)
        if not draft or not subject:
            return self._not_yours()
        if not draft._is_sent():
            draft._choose_subject(subject.with_env(draft.env))
        return self._to_step(draft, "details")

    @http.route(
        f"{_one_report_url}/discard", type="http", auth="public", methods=["POST"], website=True
    )
    def report_discard(self, token, **kwargs):
        """Discards the entered data, for shared computers."""
        draft = begun_report(token)
        draft.unlink()
        return localized.redirect(self._report_url)

    def _chosen_subject(self, subject_id):
        # sudo: visitors have no rights on subjects; only active ones are offered.
        Subject = request.env["zrm.subject"].sudo()
        if not (subject_id.isascii() and subject_id.isdigit() and len(subject_id) < 10):
            return Subject
        return Subject.browse({int(subject_id)} & Subject._usable_ids())

    def _render_subjects(self, search="", under="", problem="", draft=None):
        Subject = request.env["zrm.subject"].sudo()
        search = (search or "").strip()[:100]
        group = self._chosen_subject(under or "")
        found = Subject._find_by_free_text(search) if search else Subject
        parts = Subject.search([("parent_id", "=", group.id)]) if not search else Subject
        begun = None
        if not draft:
            reports = map(begun_report, reversed(request.session.get(BEGUN) or []))
            begun = next((report for report in reports if report and not report._is_sent()), None)
        return self._render_report(
            "zrm_portal.report_subject",
            request.env._("What is it about?"),
            step="subject",
            draft=draft,
            begun=begun,
            search=search,
            found=found,
            group=group,
            parts=parts,
            unknown=request.env.company._zrm_mail_subject().sudo(),
            problem=problem,
            action=f"{self._report_url}/{draft.token}/subject" if draft else self._report_url,
        )

    # ------------------------------------------------------------------
    # The steps
    # ------------------------------------------------------------------

    @http.route(_one_report_url, type="http", auth="public", methods=["GET"], website=True)
    def report_go_on(self, token, **kwargs):
        draft = begun_report(token)
        return self._to_step(draft, draft._next_open_step("send")) if draft else self._not_yours()

    @http.route(
        f"{_one_report_url}/<string:step>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def report_step(self, token, step, check="", noted="", **kwargs):
        draft = begun_report(token)
        if not draft or step not in (*draft._steps(), "done"):
            return self._not_yours()
        if draft._is_sent():
            done = step == "done"
            return self._render_done(draft, noted) if done else self._to_step(draft, "done")
        wanted = draft._next_open_step("send" if step == "done" else step)
        likely = draft._likely() if wanted == "same" else []
        if wanted == "same" and not likely and not draft._problems("same"):
            return self._to_step(draft, "who")
        if wanted != step:
            return self._to_step(draft, wanted)
        return self._render_step(
            draft, step, is_checked=bool(check) or step == "same", likely=likely
        )

    @http.route(
        f"{_one_report_url}/<string:step>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def report_step_filled(self, token, step, go="", **form):
        draft = begun_report(token)
        if not draft or step not in draft._steps():
            return self._not_yours()
        if draft._is_sent():
            return self._to_step(draft, "done")
        if step == "send":
            return self._send_report(draft, form)
        draft._store(step, form)
        if go == "keep":
            # Autosave of the page.
            return request.make_response("", status=204)
        if step == "details":
            self._take_files(draft)
            if go.startswith("remove_"):
                draft._remove_file(go.removeprefix("remove_"))
        if go == "attach" or go.startswith("remove_"):
            return self._to_step(draft, step, anchor="files")
        if go == "back":
            return self._to_step(draft, self._step_before(draft, step))
        is_wrong = bool(draft._problems(step)) or request.session.get(UPLOAD_PROBLEM)
        draft._pass(step, not is_wrong)
        if is_wrong:
            return self._to_step(draft, step, check=True)
        with_same = step == "where" and bool(draft._likely())
        return self._to_step(draft, step_after(draft._steps(), step, with_same))

    @http.route(
        f"{_one_report_url}/noted", type="http", auth="public", methods=["POST"], website=True
    )
    def report_noted(self, token, pin="", **kwargs):
        """The reporter repeats the secret number; then it is not shown any more."""
        draft = begun_report(token)
        if not draft:
            return self._not_yours()
        noted = "yes" if draft._note_pin(pin) else "no"
        return localized.redirect(f"{self._report_url}/{draft.token}/done?noted={noted}")

    def _step_before(self, draft, step):
        before = ("subject", *draft._steps())[draft._steps().index(step)]
        return "where" if before == "same" and not draft._likely() else before

    def _take_files(self, draft):
        files = [file for file in request.httprequest.files.getlist("files") if file.filename]
        if not files:
            return
        try:
            if not all(self._report_allowed("files") for _file in files[:6]):
                raise UserError(self._too_often())
            # Savepoint: the entered text is kept even if the files are refused.
            with request.env.cr.savepoint():
                draft._add_files(checked_uploads(request.env, files))
        except UserError as error:
            request.session[UPLOAD_PROBLEM] = str(error)

    def _send_report(self, draft, form):
        env = request.env
        if form.get(TRAP):
            return self._render_step(
                draft, "send", problem=env._("Leave the field that is to stay empty as it is.")
            )
        wanted = draft._next_open_step("send")
        if wanted != "send":
            return self._to_step(draft, wanted, check=True)
        if not self._report_allowed("sent"):
            return self._render_step(draft, "send", problem=self._too_often())
        try:
            with env.cr.savepoint():
                case = draft._send()
        except UserError as error:
            return self._render_step(draft, "send", problem=str(error))
        if case:
            grant(case)
        return self._to_step(draft, "done")

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    def _step_titles(self):
        env = request.env
        return {
            "subject": env._("What is it about?"),
            "details": env._("What has happened?"),
            "where": env._("Where is it?"),
            "same": env._("Is it one of these?"),
            "who": env._("Who reports it?"),
            "send": env._("Check and send"),
        }

    def _render_step(self, draft, step, is_checked=False, problem="", **values):
        problems = draft._problems(step) if is_checked else {}
        upload_problem = request.session.pop(UPLOAD_PROBLEM, "") if step == "details" else ""
        if upload_problem:
            problems["files"] = upload_problem
        values = {
            "draft": draft,
            "typed": draft._step(step),
            "problems": problems,
            "problem": problem,
            "action": f"{self._report_url}/{draft.token}/{step}",
            "trap": TRAP,
            **getattr(self, f"_values_{step}", lambda draft: {})(draft),
            **values,
        }
        title = self._step_titles()[step]
        return self._render_report(draft._step_template(step), title, step=step, **values)

    def _values_details(self, draft):
        return {
            "natures": draft.subject_id._natures(),
            "questions": draft.subject_id._questions_to_ask(),
            "files": draft._files(),
        }

    def _values_where(self, draft):
        typed, own = draft._step("where"), draft.user_id.partner_id.region_id
        return {
            "regions": draft.env["zrm.region"]._groups_to_choose(),
            "region_id": typed.get("region_id", str(own.id or "")),
        }

    def _values_who(self, draft):
        return {
            "bringers": draft._bringers(),
            "preferred_channels": draft._preferred_channels(),
            "languages": request.env["res.lang"].get_installed(),
            "joins": draft._read("same")[0]["join_id"],
            "hides": draft.subject_id._cached("hides_reporter"),
        }

    def _values_send(self, draft):
        joined = draft._read("same")[0]["join_id"]
        likely = draft._likely() if joined else []
        return {
            "sections": draft._summary(),
            "joined": next((case for case in likely if case["id"] == joined), None),
        }

    def _render_done(self, draft, noted=""):
        case = draft.case_id
        is_fresh = draft.sent_at and draft.sent_at > fields.Datetime.now() - PIN_SHOWN
        Receipt = request.env["report.zrm_cases.report_case_receipt"]
        link = case._tracking_url() if case else ""
        return self._render_report(
            "zrm_portal.report_done",
            request.env._("Thank you"),
            step="done",
            draft=draft,
            case=case,
            pin=draft.pin if is_fresh else "",
            noted=noted,
            link=link,
            qr=Receipt._qr_svg(link) if case else "",
        )

    def _render_report(self, template, title, step, **values):
        is_wrong = values.get("problems") or values.get("problem")
        layout = self._frame_values()
        company = request.env.company.sudo()
        steps = request.env["zrm.case.draft"]._steps()
        asked = ["subject", *(name for name in steps if name != "same")]
        place = asked.index("where" if step == "same" else step) if step != "done" else 0
        # A call of its own: the export of terms does not look into f-strings.
        prefix = request.env._("Error: ") if is_wrong else ""
        values = {
            **layout,
            "page_name": "zrm_report",
            "title": f"{prefix}{title} · {company.name}",
            "heading": title,
            "step": step,
            "place": place + 1,
            "places": len(asked),
            "place_words": request.env._(
                "Step %(place)s of %(places)s",
                place=self._digits_as_read(place + 1),
                places=self._digits_as_read(len(asked)),
            ),
            **values,
        }
        response = request.render(template, values)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    # ------------------------------------------------------------------

    @staticmethod
    def _digits_as_read(value):
        is_persian = (request.env.lang or "").startswith("fa")
        return persian.to_persian_digits(value) if is_persian else str(value)

    def _to_step(self, draft, step, check=False, anchor=""):
        anchor = "problems" if check else anchor
        return localized.redirect(
            f"{self._report_url}/{draft.token}/{step}"
            f"{'?check=1' if check else ''}{'#' + anchor if anchor else ''}"
        )

    @staticmethod
    def _report_allowed(what):
        user = request.env.user
        who = visitor() if user._is_public() else f"user {user.id}"
        get = request.env["ir.config_parameter"].sudo().get_param
        limit = get(f"zrm_portal.limit_{what}") or ""
        limit = int(limit) if limit.isdigit() else LIMITS[what]
        return request.env["zrm.throttle"]._allow(f"report.{what}", who, limit, HOUR)

    @staticmethod
    def _too_often():
        return request.env._(
            "There were very many reports from this connection within an hour. Nothing "
            "you typed is lost; please try again later, or call us."
        )
