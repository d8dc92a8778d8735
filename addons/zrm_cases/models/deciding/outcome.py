from odoo import models
from odoo.exceptions import UserError


class ZrmCase(models.Model):
    """Answering, closing and rejecting; a systemic problem passes these on to its linked
    cases."""

    _inherit = "zrm.case"

    def _log_outcome(self, step):
        """Logs the outcome that a step means for the citizen, whichever action moved the
        case there."""
        state = step._cached("state")
        texts = {"answered": self.answer, "rejected": self.public_reason}
        if state in ("answered", "closed", "rejected"):
            event = self._log_event(state, text=texts.get(state, ""), is_public=True)
            self._reach_children(event, state)

    def _check_words_of_end(self, state):
        """:raise UserError: when what the citizen reads at the end, or the outcome, is missing"""
        self.ensure_one()
        if state == "answered" and not (self.answer or "").strip():
            raise UserError(self.env._("Write the answer first."))
        if state == "closed" and not self.outcome:
            raise UserError(self.env._("Choose the outcome."))
        if state == "rejected" and not (self.public_reason or "").strip():
            raise UserError(self.env._("Enter the reason for the rejection; the citizen reads it."))

    def _published_answer(self):
        """The answer that went out to the citizen, or False. A draft on a case that ended in
        another way is none; only where the process has no step for it is closing the answer."""
        self.ensure_one()
        if self.state not in ("answered", "closed"):
            return False
        if not self.answered_at and (
            self.outcome in ("withdrawn", "merged")
            or "answered" in self.process_id.sudo().step_ids.mapped("state")
        ):
            return False
        return self.answer

    def action_answer(self, answer=None):
        """Answers the citizen; the case moves to its answered step.

        :param str answer: the text, unless it is on the case already
        """
        for case in self._lock_for_handling():
            if answer:
                case.answer = answer
            case._check_words_of_end("answered")
            step = case._following("answered", self.env._("answer"))
            case.action_move(step.id)
        return True

    def action_close(self, outcome=None, root_cause_id=None):
        """Closes the cases with an outcome."""
        for case in self._lock_for_handling():
            case._check_open()
            if outcome:
                case.outcome = outcome
            if root_cause_id:
                case.root_cause_id = root_cause_id
            case._check_words_of_end("closed")
            step = case._following("closed", self.env._("close"))
            case.action_move(step.id)
        return True

    def action_reject(self, public_reason=None):
        """Rejects the cases, with a reason that the citizen reads; where the step needs a
        judge, the reason is sent for approval first."""
        for case in self._lock_for_handling():
            case._check_open()
            if public_reason:
                case.public_reason = public_reason
            case._check_words_of_end("rejected")
            step = case._following("rejected", self.env._("reject"))
            running = case._running_approval()
            if case._is_judged_here() and (running.state, running.kind) != (
                "approved",
                "rejection",
            ):
                case._ask_for_approval("rejection")
                continue
            case._check_judged(step)
            case._enter(step)
            case._log_outcome(step)
        return True

    def _finish(self, outcome, public_reason):
        """Ends a case that needs no decision any more, without checking the gates of its
        step.

        :param str outcome: one of ``GIVEN_OUTCOMES``, or withdrawn
        :param str public_reason: what the citizen reads where the process has no
            other end than a rejection
        """
        self.ensure_one()
        step = self.process_id._final_step(after=self.step_id)
        if self._is_judged_here():
            # What a judge approved goes out to nobody.
            self._end_approval("lapsed")
        self._write_handling({"outcome": outcome})
        if step._cached("state") == "rejected" and not self.public_reason:
            self.public_reason = public_reason
        self._enter(step)

    def _following(self, state, verb):
        """The next step that has this state."""
        self.ensure_one()
        step = self.step_id._following(state)[:1]
        if not step:
            following = ", ".join(self.step_id._following().mapped("name"))
            raise UserError(
                self.env._(
                    "At %(step)s the process does not let you %(verb)s. What may follow: "
                    "%(following)s.",
                    step=self.step_id.name,
                    verb=verb,
                    following=following or self.env._("nothing"),
                )
            )
        return step
