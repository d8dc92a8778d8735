from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...const import SETTLED_STATES, SLA_STATES, WARN_SHARE
from ...domain import sla

# The deadline fields, in the order in which they are checked.
CLOCKS = ("response_deadline", "step_deadline", "deadline")
# Cases per transaction of the scheduler; a crash or a concurrent change makes it repeat at
# most these.
BATCH = 50


class ZrmCase(models.Model):
    """The deadlines of a case.

    Deadlines are moments, computed once in the working time of the responsible
    unit, so nothing stored becomes outdated. Whether one is missed is decided on reading
    (``sla_state``) and by the scheduler, which checks only cases with a due
    ``next_check_at`` and records missed deadlines.
    """

    _inherit = "zrm.case"

    response_deadline = fields.Datetime(readonly=True, copy=False)
    responded_at = fields.Datetime(readonly=True, copy=False)
    step_deadline = fields.Datetime(readonly=True, copy=False)
    deadline = fields.Datetime(readonly=True, copy=False, index="btree_not_null")
    warn_at = fields.Datetime(readonly=True, copy=False)
    paused_at = fields.Datetime(string="Deadlines Paused At", readonly=True, copy=False)
    next_check_at = fields.Datetime(readonly=True, copy=False)
    warned = fields.Boolean(readonly=True, copy=False)
    missed = fields.Char(
        string="Deadlines Missed", readonly=True, copy=False, help="Which ones; stays on record."
    )
    sla_state = fields.Selection(
        SLA_STATES,
        string="Deadline Status",
        compute="_compute_sla_state",
        search="_search_sla_state",
    )

    _due_idx = models.Index("(next_check_at) WHERE next_check_at IS NOT NULL AND paused_at IS NULL")

    @api.depends("deadline", "warn_at", "state", "missed", "paused_at", "closed_at")
    def _compute_sla_state(self):
        now = fields.Datetime.now()
        for case in self:
            case.sla_state = sla.sla_state(
                now,
                case.state in SETTLED_STATES,
                case.deadline,
                case.warn_at,
                case.paused_at,
                case.missed,
            )

    def _search_sla_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = tuple(value)
        domain = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN %s", model._sla_state_sql(alias, query), wanted
            )
        )
        if not {"missed", "done"} & set(wanted):
            # Lets the database use the partial indexes on open cases.
            domain &= Domain("state", "not in", SETTLED_STATES)
        return domain

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Allows grouping by the deadline status, which has no column (progress bars of the
        board)."""
        if groupby_spec != "sla_state":
            return super()._read_group_groupby(alias, groupby_spec, query)
        return self._sla_state_sql(alias, query)

    @api.model
    def _sla_state_sql(self, alias, query):
        """The SQL equivalent of ``domain.sla.sla_state``."""
        columns = {
            name: self._field_to_sql(alias, name, query)
            for name in ("state", "missed", "deadline", "warn_at", "paused_at")
        }
        return SQL(
            """
            CASE WHEN %(state)s IN %(settled)s
                 THEN CASE WHEN 'deadline' = ANY(string_to_array(%(missed)s, ','))
                           THEN 'missed' ELSE 'done' END
                 WHEN %(deadline)s IS NULL OR %(paused_at)s IS NOT NULL THEN 'none'
                 WHEN %(deadline)s <= %(now)s THEN 'missed'
                 WHEN %(warn_at)s <= %(now)s THEN 'soon'
                 ELSE 'in_time' END
            """,
            **columns,
            settled=SETTLED_STATES,
            now=fields.Datetime.now(),
        )

    # ------------------------------------------------------------------
    # Setting the clocks
    # ------------------------------------------------------------------

    @api.model
    def _clock_vals(self, subject, process, working_time, start):
        """Computes the deadlines of a case from a starting moment.

        :param subject: its own time limit overrides that of the process
        :param WorkingTime working_time: of the responsible unit
        :param datetime start: naive, in UTC
        :return: ``response_deadline``, ``deadline``, ``warn_at``
        """
        hours = subject._total_hours(process)
        # The longest first: it fetches the opening hours for all of them.
        end = working_time.after(hours, start)
        warn = working_time.after(hours * (1 - WARN_SHARE), start)
        return {
            "response_deadline": working_time.after(process._cached("response_hours"), start),
            "deadline": end,
            "warn_at": warn if end else False,
        }

    @api.model
    def _next_check(self, vals):
        """The next moment at which the scheduler must check a case with these values."""
        missed = sla.missed_clocks(vals.get("missed"))
        moments = [vals.get(clock) for clock in CLOCKS if vals.get(clock) and clock not in missed]
        if vals.get("responded_at") and vals.get("response_deadline") in moments:
            moments.remove(vals["response_deadline"])
        if vals.get("warn_at") and not vals.get("warned"):
            moments.append(vals["warn_at"])
        return min(moments, default=False)

    def _reset_next_check(self):
        for case in self:
            over = case.state in SETTLED_STATES
            values = {
                name: case[name]
                for name in (*CLOCKS, "warn_at", "warned", "missed", "responded_at")
            }
            case._write_handling({"next_check_at": False if over else self._next_check(values)})

    def _stop_clock(self):
        """Pauses the deadlines while the case waits for the citizen."""
        for case in self.filtered(lambda item: not item.paused_at):
            case._write_handling({"paused_at": fields.Datetime.now()})

    def _resume_clock(self):
        """Resumes paused deadlines: each keeps the working time it had left."""
        now = fields.Datetime.now()
        for case in self.filtered("paused_at"):
            vals, working_time = {"paused_at": False}, case.unit_id._working_time()
            for clock in (*CLOCKS, "warn_at"):
                moment = case[clock]
                if moment and moment > case.paused_at:
                    left = working_time.between(case.paused_at, moment)
                    vals[clock] = working_time.after(max(left, 0.01), now)
            case._write_handling(vals)
        self._reset_next_check()

    def _restart_clocks(self):
        """Recomputes the deadlines after a re-classification, from the moment the case was
        received. Missed deadlines stay on record."""
        for case in self:
            vals = self._clock_vals(
                case.subject_id, case.process_id, case.unit_id._working_time(), case.received_at
            )
            case._write_handling({**vals, "warned": False})
        self._reset_next_check()

    # ------------------------------------------------------------------
    # The scheduler
    # ------------------------------------------------------------------

    @api.model
    def _cron_deadlines(self):
        """Warns before and escalates after deadlines, only where one is due.

        E-mails go through the mail queue: sending them here would delay the next batch, and
        a crash would send only half of them.
        """
        domain = [
            ("next_check_at", "<=", fields.Datetime.now()),
            ("paused_at", "=", False),
        ]
        while due := self.search(domain, limit=BATCH, order="next_check_at"):
            due.with_context(mail_notify_force_send=False)._check_deadlines()
            left = self.search_count(domain, limit=BATCH * 10)
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
            if not self.env["ir.cron"]._commit_progress(len(due), remaining=left):
                break

    def _check_deadlines(self):
        now = fields.Datetime.now()
        for case in self:
            missed = sla.missed_clocks(case.missed)
            new = [
                clock
                for clock in CLOCKS
                if case[clock]
                and case[clock] <= now
                and clock not in missed
                and not (clock == "response_deadline" and case.responded_at)
            ]
            vals = {}
            if new:
                vals["missed"] = ",".join([*missed, *new])
            if case.warn_at and case.warn_at <= now and not case.warned:
                vals["warned"] = True
            case._write_handling(vals)
            if new:
                case._log_event("missed", text=", ".join(new))
                case._escalate(new)
            elif "warned" in vals:
                case._warn()
        self._reset_next_check()

    def _warn(self):
        """Reminds the responsible person that a deadline is near."""
        self._ask_handler(
            self.env._("This case is due soon"),
            date_deadline=fields.Date.to_date(self.deadline or fields.Datetime.now()),
        )

    def _escalate(self, missed):
        """Notifies a manager: first the unit's own, then one level higher with each further
        missed deadline."""
        self.ensure_one()
        unit = self.unit_id.sudo()
        level = len((self.missed or "").split(","))
        managers = []
        while unit:
            if unit.manager_id and unit.manager_id not in managers:
                managers.append(unit.manager_id)
            unit = unit.parent_id
        # Steps over managers who may not open a confidential case.
        managers = list(self._users_who_may_open(self.env["res.users"].union(*managers)))
        if not managers:
            return
        manager = managers[min(level, len(managers)) - 1]
        self._log_event("escalated", text=manager.name)
        self._ask_handler(self.env._("A deadline of this case was missed"), user=manager)
