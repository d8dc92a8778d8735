from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...const import OBJECTION_DAYS
from ...domain import judging


class ZrmCase(models.Model):
    """After the answer: objection and reopening."""

    _inherit = "zrm.case"

    def action_object(self, reason, channel_id=None):
        """Records the citizen's objection: the case goes above everybody who drafted,
        answered or approved, to somebody who may act; the table stands in
        ``domain/judging.py``. Those people have no hand in the case any more.

        :param str reason: why, in the citizen's words
        :param int channel_id: how the citizen said it; staff have to state it
        :raise UserError: outside the window, or before there is an answer
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Enter what is not solved."))
        channel = self.env["zrm.channel"].browse(channel_id or []).exists()
        for case in self:
            case._check_may_record_objection()
            case._lock()
            case._shown()._check_objection_is_open()
            if not channel and not self.env.su:
                raise UserError(self.env._("Say how the citizen told you: by phone, by letter …"))
            case._object(reason, channel)
        return True

    def _object(self, reason, channel, stars=None, by_phone=False):
        """Records an objection that was checked; of a merged case to the answer of the one it
        goes on in.

        :param channel: how the citizen said it, if that is known
        """
        self.ensure_one()
        if (shown := self._shown()) != self:
            self._object_within(shown, reason, channel, stars, by_phone)
            return
        if not (reason or "").strip():
            raise UserError(self.env._("Enter what is not solved."))
        self._check_objection_is_open()
        self._climb_after_objection(reason, channel)
        self._record_verdict("objected", stars, reason, by_phone)

    def _check_objection_is_open(self):
        """:raise UserError: says why the citizen cannot object at this moment"""
        self.ensure_one()
        since = self.closed_at or self.answered_at
        if self.state not in ("answered", "closed") or not self.answered_at:
            raise UserError(self.env._("There is no answer yet that could be objected to."))
        if fields.Datetime.now() > since + timedelta(days=OBJECTION_DAYS):
            raise UserError(
                self.env._(
                    "An objection is possible within %s days after the answer; please "
                    "register a new case.",
                    OBJECTION_DAYS,
                )
            )

    def _climb_after_objection(self, reason, channel, is_own=True):
        """Takes the case from those whose answer is disputed to somebody above them.

        :param bool is_own: whether it is the citizen of this case who objects; the words of
            one whose case was merged into it are not shown to the other
        """
        self.ensure_one()
        case = self.sudo()
        disputed = case.handler_unit_id or case.unit_id
        start, is_top = case._above_the_answer(disputed)
        people = case._people_of_the_answer()
        self._write_handling(
            {
                "objection_count": case.objection_count + 1,
                "objected_unit_id": disputed.id,
                "excluded_user_ids": [Command.link(user.id) for user in people],
                "answer_approved_by_id": False,
                "answer_author_ids": [Command.clear()],
            }
        )
        case.activity_ids.filtered(lambda task: task.user_id in people).unlink()
        unit, users, passed = case._choose_handler(start)
        # Oversight and administrators act for the unit at the top.
        holder = unit or case._root_of(start)
        if not users:
            users = case._administrators()
        self._back_in_hand(holder, users[:1] if not unit else None)
        self._log_event(
            "objected",
            text=reason,
            is_public=is_own,
            from_unit_id=disputed.id,
            to_unit_id=holder.id,
            channel_id=channel.id,
        )
        if not is_own:
            self._log_event("reopened", is_public=True)
        if is_top or passed:
            why = [self.env._("Nobody stands above whose answer is disputed.")] if is_top else []
            self._log_event("escalated", text="\n".join([*why, *filter(None, [passed])]))
        self._ask_handler(
            lambda env: env._("The citizen objected: decide anew"), case.user_id or users[:1]
        )

    def _above_the_answer(self, disputed):
        """The unit above everybody who had a hand in the answer.

        :param disputed: the unit whose answer it is
        :return: ``(unit, whether nothing stands above these people)``
        """
        self.ensure_one()
        case = self.sudo()
        people = case._people_of_the_answer()
        if any(user._zrm_stands_above_all() for user in people):
            return case._root_of(disputed), True
        used = case.approval_ids.filtered(lambda approval: approval.state == "used")
        judged = used.sorted("id")[-1:]
        places = people.zrm_unit_ids | people.zrm_managed_unit_ids | case.unit_id | judged.unit_id
        path, *others = (
            [int(part) for part in unit.parent_path.split("/") if part]
            for unit in [disputed, *places]
        )
        unit_id, is_top = judging.above_everybody(path, others)
        return disputed.browse(unit_id), is_top

    @api.model
    def _root_of(self, unit):
        return unit.browse(int(unit.parent_path.split("/")[0]))

    def _check_may_record_objection(self):
        """Staff may record what a citizen says: who registered the case, or who works in the
        unit that has it or above; nobody whose answer it is, and no unit that has a copy.

        :raise UserError: says why not
        """
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if self.env.su:
            return
        if self.verdict == "accepted":
            raise UserError(self.env._("The citizen has accepted the answer; reopen the case."))
        shown = self._shown()
        if user in shown._people_of_the_answer():
            raise UserError(
                self.env._("It is your answer that is objected to; a colleague records it.")
            )
        # sudo: to compare only.
        case = self.sudo()
        holders = case.unit_id | shown.sudo().unit_id
        if user != case.create_uid and not any(user._zrm_works_in(unit) for unit in holders):
            raise UserError(
                self.env._("%s has the case and records the objection.", case.unit_id.display_name)
            )

    def _people_of_the_answer(self):
        """Who drafted, approved or gave the answer."""
        self.ensure_one()
        # sudo: to compare and exclude them; whoever asks.
        case = self.sudo()
        return case.answered_by_id | case.answer_approved_by_id | case.answer_author_ids

    def action_reopen(self, reason):
        """Reopens closed cases in the unit that had them."""
        if not (reason or "").strip():
            raise UserError(self.env._("Enter why the case is reopened."))
        for case in self._lock_for_handling():
            if not case._is_final():
                raise UserError(self.env._("The case is open."))
            case._write_handling({"answer_approved_by_id": False})
            case._back_in_hand(case._able_unit(case.unit_id))
            case._log_event("reopened", text=reason)
        return True

    def _back_in_hand(self, unit, user=None):
        """Back to the process's first step of work, at the given unit.

        :param user: who acts there, where it is nobody of the unit
        """
        self.ensure_one()
        steps = self.process_id.sudo().step_ids
        step = steps.filtered(lambda item: item.state == "open")[:1] or steps[:1]
        self.sudo().outcome = False
        now = fields.Datetime.now()
        self._write_handling(
            {
                "step_id": step.id,
                "step_since": now,
                "closed_at": False,
                "answered_at": False,
                # A merged case goes its own way again.
                "duplicate_of_id": False,
                **self._new_round(step, unit._working_time()),
            }
        )
        before = self.unit_id
        self._close_legs()
        self._open_leg(unit, user=user, from_unit=before)
        self._reset_next_check()
