from datetime import timedelta

from odoo import Command, fields, models
from odoo.exceptions import UserError

from ...const import OBJECTION_DAYS


class ZrmCase(models.Model):
    """After the answer: objection and reopening; also merging of duplicates."""

    _inherit = "zrm.case"

    def action_object(self, reason):
        """Records the citizen's objection: the case goes to the next higher unit, and the
        experts who answered are excluded.

        :param str reason: why, in the citizen's words
        :raise UserError: outside the window, or before there is an answer
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Enter what is not solved."))
        for case in self:
            case._check_may_record_objection()
            case._lock()
            since = case.closed_at or case.answered_at
            if case.state not in ("answered", "closed") or not since:
                raise UserError(self.env._("There is no answer yet that could be objected to."))
            if fields.Datetime.now() > since + timedelta(days=OBJECTION_DAYS):
                raise UserError(
                    self.env._(
                        "An objection is possible within %s days after the answer; please "
                        "register a new case.",
                        OBJECTION_DAYS,
                    )
                )
            # Above the units that worked on it and that approved it. The top unit keeps the
            # case, but the excluded experts cannot handle it.
            disputed = case.sudo().handler_unit_id or case.sudo().unit_id
            top = min(disputed, case.sudo().unit_id, key=lambda unit: len(unit.parent_path))
            higher = top.parent_id or top
            people = case._people_of_the_answer()
            case._write_handling(
                {
                    "objection_count": case.objection_count + 1,
                    "objected_unit_id": disputed.id,
                    "excluded_user_ids": [Command.link(user.id) for user in people],
                    "answer_approved_by_id": False,
                    "answer_author_ids": [Command.clear()],
                }
            )
            case._back_in_hand(higher)
            case._log_event(
                "objected",
                text=reason,
                is_public=True,
                from_unit_id=disputed.id,
                to_unit_id=higher.id,
            )
            case._ask_handler(self.env._("The citizen objected to the answer"))
        return True

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
        if user in self._people_of_the_answer():
            raise UserError(
                self.env._("It is your answer that is objected to; a colleague records it.")
            )
        # sudo: to compare only.
        case = self.sudo()
        if user != case.create_uid and not user._zrm_works_in(case.unit_id):
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
            case._back_in_hand(case.unit_id)
            case._log_event("reopened", text=reason)
        return True

    def _back_in_hand(self, unit):
        """Back to the process's first step of work, at the given unit."""
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
                **self._new_round(step, unit._working_time()),
            }
        )
        before = self.unit_id
        self._close_legs()
        self._open_leg(unit, from_unit=before)
        self._reset_next_check()

    def action_merge(self, target_id):
        """Merges duplicate cases into another one, which continues."""
        target = self.browse(target_id).exists()
        target.check_access("write")
        # Locked: two cases merged into each other at the same moment would both end.
        target._lock()
        target._check_open()
        for case in self._lock_for_handling():
            case._check_open()
            if case.is_confidential and not target.is_confidential:
                raise UserError(
                    self.env._(
                        "%s is confidential: its files and its citizen would be seen by all who "
                        "see the other case. Mark that one confidential first.",
                        case.number_spaced,
                    )
                )
            if case == target or target.duplicate_of_id:
                raise UserError(self.env._("Choose another case, one that is not merged itself."))
            case._write_handling({"duplicate_of_id": target.id})
            case._finish("merged", self.env._("It goes on within another case."))
            case._log_event("merged", text=target.number_spaced, is_public=True)
            target._take_over(case)
        return True

    def _take_over(self, double):
        """Transfers followers and files of a merged case to this one."""
        self.ensure_one()
        self.sudo().message_subscribe(double.sudo().message_partner_ids.ids)
        affected = double.sudo().joined_partner_ids | double.sudo().partner_id
        for partner in affected - self.sudo().partner_id:
            self.sudo().joined_partner_ids = [(4, partner.id)]
        # Copies, so that the history of the merged case keeps its files.
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", double.id)])
        )
        for attachment in attachments:
            attachment.copy({"res_id": self.id, "name": attachment.name})
