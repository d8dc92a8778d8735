from odoo import fields, models
from odoo.exceptions import UserError

SOURCES = [("paper", "On paper"), ("phone", "By telephone")]
MOST = 500


class ZrmSuggestionPaperVoices(models.TransientModel):
    """Voices that came on paper or by telephone: each is tied to an identified citizen, and
    counts once together with those given on the page."""

    _name = "zrm.suggestion.paper.voices"
    _description = "Record Voices"

    suggestion_id = fields.Many2one("zrm.suggestion", required=True, ondelete="cascade")
    source = fields.Selection(SOURCES, required=True, default="paper")
    evidence = fields.Char(help="Such as the number of the sheet, or when they called.")
    partner_ids = fields.Many2many(
        "res.partner",
        "zrm_suggestion_paper_voices_partner_rel",
        "voices_id",
        "partner_id",
        string="Citizens",
        domain=[("is_citizen", "=", True)],
    )

    def action_record(self):
        """Records the voices.

        :return: a message: how many are new, how many had been given already
        :raise UserError: names who is not identified; then none is recorded
        """
        self.ensure_one()
        suggestion = self.suggestion_id._lock_for_secretary()
        # sudo: identity is looked at, not shown; the secretariat's right was checked.
        people = self.partner_ids.sudo()
        if not people or len(people) > MOST:
            raise UserError(
                self.env._("Name the citizens who gave their voice, at most %s at a time.", MOST)
            )
        if unknown := people.filtered(lambda one: not (one.is_citizen and one.national_id)):
            raise UserError(
                self.env._(
                    "These have no identity number on file, so nobody can tell whether their "
                    "voice was counted already: %s. Add the numbers first.",
                    ", ".join(unknown[:10].mapped("name")),
                )
            )
        publication = suggestion.sudo()._goes_on_in().publication_ids
        if not publication:
            raise UserError(self.env._("Publish the suggestion first."))
        if not (self.evidence or "").strip():
            raise UserError(self.env._("Write where the voices are on record."))
        new = sum(
            publication._support(partner, self.source, self.evidence.strip()) for partner in people
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(new)s voices recorded; %(known)s had been given already.",
                    new=new,
                    known=len(people) - new,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
