from odoo import SUPERUSER_ID, Command, fields, models

from ...const import OURS
from ...domain import matter


class ZrmCase(models.Model):
    """A systemic problem and the cases that are linked to it; the table of what these get
    stands in ``domain/matter.py``."""

    _inherit = "zrm.case"

    def _reach_children(self, event, kind, step=None):
        """Passes on to the linked cases what happened to this systemic problem.

        :param event: the event of the problem; each citizen hears of it once, whatever the
            number of their cases
        :param str kind: ``news``, ``answered``, ``closed``, ``rejected`` or ``withdrawn``
        :param step: the step whose message is the news
        """
        self.ensure_one()
        # sudo: linked cases may be in other units; the unit of the problem acts for all.
        children = self.sudo().child_ids
        if not children:
            return
        matter_of = (OURS, event.id)
        ours, by_deed = self.sudo().with_context(zrm_matter=matter_of), {}
        for child in children.with_context(zrm_matter=matter_of):
            is_same = child.state == "answered" and child.answer == self.answer
            deed = matter.what_follows(kind, child.state, is_same)
            by_deed.setdefault(deed, child.browse())
            by_deed[deed] |= child
        for deed, cases in by_deed.items():
            if deed == matter.INFORM:
                cases._notify_of_problem(step)
            elif deed == matter.ANSWER:
                cases._answer_with(ours)
            elif deed == matter.CLOSE:
                cases._close_with(ours)
            elif deed == matter.ASK:
                cases._ask_whether_settled(ours, kind)

    def _notify_of_problem(self, step):
        """Sends the message of the step that the systemic problem has reached to the
        citizens of these linked cases; it counts as the first response."""
        for lang, cases in self.grouped(lambda case: case._text_lang()).items():
            cases._log_event("informed", text=step._messages(lang)[step.id], is_public=True)
        for case in self.filtered(lambda item: not item.responded_at):
            case._write_handling({"responded_at": fields.Datetime.now()})
            case._reset_next_check()

    def _answer_with(self, problem):
        """Answers these linked cases as the systemic problem was, in the name of the same
        people, so that an objection goes above them."""
        people = {
            "answer_author_ids": [
                Command.set((problem.answer_author_ids | problem.answered_by_id).ids)
            ],
        }
        for case in self.with_user(SUPERUSER_ID):
            if case._excluded_users() & problem._people_of_the_answer():
                case._ask_to_decide_alone(problem)
                continue
            case.answer = problem.answer
            case._write_handling(people)
            step = case.process_id._step_of_state("answered", case.step_id)
            is_judged = case._take_judgement_of(problem)
            missing = case._missing_before_leaving() if case.state != "waiting" else ()
            if not step or missing or not is_judged:
                case._ask_to_answer_as(problem, judged=is_judged)
                continue
            case._enter(step)
            case._write_handling(
                {
                    "answered_by_id": problem.answered_by_id.id,
                    "answer_approved_by_id": problem.answer_approved_by_id.id,
                }
            )
            case._log_event(
                "answered",
                text=case.answer,
                is_public=True,
                user_id=problem.answered_by_id.id or SUPERUSER_ID,
            )

    def _take_judgement_of(self, problem):
        """Notes that the problem's answer was judged, where the process of this case has a
        judge, whom being answered from above must not pass by.

        :return: whether the answer may go out
        """
        self.ensure_one()
        steps = self.step_id | self.process_id.sudo().step_ids
        judging = steps.filtered("needs_approval")[:1]
        if not judging:
            return True
        used = problem.approval_ids.filtered(
            lambda one: (one.state, one.kind, one.text) == ("used", "answer", self.answer)
        )
        if judged := used.sorted("id")[-1:]:
            names = ("kind", "text", "asked_at", "state", "decided_at")
            links = ("asked_by_id", "unit_id", "decided_by_id")
            judged.create(
                {
                    **{name: judged[name] for name in names},
                    **{name: judged[name].id for name in links},
                    "case_id": self.id,
                    "step_id": judging.id,
                    "judge_ids": [Command.set(judged.judge_ids.ids)],
                }
            )
        return bool(judged)

    def _ask_to_answer_as(self, problem, judged):
        """The answer of the problem is a draft here: a judge or the expert goes on."""
        number = problem.number_spaced
        running = self._running_approval()
        is_asked = (running.kind, running.text) == ("answer", self.answer)
        if not judged and self._is_judged_here() and not is_asked:
            self._ask_for_approval("answer")
        self._ask_handler(
            lambda env: env._(
                "The systemic problem %s is answered: complete the case and send the answer", number
            )
        )

    def _ask_to_decide_alone(self, problem):
        """The citizen of this case disputes what the same people answered before: others
        answer it."""
        number = problem.number_spaced
        self._ask_handler(
            lambda env: env._(
                "The systemic problem %s is answered, by people whose answer is disputed here: "
                "decide this case alone",
                number,
            )
        )

    def _close_with(self, problem):
        """Closes linked cases that were answered by the problem's answer."""
        for case in self.with_user(SUPERUSER_ID):
            step = case.step_id._following("closed")[:1]
            if not step or case.verdict == "objected":
                continue
            if not case.root_cause_id:
                case.root_cause_id = problem.root_cause_id
            if not case.outcome:
                case.outcome = problem.outcome
            case._enter(step)
            case._log_event("closed", is_public=True)

    def _ask_whether_settled(self, problem, kind):
        """Asks the experts whether these cases are settled as well; none is closed
        unanswered."""
        number = problem.number_spaced

        def summary(env):
            if kind == "withdrawn":
                return env._(
                    "The systemic problem %s is withdrawn by its citizen: decide this case alone",
                    number,
                )
            if kind == "rejected":
                return env._("The systemic problem %s is rejected: decide this case alone", number)
            return env._("The systemic problem %s is closed: is this settled as well?", number)

        for case in self:
            case._ask_handler(summary)
