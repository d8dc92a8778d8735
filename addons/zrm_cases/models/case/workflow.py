from odoo import fields, models
from odoo.exceptions import LockError, UserError

from ...const import FINAL_STATES, LEG_KINDS, OURS, SETTLED_STATES


class ZrmCase(models.Model):
    """The actions on a case. Each checks the rights, acts and logs an event."""

    _inherit = "zrm.case"

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    def _lock_for_handling(self):
        """Locks these cases for an action and checks that the user may handle them.

        :return: self

        :raise UserError: when another unit holds a case, the user is excluded, or somebody
        else is changing it at the moment
        """
        self.check_access("write")
        self._lock()
        for case in self:
            if not self.env.user._zrm_works_in(case.unit_id):
                raise UserError(
                    self.env._(
                        "The case is with %s; only that unit can do this.",
                        case.unit_id.display_name,
                    )
                )
            case._check_not_excluded(self.env.user)
        return self

    def _check_not_excluded(self, user):
        """Refuses experts to whose answer the citizen objected."""
        self.ensure_one()
        if not user._is_superuser() and user in self._excluded_users():
            raise UserError(
                self.env._(
                    "The citizen objected to the answer of %s; somebody else handles this case.",
                    user.name,
                )
            )

    def _excluded_users(self):
        """The experts who may not handle this case any more; reads them only where the
        citizen objected at all."""
        self.ensure_one()
        # sudo: whether somebody is excluded does not depend on who asks.
        case = self.sudo()
        return case.excluded_user_ids if case.objection_count else case.env["res.users"]

    def _check_opens_confidential(self, user):
        """Refuses to give a confidential case to somebody who may not open it."""
        self.ensure_one()
        # sudo: whether it is confidential does not depend on who asks.
        if self.sudo().is_confidential and not user._zrm_opens_confidential():
            raise UserError(
                self.env._(
                    "%s may not open this confidential case; choose somebody else.", user.name
                )
            )

    def _check_may_handle(self, user):
        """Refuses to give the case to somebody without a role, who may not open it, or whose
        answer is disputed."""
        self.ensure_one()
        self._check_not_excluded(user)
        if not user.has_group("zrm_base.group_expert"):
            raise UserError(
                self.env._("%s has no role that handles cases; choose somebody else.", user.name)
            )
        self._check_opens_confidential(user)

    def _lock(self):
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is changing the case at this moment; look at it again.")
            ) from error

    def _check_open(self):
        for case in self:
            if case._is_final():
                raise UserError(
                    self.env._("The case %s is closed; reopen it first.", case.number_spaced)
                )

    def _missing_before_leaving(self):
        """Labels of the fields that this step requires and that are still empty."""
        self.ensure_one()
        step = self.step_id.sudo()
        lacking = [field_id for field_id, name in step._gates().items() if not self[name]]
        return self.env["ir.model.fields"].sudo().browse(lacking).mapped("field_description")

    def _ask_handler(self, summary, user=None, activity="mail.mail_activity_data_todo", **vals):
        """Schedules an activity for the expert of the case, else for the unit's manager; on
        a confidential case only for somebody who may open it.

        :param user: somebody else to ask instead, if they are there and may act
        :return: as :meth:`_give_task`
        """
        self.ensure_one()
        return self._give_task(self._whom_to_ask(user), summary, activity, **vals)

    def _give_task(self, user, summary, activity="mail.mail_activity_data_todo", **vals):
        """Schedules an activity for exactly this user.

        :param summary: what is to be done; a function of an environment gives it in the
            language of who is asked, not of who caused it
        :param str activity: XML id of the type of activity
        :return: the ``mail.activity``; empty without a user
        """
        # sudo: activities are created by the system, whichever user caused them.
        case = self.sudo()
        if not user:
            return case.env["mail.activity"]
        if callable(summary):
            summary = summary(case.with_context(lang=user.sudo().lang or case.env.lang).env)
        return case.activity_schedule(activity, summary=summary, user_id=user.id, **vals)

    # ------------------------------------------------------------------
    # Moving along the process
    # ------------------------------------------------------------------

    def action_move(self, step_id, seen_step_id=None):
        """Moves the cases to a step that may follow theirs.

        :param int step_id: the step to move to
        :param int seen_step_id: the step the user saw them at, if known
        :raise UserError: when the step may not follow, a required field is empty, or
            somebody else moved the case first
        """
        for case in self._lock_for_handling():
            if seen_step_id and case.step_id.id != seen_step_id:
                raise UserError(
                    self.env._(
                        "Somebody has moved the case to %s meanwhile; look at it again.",
                        case.step_id.name,
                    )
                )
            possible = case.step_id._following()
            step = possible.filtered(lambda item: item.id == step_id)
            if not step:
                step = possible.browse(step_id).exists()
                following = ", ".join(possible.mapped("name"))
                raise UserError(
                    self.env._(
                        "%(step)s does not follow %(now)s. What may follow: %(following)s.",
                        step=step.name or "?",
                        now=case.step_id.name,
                        following=following or self.env._("nothing"),
                    )
                )
            # A case may wait for the citizen before all required fields are filled.
            state = step._cached("state")
            if state != "waiting" and (missing := case._missing_before_leaving()):
                raise UserError(
                    self.env._("Before this step can be left, fill in: %s.", ", ".join(missing))
                )
            case._check_judged(step)
            case._check_words_of_end(state)
            case._enter(step)
            case._log_outcome(step)
        return True

    def _enter(self, step):
        """Puts the case at a step and passes it to the unit responsible there."""
        self.ensure_one()
        now, step, before = fields.Datetime.now(), step.sudo(), self.step_id
        state = step._cached("state")
        unit = step._responsible_unit(self.unit_id, self._routed(step), self.handler_unit_id)
        if unit != self.unit_id and state not in FINAL_STATES:
            unit = self._able_unit(unit)
        vals = {
            "step_id": step.id,
            "step_since": now,
            **self._clocks_at_step(step, unit._working_time()),
            "responded_at": self.responded_at or now,
        }
        if step._is_work():
            vals["handler_unit_id"] = unit.id
        if state in FINAL_STATES:
            vals["closed_at"] = now
        if state == "answered":
            vals.update(answered_at=now, answered_by_id=self._answerer().id)
        if before._cached("needs_approval"):
            self._end_approval("used" if state in SETTLED_STATES else "lapsed")
        self._write_handling(vals)
        self._log_move(before, step)
        self._arrange_legs(before, step, unit)
        if state == "answered":
            self._ask_for_verdict()
        # After waiting for the citizen the drafter looks first at what they said.
        is_new = before._cached("state") != "waiting"
        if is_new and self._is_judged_here() and (self.answer or "").strip():
            self._ask_for_approval("answer")
        self._reset_next_check()

    def _routed(self, step):
        """The unit found by routing, if the step uses routing."""
        if step._cached("responsible") != "routing":
            return self.unit_id
        entry = {
            "subject": self.subject_id,
            "region": self.region_id,
            "nature": self.nature_id,
            "channel": self.channel_id,
        }
        return self.env["zrm.routing.rule"]._route([entry])[0]

    def _log_move(self, before, step):
        """Logs the move with the step's message in the citizen's language; the message of a
        systemic problem is sent to its linked cases as well."""
        message = step._messages(self._text_lang())[step.id]
        if self.env.context.get("zrm_own_words") is OURS:
            message = False  # the calling action logs a more specific message
        event = self._log_event(
            "moved",
            text=message,
            is_public=bool(message),
            from_step_id=before.id,
            to_step_id=step.id,
        )
        if message and step._cached("state") not in SETTLED_STATES:
            self._reach_children(event, "news", step)

    def _arrange_legs(self, before, step, unit):
        if step._cached("state") in FINAL_STATES:
            self._close_legs()
            # Reminders of a finished case are removed.
            self.sudo().activity_ids.unlink()
        elif unit != self.unit_id:
            self._pass_on(unit, from_step=before)

    # ------------------------------------------------------------------
    # Referring
    # ------------------------------------------------------------------

    def action_refer(self, unit_id, kind="action", instruction="", user_id=False, deadline=False):
        """Refers the cases to a unit, for action, copy or inspection.

        :param int unit_id: the unit to refer to
        :param str kind: ``action`` transfers responsibility; the other kinds run in
            parallel
        """
        unit = self.env["zrm.unit"].browse(unit_id).exists()
        user = self.env["res.users"].browse(user_id or [])
        if not unit or not unit.active:
            raise UserError(self.env._("Choose a unit that is in use."))
        if user and (not user.active or user not in (unit.member_ids | unit.manager_id)):
            raise UserError(
                self.env._("%(user)s does not work in %(unit)s.", user=user.name, unit=unit.name)
            )
        if kind not in dict(LEG_KINDS):
            raise UserError(self.env._("Choose what the unit is asked for."))
        self._lock_for_handling()._check_open()
        for case in self:
            if unit.sudo().company_id != case.company_id:
                raise UserError(
                    self.env._("A case stays in its company; register it anew in the other one.")
                )
            if user:
                case._check_may_handle(user)
            if kind == "action":
                case._check_someone_able(unit)
                if unit == case.unit_id and not user:
                    raise UserError(self.env._("The case is with %s already.", unit.name))
                case._pass_on(unit, user, instruction, deadline)
            else:
                case._open_leg(unit, kind, instruction, user, deadline)
                case._log_event("referred", to_unit_id=unit.id, text=instruction)
        return True

    def action_assign(self, user_id):
        """Gives the cases to a member of the unit that holds them."""
        user = self.env["res.users"].browse(user_id).exists()
        for case in self._lock_for_handling():
            unit = case.unit_id
            if not user.active or not user._zrm_works_in(unit):
                raise UserError(
                    self.env._(
                        "%(user)s does not work in %(unit)s.", user=user.name, unit=unit.name
                    )
                )
            case._check_may_handle(user)
            # sudo: the referral belongs to the unit, which was checked above.
            case._open_action_leg().write({"user_id": user.id})
            case._write_handling({"user_id": user.id})
            case._log_event("assigned", text=user.name)
        return True

    def action_distribute(self):
        """Assigns unassigned cases to the members with the least work."""
        cases = self._lock_for_handling().filtered(
            lambda case: not case.user_id and not case._is_final()
        )
        units = self.env["zrm.unit"].browse(case.unit_id.id for case in cases)
        users = units._balanced_users(
            [case._excluded_users() for case in cases],
            always=True,
            secret=[case.is_confidential for case in cases],
        )
        for case, user in zip(cases, users, strict=True):
            if user:
                case.action_assign(user.id)
        return True

    def action_take(self):
        """Assigns the cases to the current user."""
        return self.action_assign(self.env.uid)

    def _pass_on(self, unit, user=None, instruction="", deadline=False, from_step=None):
        """Closes the referral for action and opens the next one at another unit."""
        self.ensure_one()
        before = self.unit_id
        if self.step_id._cached("needs_approval"):
            self._end_approval("lapsed")
        self._open_action_leg()._close("done")
        self._open_leg(unit, "action", instruction, user, deadline, before, from_step)
        self._log_event("referred", from_unit_id=before.id, to_unit_id=unit.id, text=instruction)

    def _open_leg(
        self,
        unit,
        kind="action",
        instruction="",
        user=None,
        deadline=False,
        from_unit=None,
        from_step=None,
    ):
        self.ensure_one()
        if kind == "action" and not user:
            user = unit._balanced_users(
                [self._excluded_users()], secret=[self.sudo().is_confidential]
            )[0]
        # sudo: referrals are opened only by actions, which check the rights.
        leg = (
            self.env["zrm.referral"]
            .sudo()
            .create(
                {
                    "case_id": self.id,
                    "kind": kind,
                    "from_unit_id": (from_unit or self.unit_id).id,
                    "from_user_id": self.env.uid,
                    "unit_id": unit.id,
                    "user_id": user.id if user else False,
                    "step_id": self.step_id.id,
                    "came_from_step_id": from_step.id if from_step else False,
                    "instruction": instruction or False,
                    "deadline": deadline or self._leg_deadline(),
                }
            )
        )
        if kind == "action":
            vals = {"unit_id": unit.id, "user_id": user.id if user else False}
            if self.step_id.sudo()._is_work():
                vals["handler_unit_id"] = unit.id
            self._write_handling(vals)
        return leg

    def _open_action_leg(self):
        return self.sudo().referral_ids.filtered(
            lambda leg: leg.kind == "action" and not leg.closed_at
        )

    def _close_legs(self):
        self.sudo().referral_ids.filtered(lambda leg: not leg.closed_at)._close("done")
