from odoo import fields, models
from odoo.exceptions import UserError

from ...domain import lifecycle


class ZrmSuggestion(models.Model):
    """Publishing: the authors and the public learn where it stands, and why."""

    _inherit = "zrm.suggestion"

    def action_publish(self):
        """Publishes the last decision: the authors read where it stands and why.

        :raise UserError: names the one about which nothing is decided; then none is published
        """
        for suggestion in self._lock_for_secretary():
            # sudo: the secretariat's right was checked.
            own = suggestion.sudo()
            decision = own._last_decision()
            if (
                not decision
                or decision.published_at
                # Taken up again before it was published: the next decision is.
                or own.state != lifecycle.OUTCOMES[decision.outcome]
            ):
                raise UserError(self.env._("Nothing about %s waits to be published.", own.name))
            if own.is_withheld:
                raise UserError(self.env._("%s is withheld: its case is confidential.", own.name))
            words = decision._public_words()
            own._write_handling({"published_state": own.state, "public_answer": words})
            decision.published_at = fields.Datetime.now()
            own._log_event("published", text=words, is_public=True)
            own._tell_authors(
                lambda env, one=own, words=words: env._(
                    "The committee has decided about your suggestion “%(name)s”: %(words)s",
                    name=one.name,
                    words=words,
                )
            )
        return True
