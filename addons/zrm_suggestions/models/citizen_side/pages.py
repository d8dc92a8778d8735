from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.const import OURS
from odoo.addons.zrm_portal.domain.public_report import clean_text

from ...const import MOST_OBJECTIONS, OBJECTION_DAYS, OPEN_STATES
from ...domain.idea_form import FIELDS
from ...domain.public_text import FOLLOWED_KINDS
from .reading import NEEDED

# Of the form, and added when it was given back.
MAX_FILES = 10
COMPLETED = ("name", "current_state", "proposed_state", "reason", "expected_benefit")


class ZrmSuggestion(models.Model):
    """What its authors see of a suggestion and do with it on their page.

    The page shows ``published_state`` and public events only: where it stands inside is told
    by nothing here.
    """

    _inherit = "zrm.suggestion"

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def _goes_on_in(self):
        """The suggestion in which this one goes on; itself, unless it was joined to another."""
        self.ensure_one()
        one = self.sudo()
        while one.published_state == "duplicate" and one.duplicate_of_id:
            one = one.duplicate_of_id
        return one

    def _timeline(self):
        """The public history for the authors, oldest first.

        :return: list of dicts ``at``, ``kind``, ``title``, ``text``
        """
        self.ensure_one()
        own, target = self.sudo(), self._goes_on_in()
        events = own.event_ids.filtered("is_public")
        if target != own:
            since = own.event_ids.filtered(lambda event: event.kind == "merged")[-1:].at
            events |= target.event_ids.filtered(
                lambda event: event.is_public and event.kind in FOLLOWED_KINDS and event.at >= since
            )
        labels = dict(
            self.env["zrm.suggestion.event"]._fields["kind"]._description_selection(self.env)
        )
        labels.update(
            submitted=self.env._("We received it"),
            returned=self.env._("We asked you to complete it"),
            objected=self.env._("You objected"),
            withdrawn=self.env._("You withdrew it"),
        )
        return [
            {
                "at": event.at,
                "kind": event.kind,
                "title": labels[event.kind],
                # The answer stands above it.
                "text": event.text if event.kind not in ("rejected", "published") else False,
            }
            for event in events.sorted("id")
        ]

    def _files_of_authors(self):
        self.ensure_one()
        # sudo: the page has checked whose suggestion it is.
        return (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)], order="id")
        )

    def _asked_words(self):
        """What the secretariat asked for, while the suggestion is with its authors."""
        self.ensure_one()
        own = self.sudo()
        if not (own.published_state == "draft" and own.number):
            return ""
        return own.event_ids.filtered(lambda event: event.kind == "returned")[-1:].text or ""

    def _may_withdraw(self):
        self.ensure_one()
        own = self.sudo()
        # As the authors know it: that the committee has decided already is not told here.
        return own.published_state in OPEN_STATES

    def _may_object(self):
        """Whether an author may object to what was published at this moment."""
        self.ensure_one()
        own = self.sudo()
        published = own.decision_ids.filtered("published_at")[:1]
        return bool(
            published
            and own.published_state in ("approved", "rejected")
            and len(own.objection_ids) < MOST_OBJECTIONS
            and fields.Datetime.now() <= published.published_at + timedelta(days=OBJECTION_DAYS)
        )

    def _author_row(self, user):
        """The row of the author who looks: of the account, else the first author's."""
        self.ensure_one()
        authors = self.sudo().author_ids
        own = authors.filtered(lambda one: one.partner_id in user.partner_id._acts_as())
        if user._is_public() or not own:
            own = authors.filtered("is_first") or authors
        return own[:1]

    # ------------------------------------------------------------------
    # Verbs; the page has checked that who calls is an author
    # ------------------------------------------------------------------

    def _complete(self, form, files=()):
        """Takes the completed text of the authors and hands it in again.

        :param dict form: fields of the text
        :param files: checked uploads: ``(name, bytes)``
        :raise UserError: says what is missing, or that it is not with the authors
        """
        self.ensure_one()
        own = self.sudo()
        own._lock()
        if not (own.published_state == "draft" and own.number):
            raise UserError(self.env._("It is not with you at present; reload the page."))
        texts = {name: persian.normalize_text(clean_text(form.get(name))) for name in COMPLETED}
        for name, text in texts.items():
            if len(text) > FIELDS["idea"][name]:
                raise UserError(
                    self.env._(
                        "“%(field)s” has more than %(limit)s characters; shorten it, please.",
                        field=own._fields[name]._description_string(self.env),
                        limit=FIELDS["idea"][name],
                    )
                )
        if missing := [name for name in NEEDED if not texts[name]]:
            raise UserError(
                self.env._(
                    "Before it is handed in, fill in: %s.",
                    ", ".join(own._fields[one]._description_string(self.env) for one in missing),
                )
            )
        own.write({**texts, "expected_benefit": texts["expected_benefit"] or False})
        own._add_files(files)
        own.action_submit()

    def _add_files(self, files):
        """Adds files of the authors; their traces are removed as everywhere."""
        self.ensure_one()
        if files and len(files) + len(self._files_of_authors()) > MAX_FILES:
            raise UserError(
                self.env._("A suggestion can have %s files at most; leave some out.", MAX_FILES)
            )
        Draft = self.env["zrm.suggestion.draft"]
        # sudo: the page has checked whose suggestion it is.
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": Draft._file_name(name),
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for name, content in files
            ]
        )

    def _withdraw(self, reason=""):
        """As :meth:`action_withdraw`, by an author on their page."""
        self.ensure_one()
        self.sudo().action_withdraw(reason)

    def _object(self, reason):
        """As :meth:`action_object`, by an author on their page."""
        self.ensure_one()
        self.sudo().action_object(reason)

    def _choose_naming(self, author, is_named):
        """An author's own choice, for this suggestion, at any time.

        :param author: row of ``zrm.suggestion.author``
        """
        self.ensure_one()
        if author.suggestion_id != self:
            raise UserError(self.env._("You are not among the authors."))
        author.sudo().with_context(zrm_handling=OURS).is_named = is_named
