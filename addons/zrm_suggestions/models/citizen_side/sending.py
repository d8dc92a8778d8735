from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.zrm_base.const import PROOFS


class ZrmSuggestionDraft(models.Model):
    """Hands the draft in, once, however often it is sent."""

    _inherit = "zrm.suggestion.draft"

    def _send(self):
        """Makes the suggestion and hands it to the secretariat.

        Sending again (double tap, reload, concurrent request) gives the same one.

        :return: the suggestion, as superuser
        :raise UserError: says what is missing or wrong
        """
        self.ensure_one()
        self._lock()
        if self._is_sent():
            return self.suggestion_id
        if problems := self._problems_of_form():
            raise UserError("\n".join(problems.values()))
        idea, where = self._read("idea")[0], self._read("where")[0]
        who = self._read("who")[0]
        author = self._author_of(who)
        suggestion = self.env["zrm.suggestion"].create(self._prepare_suggestion(idea, where))
        # Not by a command: those of a form go by the visitor's own rights.
        self.env["zrm.suggestion.author"].create(
            {
                "suggestion_id": suggestion.id,
                "partner_id": author.id,
                "is_named": idea["is_named"],
            }
        )
        suggestion._write_handling(
            {
                "company_id": self.company_id.id,
                # Only what the visitor typed opens it, so that nobody tests numbers on file.
                "track_digits": False if self.user_id else " ".join(self._digits_of(who)),
            }
        )
        suggestion.action_submit()
        self._hand_over_files_to(suggestion)
        self.env["zrm.suggestion.coauthor"]._put_on_record(suggestion, idea["coauthors"], self.lang)
        # The data is in the suggestion now.
        self.write({"typed": {}, "suggestion_id": suggestion.id, "sent_at": fields.Datetime.now()})
        return suggestion

    def _author_of(self, who):
        """The author's file. What a visitor typed about themselves is a claim until it is
        proved by a code: it receives what concerns this suggestion and nothing earlier."""
        author, _remark = self._citizen_of(who)
        if not self.user_id and author.create_date == self.env.cr.now():
            claims = author._claims({name: who.get(name) for name in PROOFS})
            author.write(claims)
        return author

    def _prepare_suggestion(self, idea, where):
        """Hook: the values of the new suggestion.

        :param dict idea: as read from the form, as ``where``
        """
        names = ("name", "current_state", "proposed_state", "reason", "expected_benefit")
        return {
            **{name: idea[name] for name in (*names, "benefit_kind", "subject_id")},
            "region_id": where["region_id"],
        }

    def _hand_over_files_to(self, suggestion):
        files = self._files()
        files.write({"res_model": "zrm.suggestion", "res_id": suggestion.id})
