from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import APPROVAL_KINDS, APPROVAL_STATES, APPROVES, SETTLED_STATES


class ZrmCase(models.Model):
    """An answer that needs a judge: it is sent for approval, judged, and goes out as the
    judge saw it. The tables of who judges stand in ``domain/judging.py``."""

    _inherit = "zrm.case"

    approval_ids = fields.One2many(
        "zrm.case.approval", "case_id", string="All Approvals", readonly=True
    )
    approval_id = fields.Many2one("zrm.case.approval", compute="_compute_approval")
    approval_kind = fields.Selection(
        APPROVAL_KINDS, string="What Is Approved", compute="_compute_approval"
    )
    approval_state = fields.Selection(APPROVAL_STATES, compute="_compute_approval")
    approval_passed_over = fields.Text(string="Why Not Others", compute="_compute_approval")
    approval_asked = fields.Char(string="Waits for", compute="_compute_approval")
    needs_approval = fields.Boolean(compute="_compute_approval")
    may_approve = fields.Boolean(compute="_compute_approval")

    @api.depends("step_id", "approval_ids.state", "approval_ids.judge_ids", "answer")
    @api.depends_context("uid", "lang")
    def _compute_approval(self):
        for case in self:
            case.needs_approval = case._is_judged_here()
            # sudo: who sees the case sees that it waits, and for whom.
            approval = case.sudo()._running_approval() if case.needs_approval else None
            case.approval_id = approval and approval.with_env(self.env)
            case.approval_kind = approval and approval.kind
            case.approval_state = approval and approval.state
            case.approval_passed_over = approval and approval.passed_over
            waits = approval and approval.state == "waiting"
            asked = approval.judge_ids.mapped("name") if waits else []
            case.approval_asked = ", ".join(asked)
            case.may_approve = bool(waits) and not case._why_not_judge(approval)

    # ------------------------------------------------------------------
    # Sending for approval
    # ------------------------------------------------------------------

    def _is_judged_here(self):
        """Whether what goes out from this step needs a judge."""
        self.ensure_one()
        return bool(
            self.step_id
            and self.state not in SETTLED_STATES
            and self.step_id._cached("needs_approval")
        )

    def _running_approval(self):
        """The approval that is waiting or given at this moment, as superuser."""
        self.ensure_one()
        return self.sudo().approval_ids.filtered(
            lambda approval: approval.state in ("waiting", "approved")
        )

    def action_send_for_approval(self):
        """Asks the one who judges at this step to approve the answer as it stands.

        :raise UserError: without an answer, or where none is needed
        """
        for case in self._lock_for_handling():
            case._check_open()
            if not case._is_judged_here():
                raise UserError(
                    self.env._("At %s no approval is needed; answer directly.", case.step_id.name)
                )
            case._ask_for_approval("answer")
        return True

    def _ask_for_approval(self, kind):
        """Sends the answer, or the reason of a rejection, for approval.

        :param str kind: of ``const.APPROVAL_KINDS``
        """
        self.ensure_one()
        if not (text := self._judged_text(kind)):
            raise UserError(self.env._("Write the answer first."))
        running = self._running_approval()
        if running and (running.kind, running.text) == (kind, text):
            raise UserError(
                self.env._("It was sent for approval already; %s.", self._approval_in_words())
            )
        self._end_approval("lapsed")
        is_person = self.env.user._is_internal() and not self.env.user._is_superuser()
        asker = self.env.user if is_person else self.sudo().user_id
        # sudo: approvals are written by the actions only, which check the rights.
        approval = self.env["zrm.case.approval"].sudo()
        approval.create(
            {
                "case_id": self.id,
                "step_id": self.step_id.id,
                "kind": kind,
                "text": text,
                "asked_by_id": asker.id,
            }
        )._ask_judges()

    def _judged_text(self, kind):
        return (self.public_reason if kind == "rejection" else self.answer or "") or ""

    def _approval_in_words(self):
        running = self._running_approval()
        if running.state == "approved":
            return self.env._("it is approved")
        if not running.judge_ids:
            return self.env._("nobody is left who may approve it")
        return self.env._("it waits for %s", ", ".join(running.judge_ids.mapped("name")))

    # ------------------------------------------------------------------
    # Who judges
    # ------------------------------------------------------------------

    def _judging_unit(self):
        """The unit whose manager judges at this step, or the inspection unit that does."""
        self.ensure_one()
        # sudo: who judges does not depend on who asks.
        case = self.sudo()
        step = case.step_id
        if step.approval_unit_id:
            return step.approval_unit_id
        if step.responsible == "unit":
            return step.unit_id
        if step.responsible == "parent":
            # Above the unit that worked on it, even if the case was referred since.
            return case.handler_unit_id.parent_id or case.unit_id
        return case.unit_id

    def _choose_judges(self, parties):
        """Who judges: the managers of the unit and of those above, then oversight; of an
        inspection unit first all its members. See :meth:`_choose_somebody`."""
        unit = self._judging_unit()
        inspection = self.sudo().step_id.approval_unit_id

        def judges(one):
            return one.manager_id | one.member_ids if one == inspection else one.manager_id

        return self._choose_somebody(self._rungs(unit, judges), parties)

    def _why_not_judge(self, approval):
        """Why the user may not judge this draft, in words, or False."""
        self.ensure_one()
        user, unit = self.env.user, self._judging_unit()
        is_inspection = bool(self.sudo().step_id.approval_unit_id)
        may = user._zrm_judges(unit, with_members=is_inspection)
        if not may and user not in approval.sudo().judge_ids:
            if is_inspection:
                return self.env._("The answer is approved by %s.", unit.display_name)
            return self.env._("A manager of %s approves the answer.", unit.display_name)
        if user in self._excluded_users():
            return self.env._(
                "The citizen objected to the answer of %s; somebody else handles this case.",
                user.name,
            )
        if user in approval._parties():
            return self.env._("You wrote this answer; somebody else who may judge approves it.")
        return False

    def _open_inspection_for(self, unit, judges):
        """Gives the unit of these judges a task of inspection, if it is an inspection unit or
        they would not see the case without: it may have been referred to another branch."""
        self.ensure_one()
        case = self.sudo()
        sees = all(case._is_open_to(judge) for judge in judges)
        if not unit or (sees and unit != case.step_id.approval_unit_id):
            return
        if not case._open_inspection(unit):
            self._open_leg(unit, "inspection", self.env._("Please approve the answer."))

    def _open_inspection(self, unit):
        return self.sudo().referral_ids.filtered(
            lambda leg: leg.kind == "inspection" and leg.unit_id == unit and not leg.closed_at
        )

    # ------------------------------------------------------------------
    # Judging
    # ------------------------------------------------------------------

    def action_approve_answer(self):
        """Approves the draft that waits: by the inspection unit that the step names, or a
        manager of the unit that judges here, or of one above.

        :raise UserError: says who judges instead; also when the text is no longer the one
            on the approver's screen (``zrm_seen_answer`` in the context)
        """
        for case in self._approve():
            case._ask_to_send()
        return True

    def action_approve_and_send(self):
        """Approves the draft that waits, and sends it where the judge's own unit has the
        case and nothing else is missing."""
        for case in self._approve():
            if not case._send_if_complete():
                case._ask_to_send()
        return True

    def _approve(self):
        seen = self.env.context.get("zrm_seen_answer")
        for case in self._lock_for_judging():
            approval = case._waiting_approval()
            if seen is not None and (seen or "").strip() != approval.text.strip():
                raise UserError(
                    self.env._("The answer was changed meanwhile; read it again, then approve it.")
                )
            case._decide(approval, "approved")
            case._write_handling({"answer_approved_by_id": self.env.uid})
            case._log_event("approved", to_unit_id=approval.unit_id.id)
            case._open_inspection(approval.unit_id)._close("done")
        return self

    def _ask_to_send(self):
        """The one who asked sends it, if the case is still theirs; else who has it now."""
        asker = self._running_approval().asked_by_id
        may_send = asker and asker._zrm_works_in(self.sudo().unit_id)
        self._ask_handler(
            lambda env: env._("The answer is approved: send it"), asker if may_send else None
        )

    def action_return_answer(self, words):
        """Gives the draft back to who wrote it.

        :param str words: what is to be changed; the drafter reads them
        """
        cases = self._lock_for_judging()
        if not (words or "").strip():
            raise UserError(self.env._("Write what is to be changed."))
        for case in cases:
            approval = case._waiting_approval()
            case._decide(approval, "returned", words)
            case._log_event("disapproved", text=words, to_unit_id=approval.unit_id.id)
            leg = case._open_action_leg()
            if leg.came_from_step_id and self.env.user._zrm_works_in(leg.unit_id):
                leg.with_env(self.env).action_return(words)
            first_line = words.strip().split("\n")[0][:200]
            case._ask_handler(
                lambda env, line=first_line: env._("The answer was returned: %s", line),
                approval.asked_by_id,
            )
        return True

    def _lock_for_judging(self):
        """As :meth:`_lock_for_handling`, but for judges, who may read the case and need not
        be able to write to it."""
        self.check_access("read")
        self._lock()
        self._check_open()
        return self

    def _waiting_approval(self):
        """The draft that the user is about to judge, as superuser.

        :raise UserError: when there is none, or the user may not judge it
        """
        self.ensure_one()
        if not self._is_judged_here():
            raise UserError(self.env._("At %s no approval is needed.", self.step_id.name))
        if not (self.answer or self.public_reason or "").strip():
            raise UserError(self.env._("There is no answer to approve yet."))
        approval = self._running_approval()
        refusal = self._why_not_judge(approval or approval.new({"case_id": self.id}))
        if refusal:
            raise UserError(refusal)
        if approval.state != "waiting":
            raise UserError(self.env._("Nothing waits for approval; the drafter sends it first."))
        return approval

    def _decide(self, approval, state, words=False):
        approval.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "words": words,
            }
        )
        self.sudo().activity_unlink([APPROVES])

    # ------------------------------------------------------------------
    # Going out, or lapsing
    # ------------------------------------------------------------------

    def _check_judged(self, step):
        """Refuses to let out what no judge has seen.

        :param step: where the case goes
        :raise UserError: when this step needs a judge and this text is not approved at it
        """
        self.ensure_one()
        state = step._cached("state")
        if state not in SETTLED_STATES:
            return
        if self.state == "waiting" and (judged := self._judged_before_waiting()):
            raise UserError(
                self.env._("Go back to %s first: what goes out is approved there.", judged.name)
            )
        if not self._is_judged_here():
            return
        kind = "rejection" if state == "rejected" else "answer"
        approval = self._running_approval()
        if (approval.state, approval.kind, approval.text, approval.step_id.id) != (
            "approved",
            kind,
            self._judged_text(kind),
            self.step_id.id,
        ):
            raise UserError(self.env._("The answer has to be approved before it goes out."))

    def _judged_before_waiting(self):
        """The step at which the citizen was asked, if what goes out from there is judged:
        asking does not pass the judge by."""
        self.ensure_one()
        # sudo: which step it was does not depend on who may read the history.
        moves = self.sudo().event_ids.filtered("from_step_id").sorted("id", reverse=True)
        steps = (move.from_step_id for move in moves)
        before = next((step for step in steps if step._cached("state") != "waiting"), None)
        return before if before and before._cached("needs_approval") else None

    def _end_approval(self, state):
        """Ends the approval that is running: ``used`` when the text goes out, else
        ``lapsed``."""
        for case in self:
            running = case._running_approval()
            if running:
                running.write({"state": state if running.state == "approved" else "lapsed"})
                # The unique index allows one that runs: write this before the next insert.
                running.flush_recordset()
                case.sudo().activity_unlink([APPROVES])
                if state == "lapsed":
                    case._log_event("lapsed")
            if state == "lapsed" and case.sudo().answer_approved_by_id:
                case._write_handling({"answer_approved_by_id": False})

    def _answerer(self):
        """Who answers for what goes out now: the user, but not for a text that they judged."""
        self.ensure_one()
        case = self.sudo()
        if case.answer_approved_by_id == self.env.user:
            approval = case._running_approval()
            return approval.asked_by_id or case.answer_author_ids[:1] or self.env.user
        return self.env.user

    def action_send_approved(self):
        """Sends what is approved: the answer, or the rejection."""
        for case in self._lock_for_handling():
            approval = case._running_approval()
            if approval.kind == "rejection":
                case.action_reject()
            else:
                case.action_answer()
        return True

    def _send_if_complete(self):
        """Sends what was just approved, if the judge's unit has the case and nothing else is
        missing before it leaves the step; the drafter hears.

        :return: whether it was sent
        """
        self.ensure_one()
        approval = self._running_approval()
        state = "rejected" if approval.kind == "rejection" else "answered"
        may_send = self.has_access("write") and self.env.user._zrm_works_in(self.sudo().unit_id)
        if not may_send or self._missing_before_leaving() or not self.step_id._following(state):
            return False
        self.action_send_approved()
        if asker := approval.asked_by_id:
            own = self.with_context(lang=asker.lang or self.env.lang)
            own.message_notify(
                partner_ids=asker.partner_id.ids,
                subject=self.display_name,
                body=own.env._("Your answer was approved and sent to the citizen."),
            )
        return True
