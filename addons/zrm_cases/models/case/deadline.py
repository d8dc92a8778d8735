from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import FINAL_STATES, SLA_STATES, WARN_SHARE

# Which deadline is which, in the order in which they are looked at.
CLOCKS = ("response_deadline", "step_deadline", "deadline")
# So many cases share a transaction: what a crash, or somebody who changes one
# of them at the same moment, makes the scheduler do again.
BATCH = 50


class ZrmCase(models.Model):
    """The clocks of a case.

    Deadlines are moments, computed once in the working time of the responsible
    unit; nothing stored goes stale. Whether one is missed is decided when it is
    read (``sla_state``), and by the scheduler, which visits only the cases whose
    next moment has come (``next_check_at``) and puts on record what was missed.
    """

    _inherit = "zrm.case"

    response_deadline = fields.Datetime(readonly=True, copy=False)
    responded_at = fields.Datetime(readonly=True, copy=False)
    step_deadline = fields.Datetime(readonly=True, copy=False)
    deadline = fields.Datetime(readonly=True, copy=False, index="btree_not_null")
    warn_at = fields.Datetime(readonly=True, copy=False)
    paused_at = fields.Datetime(string="Clock Stopped", readonly=True, copy=False)
    next_check_at = fields.Datetime(readonly=True, copy=False)
    warned = fields.Boolean(readonly=True, copy=False)
    missed = fields.Char(
        string="Deadlines Missed", readonly=True, copy=False, help="Which ones; stays on record."
    )
    sla_state = fields.Selection(
        SLA_STATES, string="In Time?", compute="_compute_sla_state", search="_search_sla_state"
    )

    _due_idx = models.Index("(next_check_at) WHERE next_check_at IS NOT NULL AND paused_at IS NULL")

    @api.depends("deadline", "warn_at", "state", "missed", "paused_at", "closed_at")
    def _compute_sla_state(self):
        now = fields.Datetime.now()
        for case in self:
            if case.state in (*FINAL_STATES, "answered"):
                late = "deadline" in (case.missed or "").split(",")
                case.sla_state = "missed" if late else "done"
            elif not case.deadline or case.paused_at:
                case.sla_state = "none"
            elif case.deadline <= now:
                case.sla_state = "missed"
            elif case.warn_at and case.warn_at <= now:
                case.sla_state = "soon"
            else:
                case.sla_state = "in_time"

    def _search_sla_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        over = Domain("state", "in", [*FINAL_STATES, "answered"])
        running = ~over & Domain("deadline", "!=", False) & Domain("paused_at", "=", False)
        late = Domain("missed", "=like", "%,deadline") | Domain("missed", "=", "deadline")
        domains = {
            "none": ~over & (Domain("deadline", "=", False) | Domain("paused_at", "!=", False)),
            "in_time": running & Domain("deadline", ">", now) & Domain("warn_at", ">", now),
            "soon": running & Domain("deadline", ">", now) & Domain("warn_at", "<=", now),
            "missed": (running & Domain("deadline", "<=", now)) | (over & late),
            "done": over & ~late,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """The deadline state has no column; the bars above the columns count by
        it all the same, in one pass."""
        if groupby_spec != "sla_state":
            return super()._read_group_groupby(alias, groupby_spec, query)
        columns = {
            name: self._field_to_sql(alias, name, query)
            for name in ("state", "missed", "deadline", "warn_at", "paused_at")
        }
        return SQL(
            """
            CASE WHEN %(state)s IN %(over)s
                 THEN CASE WHEN 'deadline' = ANY(string_to_array(%(missed)s, ','))
                           THEN 'missed' ELSE 'done' END
                 WHEN %(deadline)s IS NULL OR %(paused_at)s IS NOT NULL THEN 'none'
                 WHEN %(deadline)s <= %(now)s THEN 'missed'
                 WHEN %(warn_at)s <= %(now)s THEN 'soon'
                 ELSE 'in_time' END
            """,
            **columns,
            over=(*FINAL_STATES, "answered"),
            now=fields.Datetime.now(),
        )

    # ------------------------------------------------------------------
    # Setting the clocks
    # ------------------------------------------------------------------

    @api.model
    def _clock_vals(self, process, unit, received_at, subject=None):
        """The deadlines of a case that comes in.

        :param subject: may allow another time than the process does
        :return: ``response_deadline``, ``deadline``, ``warn_at``
        """
        hours = subject._total_hours(process) if subject else process.total_hours
        end = unit._after_working_hours(hours, received_at)
        warn = unit._after_working_hours(hours * (1 - WARN_SHARE), received_at)
        return {
            "response_deadline": unit._after_working_hours(process.response_hours, received_at),
            "deadline": end,
            "warn_at": warn if end else False,
        }

    @api.model
    def _next_check(self, vals):
        """The next moment at which the scheduler has to look at a case with
        these values."""
        missed = (vals.get("missed") or "").split(",")
        moments = [vals.get(clock) for clock in CLOCKS if vals.get(clock) and clock not in missed]
        if vals.get("responded_at") and vals.get("response_deadline") in moments:
            moments.remove(vals["response_deadline"])
        if vals.get("warn_at") and not vals.get("warned"):
            moments.append(vals["warn_at"])
        return min(moments, default=False)

    def _reset_next_check(self):
        for case in self:
            over = case.state in (*FINAL_STATES, "answered")
            values = {
                name: case[name]
                for name in (*CLOCKS, "warn_at", "warned", "missed", "responded_at")
            }
            case._write_handling({"next_check_at": False if over else self._next_check(values)})

    def _stop_clock(self):
        """The citizen is awaited: no working time passes."""
        for case in self.filtered(lambda item: not item.paused_at):
            case._write_handling({"paused_at": fields.Datetime.now()})

    def _resume_clock(self):
        """Moves what is still to come by the working time that was left."""
        now = fields.Datetime.now()
        for case in self.filtered("paused_at"):
            vals = {"paused_at": False}
            for clock in (*CLOCKS, "warn_at"):
                moment = case[clock]
                if moment and moment > case.paused_at:
                    left = case.unit_id._working_hours_between(case.paused_at, moment)
                    vals[clock] = case.unit_id._after_working_hours(max(left, 0.01), now)
            case._write_handling(vals)
        self._reset_next_check()

    def _restart_clocks(self):
        """After another classification the whole case counts by its new
        process, from when it was received; what was missed stays on record."""
        for case in self:
            vals = self._clock_vals(
                case.process_id, case.unit_id, case.received_at, subject=case.subject_id
            )
            case._write_handling({**vals, "warned": False})
        self._reset_next_check()

    # ------------------------------------------------------------------
    # The scheduler
    # ------------------------------------------------------------------

    @api.model
    def _cron_deadlines(self):
        """Warns before and escalates after deadlines, only where one is due.

        What is told by e-mail goes through the queue: sent here, the e-mails of
        a batch would hold the next one up, and a crash among them tell half.
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
            missed = [name for name in (case.missed or "").split(",") if name]
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
                case._tell("missed", text=", ".join(new))
                case._escalate(new)
            elif "warned" in vals:
                case._warn()
        self._reset_next_check()

    def _warn(self):
        """Reminds whoever is responsible that a deadline draws near."""
        self.ensure_one()
        user = self.user_id or self.unit_id.sudo().manager_id
        if user:
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.to_date(self.deadline or fields.Datetime.now()),
                summary=self.env._("This case is due soon"),
                user_id=user.id,
            )

    def _escalate(self, missed):
        """Tells the next manager up the tree: first the unit's own, then, with
        each further deadline, one level higher."""
        self.ensure_one()
        unit = self.unit_id.sudo()
        level = len((self.missed or "").split(","))
        managers = []
        while unit:
            if unit.manager_id and unit.manager_id not in managers:
                managers.append(unit.manager_id)
            unit = unit.parent_id
        if not managers:
            return
        manager = managers[min(level, len(managers)) - 1]
        self._tell("escalated", text=manager.name)
        self.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("A deadline of this case was missed"),
            user_id=manager.id,
        )
