from odoo import SUPERUSER_ID, models

from ...const import OPEN_STATES


class ZrmSuggestion(models.Model):
    """A case that becomes confidential takes the suggestion that came of it out of sight."""

    _inherit = "zrm.suggestion"

    def _withhold(self):
        """Hides suggestions from evaluators, committee and public. What is not decided ends;
        about the rest the secretariat decides."""
        for suggestion in self.with_user(SUPERUSER_ID).filtered(lambda one: not one.is_withheld):
            suggestion._write_handling({"is_withheld": True})
            suggestion._give_up_rounds(all_of_them=True)
            suggestion._log_event("withheld")
            if suggestion.state in OPEN_STATES:
                suggestion._enter("withdrawn", published_state="withdrawn")
                suggestion.activity_ids.unlink()
            else:
                suggestion._ask_secretary(
                    lambda env: env._("Its case became confidential: see what may stay public")
                )
        return True
