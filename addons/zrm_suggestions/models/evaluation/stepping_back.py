from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

MAX_REASON = 500


class ZrmSuggestionEvaluation(models.Model):
    """Leaving a round: by oneself, or released by the secretariat. Who left reads nothing of
    the round any more, and somebody else is invited."""

    _inherit = "zrm.suggestion.evaluation"

    def action_recuse(self, reason):
        """Steps back, with a reason; somebody else is invited.

        :param str reason: why; the secretariat reads it
        """
        self.ensure_one()
        self._check_open_to_me()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why you step back; the secretariat reads it."))
        if len(reason) > MAX_REASON:
            raise UserError(self.env._("Write at most %s characters.", MAX_REASON))
        # sudo: that it is the evaluator was checked above.
        self.sudo().round_id.suggestion_id._log_event("recused")
        self._leave("recused", reason)
        return True

    def action_release(self, reason):
        """Releases evaluators who have not handed in; the secretariat does so halfway, such as
        for who does not answer. What was handed in stays.

        :param str reason: why; kept with the evaluation
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Write why the evaluator is released."))
        if len(reason) > MAX_REASON:
            raise UserError(self.env._("Write at most %s characters.", MAX_REASON))
        self.check_access("read")
        # sudo: the secretariat alone may do this; checked on the suggestion.
        suggestions = self.sudo().round_id.suggestion_id.with_env(self.env)
        suggestions._lock_for_secretary()
        for evaluation in self:
            if evaluation.state != "invited":
                raise UserError(
                    self.env._(
                        "%s has handed in or left already; what was handed in stays.",
                        evaluation.evaluator_id.sudo().name,
                    )
                )
            evaluation._release(reason)
        return True

    def _release(self, reason):
        self.ensure_one()
        # sudo: the caller has checked the right.
        self.sudo().round_id.suggestion_id._log_event("released")
        self._leave("released", reason)

    def _leave(self, state, reason):
        """In nobody's name: what others of the round can read does not tell who left."""
        self.ensure_one()
        own = self.with_user(SUPERUSER_ID)
        own.write({"state": state, "recusal": reason, "is_seated": False})
        own.activity_ids.unlink()
        own.round_id.evaluator_ids = [(3, own.evaluator_id.id)]
        own.round_id._take_turn()
        own.round_id.suggestion_id._invite_instead(own.round_id)
        own.round_id._reveal_if_complete()
