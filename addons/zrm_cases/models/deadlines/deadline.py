from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...const import CLOCKS, SETTLED_STATES, SLA_STATES
from ...domain import sla

# Cases per transaction of the scheduler; a crash or a concurrent change makes it repeat at
# most these.
BATCH = 50


class ZrmCase(models.Model):
    """The deadlines of a case.

    Deadlines are moments, computed once in the working time of the responsible
    unit (``clocks.py``), so nothing stored becomes outdated. Whether one is missed is decided
    on reading (``sla_state``) and by the scheduler, which checks only cases with a due
    ``next_check_at``, records missed deadlines and escalates them (``escalation.py``).
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
    renewed = fields.Char(
        string="Deadlines Renewed",
        readonly=True,
        copy=False,
        help="Missed ones that were set anew since; missing them again counts again.",
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
            new = case._new_misses(now)
            vals = {}
            if case.warn_at and case.warn_at <= now and not case.warned:
                vals["warned"] = True
            case._write_handling(vals)
            if new:
                case._record_misses(new)
                case._escalate()
            elif "warned" in vals:
                case._warn()
        self._reset_next_check()

    def _new_misses(self, now):
        """The deadlines that have passed and are not on record as missed since they were set."""
        counting = sla.counting_clocks(CLOCKS, self.missed, self.renewed, self.responded_at)
        return [clock for clock in counting if self[clock] and self[clock] <= now]

    def _record_misses(self, clocks):
        """Puts missed deadlines on record for good."""
        missed, renewed = sla.missed_clocks(self.missed), sla.missed_clocks(self.renewed)
        self._write_handling(
            {
                "missed": ",".join(dict.fromkeys([*missed, *clocks])),
                "renewed": ",".join(clock for clock in renewed if clock not in clocks) or False,
            }
        )
        self._log_event("missed", text=", ".join(clocks))

    def _warn(self):
        """Reminds the responsible person that a deadline is near."""
        self._ask_handler(
            lambda env: env._("This case is due soon"),
            date_deadline=fields.Date.to_date(self.deadline or fields.Datetime.now()),
        )
