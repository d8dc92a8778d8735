from odoo import api, fields, models

from .zrm_suggestion import TEXTS


class ZrmSuggestionVersion(models.Model):
    """The text of a suggestion as it was at some moment: nothing that was sent is lost."""

    _name = "zrm.suggestion.version"
    _description = "Version of a Suggestion"
    _inherit = ["zrm.record.mixin", "zrm.export.log.mixin"]
    _is_final = True
    _order = "suggestion_id, number desc"
    _rec_name = "number"

    suggestion_id = fields.Many2one(
        "zrm.suggestion", required=True, index=True, ondelete="cascade", readonly=True
    )
    number = fields.Integer(readonly=True, required=True)
    at = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    name = fields.Char(string="Title", readonly=True)
    current_state = fields.Text(readonly=True)
    proposed_state = fields.Text(readonly=True)
    reason = fields.Text(readonly=True)
    expected_benefit = fields.Text(readonly=True)

    _once = models.UniqueIndex("(suggestion_id, number)", "This version exists already.")

    @api.model
    def _export_citizen_fields(self):
        return ["suggestion_id.author_ids.partner_id"]

    @api.model
    def _keep(self, suggestions):
        """Keeps the text of these suggestions, where it differs from the last version."""
        # sudo: versions are written by the server only.
        Version = self.sudo()
        for suggestion in suggestions.sudo():
            last = Version.search([("suggestion_id", "=", suggestion.id)], limit=1)
            if last and all((last[name] or "") == (suggestion[name] or "") for name in TEXTS):
                continue
            Version.create(
                {
                    "suggestion_id": suggestion.id,
                    "number": last.number + 1,
                    "user_id": self.env.uid,
                    **{name: suggestion[name] for name in TEXTS},
                }
            )
