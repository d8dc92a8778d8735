import re
import secrets

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from odoo.addons.zrm_portal.domain.public_report import clean_text

from ...domain.idea_form import CO_AUTHOR_LENGTH, FIELDS, PREFIX, kept

KEY = re.compile(r"[\w-]{24,64}", re.ASCII)
BOXES = {"idea": ("is_named",)}


class ZrmSuggestionDraft(models.Model):
    """A citizen's suggestion on the public page until it is handed in: what was typed, by parts
    of the form, and files.

    Its files, the finding of the citizen and their contact data work as for a report
    (``zrm.case.draft``), from which it takes them. What is different: the form is one page, and
    the key that it carries opens the draft, so that who lost the session loses nothing. The
    same key gives the same suggestion.
    """

    _name = "zrm.suggestion.draft"
    _description = "Draft Suggestion"
    _inherit = ["zrm.case.draft"]
    _log_access = False

    subject_id = fields.Many2one("zrm.subject", required=False, ondelete="cascade")
    suggestion_id = fields.Many2one("zrm.suggestion", ondelete="cascade")

    # ------------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------------

    @api.model
    def _new_key(self):
        return secrets.token_urlsafe(24)

    @api.model
    def _of_key(self, key, user):
        """The draft of a form's key, begun now if there is none yet.

        :param str key: as the form carries it
        :param user: the current user
        :return: as superuser; empty for a key that is none of ours, or of another account
        """
        if not KEY.fullmatch(key or ""):
            return self.browse()
        if draft := self._known(key, user):
            return draft
        if self._as_system().search_count([("token", "=", key)], limit=1):
            return self.browse()
        company = self.env.company
        return (
            self._as_system()
            .with_company(company)
            .create(
                {
                    "token": key,
                    "user_id": False if user._is_public() else user.id,
                    "company_id": company.id,
                    "lang": self.env.lang,
                    "typed": {},
                }
            )
        )

    @api.model
    def _known(self, key, user):
        """The draft of a key, if this visitor may open it; else empty. A draft that was begun
        with an account is that account's; of visitors the key is the proof."""
        draft = self._as_system().search([("token", "=", key or "")], limit=1)
        draft = draft.with_company(draft.company_id)
        if draft.user_id:
            return draft if draft.user_id == user else draft.browse()
        return draft

    @api.model
    def _as_system(self):
        return self.with_user(SUPERUSER_ID).with_context(lang=self.env.lang)

    def _lock(self):
        self.ensure_one()
        self.env.cr.execute(
            SQL("SELECT id FROM %s WHERE id = %s FOR UPDATE", SQL.identifier(self._table), self.id)
        )
        self.invalidate_recordset()

    def _is_sent(self):
        self.ensure_one()
        return bool(self.suggestion_id)

    # ------------------------------------------------------------------
    # Storing the input
    # ------------------------------------------------------------------

    @api.model
    def _steps(self):
        return tuple(FIELDS)

    @api.model
    def _step_fields(self, step):
        return FIELDS[step]

    def _store_form(self, form, rows):
        """Stores what was typed.

        :param dict form: the form data
        :param rows: co-authors as typed: ``[name, contact, share]``
        """
        self.ensure_one()
        self.typed = self._typed_form(form, rows)
        subject_id = self._read("idea")[0].get("subject_id")
        if subject_id != self.subject_id.id:
            self.subject_id = subject_id

    @api.model
    def _typed_form(self, form, rows):
        typed = {
            part: {
                name: clean_text(form.get(PREFIX.get(part, "") + name))
                for name in names
                if PREFIX.get(part, "") + name in form or name in BOXES.get(part, ())
            }
            for part, names in FIELDS.items()
        }
        cleaned = [[clean_text(value)[:CO_AUTHOR_LENGTH] for value in row] for row in rows]
        return {**typed, "coauthors": kept(cleaned)}

    @api.model
    def _flat(self, typed):
        """What was typed, by the names of the form's fields."""
        return {
            PREFIX.get(part, "") + name: value
            for part in FIELDS
            for name, value in (typed.get(part) or {}).items()
        }
