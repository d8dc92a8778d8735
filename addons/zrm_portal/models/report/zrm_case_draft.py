import secrets
from datetime import timedelta
from itertools import takewhile

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...domain.public_report import FIELDS, QUESTION_PREFIX, STEPS, clean_text

RETENTION = timedelta(days=2)
# The fields of each page of a report.
OPENED_WITH = (
    "token",
    "user_id",
    "company_id",
    "lang",
    "subject_id",
    "typed",
    "passed",
    "case_id",
    "joined_case_id",
)
# As many as one form sends (zrm_base.controllers.uploads).
MAX_FILES = 5


class ZrmCaseDraft(models.Model):
    """A citizen's report on the public pages, saved step by step until it becomes one case.

    No group has rights on it: it is opened by the visitor's session or the account that
    began it (:meth:`_open`), and processed as superuser from there on. The author of an
    anonymous report is not stored, so there are no log columns either.

    ``steps.py`` reads the input, ``citizen.py`` finds the citizen, ``send.py`` creates the
    case.
    """

    _name = "zrm.case.draft"
    _description = "Draft Report"
    _log_access = False

    token = fields.Char(required=True, copy=False)
    since = fields.Datetime(required=True, index=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", ondelete="cascade", index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    lang = fields.Char()
    subject_id = fields.Many2one("zrm.subject", required=True, ondelete="cascade")
    typed = fields.Json(help="The stored input, by step.")
    passed = fields.Json(help="The completed steps.")
    case_id = fields.Many2one("zrm.case", ondelete="cascade")
    joined_case_id = fields.Many2one("zrm.case", ondelete="cascade")
    pin = fields.Char(help="Of an anonymous report, until the citizen has noted it.")
    sent_at = fields.Datetime()

    _token_uniq = models.UniqueIndex("(token)")

    # ------------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------------

    @api.model
    def _begin(self, subject, user):
        """A new report about this subject.

        :param subject: ``zrm.subject`` in use
        :param user: the signed-in citizen, or the public user
        """
        company = self.env.company
        system = self._as_system().with_company(company)
        return system.create(
            {
                "token": secrets.token_urlsafe(24),
                "subject_id": subject.id,
                "user_id": False if user._is_public() else user.id,
                "company_id": company.id,
                "lang": self.env.lang,
                "typed": {},
                "passed": [],
            }
        )

    @api.model
    def _open(self, token, user, known_tokens):
        """The report with this token, if it belongs to this visitor; else empty.

        :param user: the current user
        :param known_tokens: tokens of reports begun in this session
        """
        draft = self._as_system().search_fetch([("token", "=", token or "")], OPENED_WITH, limit=1)
        draft = draft.with_company(draft.company_id)
        if draft.user_id:
            # Begun with an account: the session alone does not open it.
            return draft if draft.user_id == user else draft.browse()
        return draft if draft.token in known_tokens else draft.browse()

    @api.model
    def _as_system(self):
        """As superuser, so that created records do not show the visitor as author."""
        return self.with_user(SUPERUSER_ID).with_context(lang=self.env.lang)

    def _lock(self):
        """Locks the report; after a concurrent change the request is repeated."""
        self.ensure_one()
        self.env.cr.execute(SQL("SELECT id FROM zrm_case_draft WHERE id = %s FOR UPDATE", self.id))
        self.invalidate_recordset()

    @api.autovacuum
    def _gc_drafts(self):
        # Sent reports are cases now; unsent ones expire.
        self.search([("since", "<", fields.Datetime.now() - RETENTION)]).unlink()

    def _subject_name(self):
        """The subject in the user's language, for the heading of each page."""
        self.ensure_one()
        return self.env["zrm.subject"]._names().get(self.subject_id.id, "")

    # ------------------------------------------------------------------
    # Storing the input
    # ------------------------------------------------------------------

    @api.model
    def _steps(self):
        """Hook: the steps after the subject, in order.

        :meth:`_step_fields` gives the fields of a step, ``_read_<step>`` reads them,
        ``_step_template`` and the controller's ``_values_<step>`` render them.
        """
        return STEPS

    @api.model
    def _step_fields(self, step):
        """Hook: ``{field: maximum length}`` of a step; other input is dropped."""
        return FIELDS[step]

    @api.model
    def _step_template(self, step):
        """Hook: XML id of the template of a step."""
        return f"zrm_portal.report_{step}"

    def _step(self, step):
        """The stored input of a step: ``{field: text}``."""
        self.ensure_one()
        return dict((self.typed or {}).get(step) or {})

    def _store(self, step, form):
        """Stores the input of a step, its own fields only.

        :param str step: one of STEPS
        :param dict form: the form data
        """
        self.ensure_one()
        names = set(self._step_fields(step))
        if step == "details":
            names |= {
                QUESTION_PREFIX + question["key"]
                for question in self.subject_id._questions_to_ask()
            }
        stored = {name: clean_text(form[name]) for name in names if name in form}
        # Browsers do not send unticked boxes.
        stored |= {name: "" for name in names if name not in form and name in self._boxes(step)}
        # Answers to another subject's questions are kept, in case the citizen switches
        # back.
        self.typed = {**(self.typed or {}), step: {**self._step(step), **stored}}

    def _boxes(self, step):
        if step != "details":
            return set()
        return {
            QUESTION_PREFIX + question["key"]
            for question in self.subject_id._questions_to_ask()
            if question["kind"] == "boolean"
        }

    def _pass(self, step, is_passed=True):
        """Marks a step as done, or to be done again."""
        self.ensure_one()
        others = [name for name in self.passed or [] if name != step]
        self.passed = [*others, step] if is_passed else others

    def _choose_subject(self, subject):
        """Changes the subject; other input is stored."""
        self.ensure_one()
        if subject != self.subject_id:
            self.subject_id = subject
            self._pass("details", False)
            self._pass("same", False)

    def _next_open_step(self, wanted):
        """The step to show: the wanted one, or an earlier one that is not done yet."""
        self.ensure_one()
        for step in takewhile(lambda step: step != wanted, self._steps()):
            is_passed = step == "same" or step in (self.passed or [])
            if not is_passed or self._problems(step):
                return step
        return wanted

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------

    def _files(self):
        self.ensure_one()
        return self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)], order="id"
        )

    def _add_files(self, files):
        """Stores checked uploads.

        :param files: ``(name, bytes)``
        :raise ValidationError: when there would be too many
        """
        self.ensure_one()
        if len(files) + len(self._files()) > MAX_FILES:
            raise ValidationError(
                self.env._("A report can have %s files at most; remove one first.", MAX_FILES)
            )
        self.env["ir.attachment"].create(
            [
                {
                    "name": self._file_name(name),
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for name, content in files
            ]
        )

    @api.model
    def _file_name(self, name):
        """A name without folders, control and direction characters."""
        name = "".join(sign for sign in (name or "") if sign.isprintable() and sign not in '<>"')
        return name.replace("\\", "/").rsplit("/", 1)[-1].strip(". ")[-80:] or "file"

    def _remove_file(self, attachment_id):
        self._files().filtered(lambda file: str(file.id) == str(attachment_id)).unlink()
