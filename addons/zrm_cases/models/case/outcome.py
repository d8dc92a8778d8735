from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError


class ZrmCase(models.Model):
    """Answering, closing and rejecting; a systemic problem passes these on to its linked
    cases."""

    _inherit = "zrm.case"

    def _log_outcome(self, step):
        """Logs the outcome that a step means for the citizen, whichever action moved the
        case there."""
        state = step._cached("state")
        if state == "answered":
            self._log_event("answered", text=self.answer, is_public=True)
            self._reach_children("action_answer", self.answer)
        elif state == "closed":
            self._log_event("closed", is_public=True)
            self._reach_children("action_close", self.outcome, self.root_cause_id.id)
        elif state == "rejected":
            self._log_event("rejected", text=self.public_reason, is_public=True)

    def action_answer(self, answer=None):
        """Answers the citizen; the case moves to its answered step.

        :param str answer: the text, unless it is on the case already
        """
        for case in self._lock_for_handling():
            if answer:
                case.answer = answer
            if not (case.answer or "").strip():
                raise UserError(self.env._("Write the answer first."))
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
            if not case.outcome:
                raise UserError(self.env._("Choose the outcome."))
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
            if not (case.public_reason or "").strip():
                raise UserError(
                    self.env._("Enter the reason for the rejection; the citizen reads it.")
                )
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
            case._log_event("rejected", text=case.public_reason, is_public=True)
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

    def _reach_children(self, verb, *args):
        """Applies the action on a systemic problem to its open linked cases, where their
        process allows it; the others continue as they are."""
        wanted = "answered" if verb == "action_answer" else "closed"
        # sudo: linked cases may be in other units; the unit of the problem acts for all.
        for child in self.sudo().child_ids.filtered(lambda case: not case._is_final()):
            steps = child.step_id.next_step_ids
            reached = child.with_user(SUPERUSER_ID)
            ready = any(step.state == wanted for step in steps)
            if ready and not reached._missing_before_reached(verb):
                getattr(reached, verb)(*args)
            elif verb == "action_answer":
                # Its own process continues; its citizen receives the answer now.
                reached._notify_of_problem(args[0])
            else:
                reached._remind_of_closed_problem()

    def _notify_of_problem(self, text):
        """Sends news of the systemic problem to the citizens of these linked cases; it
        counts as the first response."""
        self._log_event("informed", text=text, is_public=True)
        for case in self.filtered(lambda item: not item.responded_at):
            case._write_handling({"responded_at": fields.Datetime.now()})
            case._reset_next_check()

    def _remind_of_closed_problem(self):
        """Asks the expert whether the linked case is settled as well."""
        self._ask_handler(
            self.env._(
                "The systemic problem %s is closed: is this settled as well?",
                self.parent_id.number_spaced,
            )
        )

    def _missing_before_reached(self, verb):
        """What is missing before a linked case can follow its systemic problem."""
        given = {"action_answer": {"answer"}, "action_close": {"outcome", "root_cause_id"}}[verb]
        step = self.step_id
        missing = [gate for gate in step.gate_field_ids if not self[gate.name]]
        return [gate for gate in missing if gate.name not in given] or (
            step.needs_approval and not self.answer_approved_by_id
        )
