from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.zrm_portal.domain.public_report import discreet

from ...domain import telling
from ...domain.public_text import PUBLIC_TEXTS, SHOWN_STATES


class ZrmSuggestion(models.Model):
    """Publishing a suggestion for voices and comments, and taking it off again: verbs of the
    secretariat, which has read what becomes public."""

    _inherit = "zrm.suggestion"

    publication_ids = fields.One2many(
        "zrm.suggestion.publication", "suggestion_id", string="Published", readonly=True
    )
    publication_state = fields.Selection(
        related="publication_ids.state", string="Publicity", readonly=True
    )
    public_number = fields.Integer(
        related="publication_ids.number", string="Public Number", readonly=True
    )

    def action_prepare_participation(self):
        """Opens the text as it would be published, for the secretary to correct."""
        self.ensure_one()
        self._lock_for_secretary()._check_publishable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Publish for Voices and Comments"),
            "res_model": "zrm.suggestion.opening",
            "view_mode": "form",
            "target": "new",
            "context": {"default_suggestion_id": self.id},
        }

    def action_open_participation(self, texts=None):
        """Publishes suggestions: they can be read, supported and commented on.

        :param dict texts: what the public reads, by field; without them the authors' text, with
            names, telephones, addresses and links masked
        :raise UserError: says why it cannot be public
        """
        texts = {name: texts[name] for name in PUBLIC_TEXTS if name in texts} if texts else {}
        for suggestion in self._lock_for_secretary():
            suggestion._check_publishable()
            own = suggestion.sudo()
            vals = {
                **(own._texts_for_public() if not own.publication_ids else {}),
                **texts,
                "state": "open",
                "hidden_reason": False,
                "is_withheld": False,
            }
            if publication := own.publication_ids:
                publication.write(vals)
            else:
                publication.create(
                    {
                        **vals,
                        "suggestion_id": own.id,
                        "number": publication._next_number(),
                        "opened_by_id": self.env.uid,
                    }
                )
                own.invalidate_recordset(["publication_ids"])
            own._log_event("opened")
        return True

    def action_close_participation(self):
        """Ends voices and comments; the suggestion stays on the public page."""
        for suggestion in self._lock_for_secretary():
            publication = suggestion.sudo().publication_ids
            if publication.state != "open":
                raise UserError(self.env._("%s is not open for voices.", suggestion.name))
            publication.state = "closed"
        return True

    def action_hide_publication(self, reason=""):
        """Takes suggestions off the public page; voices and comments are kept.

        :param str reason: why, for the record
        """
        for suggestion in self._lock_for_secretary():
            publication = suggestion.sudo().publication_ids
            if publication.state not in ("open", "closed"):
                raise UserError(self.env._("%s is not on the public page.", suggestion.name))
            publication._hide((reason or "").strip() or self.env._("By the secretariat."))
        return True

    def _check_publishable(self):
        """:raise UserError: says why a suggestion cannot be public"""
        self.ensure_one()
        own = self.sudo()
        if not own.company_id.zrm_suggestions_public:
            raise UserError(
                self.env._("Switch the public page on first, in the settings of the company.")
            )
        if own._is_secret():
            raise UserError(self.env._("Nothing of a confidential case becomes public."))
        if own.published_state not in SHOWN_STATES:
            raise UserError(
                self.env._("A draft, or what was withdrawn or joined to another, is not published.")
            )

    def _is_secret(self):
        """Whether the case that it came from is one whose content must not spread."""
        self.ensure_one()
        case = self.sudo().case_id
        return case.is_confidential or case.is_reporter_hidden or case.is_anonymous

    def _texts_for_public(self):
        """The authors' text without what tells who or where they are: a proposal for the
        secretary, who reads it before it is public."""
        self.ensure_one()
        own = self.sudo()
        # Also of those who want to be named: evaluators read this page, too.
        names = own._names_in_texts()
        return {
            name: discreet(telling.masked(own[name] or "", names)) or False for name in PUBLIC_TEXTS
        }
