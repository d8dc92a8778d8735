from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount

from odoo.addons.zrm_base.tools import jalali

from ...const import COPIED, COUNTERS
from ...domain import ledger


class Entry(NamedTuple):
    """One entry to book.

    ``key`` is unique for what it stands for: the same key is booked once. ``source`` names
    another record by model and id. ``beyond_stop`` lets it pass the line's threshold.
    """

    line: models.BaseModel
    kind: str
    amount: float
    key: str
    request_line: int | bool = False
    document: int | bool = False
    source: str | bool = False
    beyond_stop: bool = False


class ZrmBudgetLine(models.Model):
    """The only writer of the counters."""

    _inherit = "zrm.budget.line"

    @api.model
    def _book(self, entries):
        """Books entries on credit lines, all or none: counters and ledger in one transaction.

        One conditional UPDATE decides: of two that race for the last rial the second waits for
        the first, and PostgreSQL makes it begin anew, with what is then left. To read under a
        lock first would not do, since a repeatable read shows the old state (measured: 160 of
        100 spent).

        :param entries: list of :class:`Entry`; what was booked before is left out
        :raise UserError: says which line has not enough, is frozen or closed
        """
        if not entries:
            return
        for entry in entries:
            if entry.amount <= 0:
                raise UserError(self.env._("An amount is above zero."))
        lines = self.browse(sorted({entry.line.id for entry in entries}))
        self.flush_model([*COUNTERS, *COPIED, "state", "level"])
        self.env["zrm.budget.period"].flush_model(["state"])
        today = self.env["res.company"]._zrm_today()
        rows = self._change_counters(lines, entries, today)
        if not rows and (left := self._not_booked(entries)) != entries:
            return self._book(left)
        # With what is computed of them.
        lines.invalidate_recordset([*COUNTERS, "level", "available", "used_percent", "bar"])
        if missing := lines - self.browse(row[0] for row in rows):
            missing[:1]._explain([entry for entry in entries if entry.line.id == missing[:1].id])
        # sudo: the ledger is written here only.
        self.env["zrm.budget.move"].sudo().create(
            [
                {
                    "line_id": entry.line.id,
                    "company_id": entry.line.sudo().company_id.id,
                    "kind": entry.kind,
                    "amount": entry.amount,
                    "key": entry.key,
                    "request_line_id": entry.request_line,
                    "document_id": entry.document,
                    "source": entry.source,
                    "user_id": self.env.uid,
                    "jalali_year": jalali.year_key(today),
                    "jalali_month": jalali.month_key(today),
                }
                for entry in entries
            ]
        )
        for line_id, level, before in rows:
            if level > before and level >= 2:
                self.browse(line_id)._tell_manager()

    @api.model
    def _not_booked(self, entries):
        """:raise UserError: when a key was booked for something else"""
        # sudo: keys are unique over all lines.
        known = {
            move.key: move
            for move in self.env["zrm.budget.move"]
            .sudo()
            .search([("key", "in", [entry.key for entry in entries])])
        }
        left = []
        for entry in entries:
            move = known.get(entry.key)
            if not move:
                left.append(entry)
            elif (move.line_id.id, move.kind) != (entry.line.id, entry.kind) or (
                move.currency_id.compare_amounts(move.amount, entry.amount)
            ):
                raise UserError(self.env._("This was booked already, with another amount."))
        return left

    @api.model
    def _change_counters(self, lines, entries, today):
        """Changes the counters, and with them the sums of the month.

        :return: rows of ``(id, level now, level before)`` of the lines that could be changed"""
        values = []
        for line in lines:
            mine = [entry for entry in entries if entry.line.id == line.id]
            change = ledger.deltas((entry.kind, entry.amount) for entry in mine)
            takes = any(entry.kind in ledger.TAKES for entry in mine)
            held = takes and not any(entry.beyond_stop for entry in mine)
            harmless = all(entry.kind in ledger.HARMLESS for entry in mine)
            starts = all(entry.kind in ("appropriate", "allot") for entry in mine)
            numbers = SQL(", ").join(SQL("%s::numeric", change[name]) for name in COUNTERS)
            values.append(SQL("(%s, %s, %s, %s, %s)", line.id, numbers, held, harmless, starts))
        if len(lines) > 1:
            # In one order, so that two with several lines each do not wait for each other.
            self.env.cr.execute(
                SQL(
                    "SELECT FROM zrm_budget_line WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                    tuple(lines.ids),
                )
            )
        used = SQL(
            "(line.reserved + d.reserved + line.committed + d.committed + line.spent + d.spent)"
        )
        allotted = SQL("(line.allotted + d.allotted)")
        changed = SQL(
            """
                UPDATE zrm_budget_line AS line
                   SET approved = line.approved + d.approved,
                       allotted = %(allotted)s,
                       reserved = line.reserved + d.reserved,
                       committed = line.committed + d.committed,
                       spent = line.spent + d.spent,
                       level = CASE WHEN %(used)s * 100 >= %(allotted)s * line.stop_at
                                         AND %(used)s > 0 THEN 3
                                    WHEN %(used)s * 100 >= %(allotted)s * line.tell_at
                                         AND %(used)s > 0 THEN 2
                                    WHEN %(used)s * 100 >= %(allotted)s * line.warn_at
                                         AND %(used)s > 0 THEN 1
                                    ELSE 0 END,
                       write_date = %(now)s, write_uid = %(uid)s
                  FROM (VALUES %(values)s) AS d (id, approved, allotted, reserved, committed,
                                                spent, held, harmless, starts),
                       zrm_budget_line AS before, zrm_budget_period AS period
                 WHERE line.id = d.id AND before.id = d.id AND period.id = line.period_id
                   -- What was booked before is found here, without a query of its own.
                   AND NOT EXISTS (SELECT FROM zrm_budget_move WHERE key IN %(keys)s)
                   AND (line.state = 'open' OR line.state = 'frozen' AND d.harmless)
                   AND (period.state = 'open' OR period.state = 'draft' AND d.starts)
                   AND line.approved + d.approved >= %(allotted)s
                   AND %(allotted)s >= %(used)s
                   AND (NOT d.held OR %(used)s * 100 <= %(allotted)s * line.stop_at)
                   AND line.reserved + d.reserved >= 0
                   AND line.committed + d.committed >= 0
                   AND line.spent + d.spent >= 0
             RETURNING line.id AS line_id, line.level, before.level AS before, %(copied)s,
                       %(changes)s, %(month)s::date AS month, %(jalali_year)s AS jalali_year,
                       %(jalali_month)s AS jalali_month
                """,
            keys=tuple(entry.key for entry in entries),
            copied=SQL(", ").join(SQL.identifier("line", name) for name in COPIED),
            changes=SQL(", ").join(SQL.identifier("d", name) for name in COUNTERS),
            month=today.replace(day=1),
            jalali_year=jalali.year_key(today),
            jalali_month=jalali.month_key(today),
            used=used,
            allotted=allotted,
            values=SQL(", ").join(values),
            now=fields.Datetime.now(),
            uid=self.env.uid,
        )
        # sudo: the sums are written here only, under the lock of their line.
        months = self.env["zrm.budget.performance"].sudo()
        self.env.cr.execute(
            SQL(
                "WITH changed AS (%s), summed AS (%s) SELECT line_id, level, before FROM changed",
                changed,
                months._adding(SQL("SELECT * FROM changed")),
            )
        )
        months.invalidate_model(flush=False)
        return self.env.cr.fetchall()

    def _explain(self, entries):
        """:raise UserError: says why these entries could not be booked on the line"""
        self.ensure_one()
        line = self.sudo()
        name = line.display_name
        if line.period_id.state == "closed":
            raise UserError(
                self.env._("%s is closed; use a line of an open period.", line.period_id.name)
            )
        if line.period_id.state == "draft":
            raise UserError(
                self.env._("%s is not open yet: it is being planned.", line.period_id.name)
            )
        if line.state == "closed":
            raise UserError(self.env._("The credit line %s is closed.", name))
        if line.state == "frozen":
            raise UserError(
                self.env._("The credit line %s is frozen; nothing is taken from it.", name)
            )
        change = ledger.deltas((entry.kind, entry.amount) for entry in entries)
        after = {counter: line[counter] + change[counter] for counter in COUNTERS}
        problem = ledger.problem(after)
        wanted = sum(change[counter] for counter in ("reserved", "committed", "spent"))
        if problem == "negative":
            raise UserError(self.env._("There is not so much to take back on %s.", name))
        if problem == "allotted":
            raise UserError(self.env._("More cannot be allotted on %s than is approved.", name))
        if wanted > 0:
            free = line.allotted * min(line.stop_at, 100) / 100
            free -= line.reserved + line.committed + line.spent
            raise UserError(
                self.env._(
                    "Not enough credit on %(line)s: %(wanted)s is asked for, %(free)s is "
                    "available.",
                    line=name,
                    wanted=format_amount(self.env, wanted, line.currency_id),
                    free=format_amount(self.env, max(free, 0), line.currency_id),
                )
            )
        raise UserError(
            self.env._("What is reserved, committed or spent on %s cannot be taken away.", name)
        )

    def _tell_manager(self):
        """The unit's manager hears once when a line passes its threshold."""
        self.ensure_one()
        # sudo: whoever books need not see who manages the unit.
        line = self.sudo()
        manager = line.unit_id.manager_id
        if not manager or manager.share or not manager.active:
            return
        own = line.with_context(lang=manager.lang or self.env.lang)
        own.message_notify(
            partner_ids=manager.partner_id.ids,
            subject=own.env._("A credit is nearly used up"),
            body=own.env._(
                "%(percent)s percent of %(line)s are used.",
                percent=round(line.used_percent),
                line=own.display_name,
            ),
        )
