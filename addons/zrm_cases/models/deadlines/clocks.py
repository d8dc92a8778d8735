from odoo import Command, api, fields, models

from ...const import CLOCKS, SETTLED_STATES, WARN_SHARE
from ...domain import pauses, sla

# The clocks that go on with what they had left; each step has its own hours.
PAUSED_CLOCKS = ("response_deadline", "deadline", "warn_at")


class ZrmCase(models.Model):
    """Setting, stopping and renewing the deadlines of a case; the rule is in
    ``domain/pauses.py``."""

    _inherit = "zrm.case"

    clock_start = fields.Datetime(
        string="Deadlines Count From",
        readonly=True,
        copy=False,
        help="When it was received, or came back by an objection or a reopening.",
    )
    clock_pauses = fields.Json(
        readonly=True, copy=False, help="When the citizen was awaited, since then."
    )
    hours_left = fields.Json(
        readonly=True, copy=False, help="Of each deadline, while the citizen is awaited."
    )

    # ------------------------------------------------------------------
    # Setting
    # ------------------------------------------------------------------

    @api.model
    def _clock_vals(self, subject, process, working_time, start, waited=()):
        """Computes the deadlines of a case from a starting moment.

        :param subject: its own time limit overrides that of the process
        :param WorkingTime working_time: of the responsible unit
        :param datetime start: naive, in UTC
        :param waited: the times in which the citizen was awaited, as ``(from, to)``
        :return: ``response_deadline``, ``deadline``, ``warn_at``
        """
        hours = subject._total_hours(process)
        # The longest first: it fetches the opening hours for all of them.
        end = pauses.due(working_time, hours, start, waited)
        warn = pauses.due(working_time, hours * (1 - WARN_SHARE), start, waited)
        response = pauses.due(working_time, process._cached("response_hours"), start, waited)
        return {"response_deadline": response, "deadline": end, "warn_at": warn if end else False}

    @api.model
    def _next_check(self, vals):
        """The next moment at which the scheduler must check a case with these values."""
        counting = sla.counting_clocks(
            CLOCKS, vals.get("missed"), vals.get("renewed"), vals.get("responded_at")
        )
        moments = [vals[clock] for clock in counting if vals.get(clock)]
        if vals.get("warn_at") and not vals.get("warned"):
            moments.append(vals["warn_at"])
        return min(moments, default=False)

    def _reset_next_check(self):
        for case in self:
            over = case.state in SETTLED_STATES
            values = {
                name: case[name]
                for name in (*CLOCKS, "warn_at", "warned", "missed", "renewed", "responded_at")
            }
            case._write_handling({"next_check_at": False if over else self._next_check(values)})

    # ------------------------------------------------------------------
    # Another step
    # ------------------------------------------------------------------

    def _clocks_at_step(self, step, working_time):
        """The deadlines on entering a step: it has its own hours, afresh, and none while the
        citizen is awaited; the others stop or go on.

        :param WorkingTime working_time: of the unit that is responsible there
        :return: values
        """
        self.ensure_one()
        now, state = fields.Datetime.now(), step._cached("state")
        self._record_ended(state)
        if state == "waiting":
            vals = {"step_deadline": False, **self._stopped_clocks()}
        else:
            hours = step._cached("hours")
            vals = {"step_deadline": working_time.after(hours, now)}
            vals.update(self._resumed_clocks(working_time))
        return {**vals, **self._renewed_clocks(vals)}

    def _record_ended(self, state):
        """Records what is missed already and ends with this step: the scheduler, which comes
        later, would not see it any more."""
        ended = CLOCKS if state in SETTLED_STATES else ("response_deadline", "step_deadline")
        if missed := [clock for clock in self._unseen_misses() if clock in ended]:
            self._record_misses(missed)
            if state not in SETTLED_STATES:
                self._escalate()

    def _unseen_misses(self):
        """What is missed already, but was not seen by the scheduler yet."""
        if self.state in SETTLED_STATES:
            return []
        return self._new_misses(self.paused_at or fields.Datetime.now())

    def _renewed_clocks(self, vals):
        """Lets deadlines on record as missed count again, where these values set them anew."""
        changed = [clock for clock in CLOCKS if clock in vals and vals[clock] != self[clock]]
        missed, renewed = sla.missed_clocks(self.missed), sla.missed_clocks(self.renewed)
        counts = [clock for clock in missed if clock in renewed or clock in changed]
        return {"renewed": ",".join(counts) or False}

    # ------------------------------------------------------------------
    # Waiting for the citizen
    # ------------------------------------------------------------------

    def _stop_clock(self):
        """Stops the deadlines while the case waits for the citizen."""
        for case in self:
            case._write_handling({"step_deadline": False, **case._stopped_clocks()})

    def _stopped_clocks(self):
        """What each clock has left, in the calendar of the unit that has the case."""
        if self.paused_at:
            return {}
        now = fields.Datetime.now()
        # sudo: the deadlines do not depend on the user's rights.
        moments = {clock: self[clock] for clock in PAUSED_CLOCKS}
        moments["referral"] = self._open_action_leg().deadline
        left = pauses.hours_left(self.unit_id._working_time(), now, moments)
        return {"paused_at": now, "hours_left": left}

    def _resumed_clocks(self, working_time):
        """Each clock with the hours that it had left, from now on.

        :param WorkingTime working_time: of the unit that has the case from now on
        """
        if not self.paused_at:
            return {}
        now = fields.Datetime.now()
        left = self.hours_left
        if left is None or left is False:  # stopped before these were kept
            moments = {clock: self[clock] for clock in PAUSED_CLOCKS}
            left = pauses.hours_left(working_time, self.paused_at, moments)
        vals = {clock: working_time.after(hours, now) for clock, hours in left.items()}
        leg_deadline, leg = vals.pop("referral", False), self._open_action_leg()
        if leg_deadline and leg and leg.opened_at <= self.paused_at:
            leg.write({"deadline": leg_deadline})
        elif leg and not leg.deadline:
            leg.write({"deadline": vals.get("deadline") or self.deadline})
        return {**vals, **self._pause_over(now)}

    def _leg_deadline(self):
        """Until when a referral that is opened now has time, unless somebody says it."""
        return not self.paused_at and (self.step_deadline or self.deadline)

    def _pause_over(self, now):
        begun_ended = [fields.Datetime.to_string(moment) for moment in (self.paused_at, now)]
        return {
            "paused_at": False,
            "hours_left": False,
            "clock_pauses": [*(self.clock_pauses or []), begun_ended],
        }

    # ------------------------------------------------------------------
    # Anew
    # ------------------------------------------------------------------

    def _new_round(self, step, working_time):
        """The deadlines of a case that comes back by an objection or a reopening: all count
        from now, and so do misses and the rungs of the escalation."""
        now = fields.Datetime.now()
        vals = {
            **self._clock_vals(self.subject_id, self.process_id, working_time, now),
            "step_deadline": working_time.after(step._cached("hours"), now),
        }
        return {
            **vals,
            **self._renewed_clocks(vals),
            "clock_start": now,
            "clock_pauses": False,
            "paused_at": False,
            "hours_left": False,
            "warned": False,
            "escalated_user_ids": [Command.clear()],
        }

    def _restart_clocks(self):
        """Computes the deadlines anew after a re-classification, from the moment they count
        from; what was waited for the citizen stays left out, and a case that waits goes on
        waiting. Missed deadlines stay on record."""
        for case in self:
            vals, leg = case._restarted_clocks(), case._open_action_leg()
            if missed := [clock for clock in case._unseen_misses() if vals[clock] != case[clock]]:
                case._record_misses(missed)
                case._escalate()
            if leg.deadline in (case.step_deadline, case.deadline):
                # It goes with the case; while that waits, it gets one when it goes on.
                until = not vals.get("paused_at") and (vals["step_deadline"] or vals["deadline"])
                leg.write({"deadline": until})
                (vals.get("hours_left") or {}).pop("referral", None)
            case._write_handling({**vals, **case._renewed_clocks(vals), "warned": False})
        self._reset_next_check()

    def _restarted_clocks(self):
        now, working_time = fields.Datetime.now(), self.unit_id._working_time()
        step, start = self.step_id.sudo(), self._clocks_began()
        vals = dict.fromkeys((*CLOCKS, "warn_at"), False)
        waits = step._cached("state") == "waiting"
        if self.paused_at and not waits:
            vals.update(self._pause_over(now))
        over = vals.get("clock_pauses") or self.clock_pauses or []
        waited = [[fields.Datetime.to_datetime(moment) for moment in pause] for pause in over]
        if start:
            vals.update(
                self._clock_vals(self.subject_id, self.process_id, working_time, start, waited)
            )
            if not waits:
                vals["step_deadline"] = working_time.after(step._cached("hours"), now)
        if waits:
            since = self.paused_at or now
            moments = {clock: vals[clock] for clock in PAUSED_CLOCKS}
            vals["paused_at"] = since
            # What somebody gave the referral is not the subject's to change.
            before, left = self.hours_left or {}, pauses.hours_left(working_time, since, moments)
            kept = {"referral": before["referral"]} if "referral" in before else {}
            vals["hours_left"] = {**left, **kept}
        return vals

    def _clocks_began(self):
        """Hook: from when the deadlines count; False for a case without any."""
        self.ensure_one()
        return self.clock_start or self.received_at
