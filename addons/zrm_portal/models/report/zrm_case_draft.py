import secrets
from datetime import timedelta
from itertools import takewhile

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...domain.public_report import FIELDS, QUESTION_PREFIX, STEPS, clean_text

RETENTION = timedelta(days=2)
# What each page of a report asks for.
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
    """What a citizen is about to report on the public pages, step by step.

    It is kept here so that nothing typed is lost, and becomes one case. Nobody
    has rights on it: the visitor's session, or the account that began it, opens
    it (:meth:`_open`), and it runs as the system from there on. Who began an
    anonymous report is not kept, so there are no log columns either.

    ``zrm_case_draft_steps.py`` reads what was typed, ``zrm_case_draft_citizen.py``
    finds out who brings it, ``zrm_case_draft_send.py`` makes the case.
    """

    _name = "zrm.case.draft"
    _description = "Report in the Making"
    _log_access = False

    token = fields.Char(required=True, copy=False)
    since = fields.Datetime(required=True, index=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", ondelete="cascade", index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    lang = fields.Char()
    subject_id = fields.Many2one("zrm.subject", required=True, ondelete="cascade")
    typed = fields.Json(help="By step: what was typed, as it was typed.")
    passed = fields.Json(help="The steps that were gone through.")
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
        """The report with this token, if it is this visitor's; else none.

        :param user: who asks
        :param known_tokens: of reports that were begun in this session
        """
        draft = self._as_system().search_fetch([("token", "=", token or "")], OPENED_WITH, limit=1)
        draft = draft.with_company(draft.company_id)
        if draft.user_id:
            # Begun with an account: the session alone is not enough any more.
            return draft if draft.user_id == user else draft.browse()
        return draft if draft.token in known_tokens else draft.browse()

    @api.model
    def _as_system(self):
        """As the system, so that nothing made here bears the visitor's name."""
        return self.with_user(SUPERUSER_ID).with_context(lang=self.env.lang)

    def _lock(self):
        """Waits for another request on the same report; when that changed it,
        the database has this one run again."""
        self.ensure_one()
        self.env.cr.execute(SQL("SELECT id FROM zrm_case_draft WHERE id = %s FOR UPDATE", self.id))
        self.invalidate_recordset()

    @api.autovacuum
    def _gc_drafts(self):
        # What was sent has become a case; what was not is nobody's to keep.
        self.search([("since", "<", fields.Datetime.now() - RETENTION)]).unlink()

    def _subject_name(self):
        """What it is about, in the reader's language; each page says so."""
        self.ensure_one()
        return self.env["zrm.subject"]._names().get(self.subject_id.id, "")

    # ------------------------------------------------------------------
    # Keeping what was typed
    # ------------------------------------------------------------------

    @api.model
    def _steps(self):
        """Hook: the steps after the subject, in the order in which they are asked.

        What is asked says :meth:`_step_fields`, what it means ``_read_<step>``, how
        it looks the template ``_step_template`` and ``_values_<step>`` of the pages.
        """
        return STEPS

    @api.model
    def _step_fields(self, step):
        """Hook: ``{field: characters it may have}`` of a step; nothing else is kept."""
        return FIELDS[step]

    @api.model
    def _step_template(self, step):
        """Hook: XML id of the template of a step."""
        return f"zrm_portal.report_{step}"

    def _step(self, step):
        """What was typed in a step: ``{field: text}``."""
        self.ensure_one()
        return dict((self.typed or {}).get(step) or {})

    def _store(self, step, form):
        """Keeps what was typed; only the fields that the step asks for.

        :param str step: one of STEPS
        :param dict form: what the browser sent
        """
        self.ensure_one()
        names = set(self._step_fields(step))
        if step == "details":
            names |= {
                QUESTION_PREFIX + question["key"]
                for question in self.subject_id._questions_to_ask()
            }
        kept = {name: clean_text(form[name]) for name in names if name in form}
        # A box that is not ticked is not sent.
        kept |= {name: "" for name in names if name not in form and name in self._boxes(step)}
        # What another subject asked stays, should the citizen come back to it.
        self.typed = {**(self.typed or {}), step: {**self._step(step), **kept}}

    def _boxes(self, step):
        if step != "details":
            return set()
        return {
            QUESTION_PREFIX + question["key"]
            for question in self.subject_id._questions_to_ask()
            if question["kind"] == "boolean"
        }

    def _pass(self, step, is_passed=True):
        """Remembers that a step was gone through, or has to be again."""
        self.ensure_one()
        others = [name for name in self.passed or [] if name != step]
        self.passed = [*others, step] if is_passed else others

    def _choose_subject(self, subject):
        """Another subject; what was typed stays."""
        self.ensure_one()
        if subject != self.subject_id:
            self.subject_id = subject
            self._pass("details", False)
            self._pass("same", False)

    def _next_open_step(self, wanted):
        """The step that may be shown: the wanted one, or an earlier one that
        has to be gone through first."""
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
        """Keeps checked uploads.

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
