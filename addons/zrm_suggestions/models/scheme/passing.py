from odoo import models

# Where somebody of the organization has to act: the time counts.
TIMED = ("submitted", "screening", "evaluation", "committee", "approved", "implementing")


class ZrmSuggestion(models.Model):
    _inherit = "zrm.suggestion"

    def _enter(self, state, **vals):
        """As before; the phase that ends is recorded with its time."""
        before, since = self.state, self.state_since
        result = super()._enter(state, **vals)
        if before in TIMED and since and state != before:
            # sudo: the verb has checked the rights; only the server writes these rows.
            self.env["zrm.suggestion.passage"].sudo().create(
                {
                    "suggestion_id": self.id,
                    "phase": before,
                    "began_at": since,
                    "ended_at": self.sudo().state_since,
                }
            )
        return result
