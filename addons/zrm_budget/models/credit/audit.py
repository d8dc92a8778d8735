from odoo import api, models
from odoo.tools import SQL

from ...const import COUNTERS, OFFICER
from ...domain.ledger import EFFECTS

# Of so many differences one by one; where there are more, something is wrong with all of it.
MOST_TOLD = 50


class ZrmBudgetLine(models.Model):
    """The nightly comparison: counters, ledger and accounting say the same. A difference is
    reported to the budget officers, never silently mended."""

    _inherit = "zrm.budget.line"

    @api.model
    def _differences(self):
        """Lines whose counters are not the sums of their ledger, or whose ledger does not have
        what the posted entries say.

        :return: list of ``(line id, what, should be, is)``
        """
        self.env.flush_all()
        sums = SQL(", ").join(
            SQL(
                "coalesce(sum(move.amount * CASE move.kind %s ELSE 0 END), 0)",
                SQL(" ").join(
                    SQL("WHEN %s THEN %s", kind, effect[place])
                    for kind, effect in EFFECTS.items()
                    if effect[place]
                ),
            )
            for place in range(len(COUNTERS))
        )
        self.env.cr.execute(
            SQL(
                """
                SELECT line.id, line.approved, line.allotted, line.reserved, line.committed,
                       line.spent, %s
                  FROM zrm_budget_line line
                  LEFT JOIN zrm_budget_move move ON move.line_id = line.id
                 GROUP BY line.id
                """,
                sums,
            )
        )
        found = []
        for line_id, *numbers in self.env.cr.fetchall():
            for name, stored, should in zip(COUNTERS, numbers[:5], numbers[5:], strict=True):
                if stored != should:
                    found.append((line_id, name, should, stored))
        found += self._differences_of_months()
        self.env.cr.execute(
            """
            SELECT coalesce(entry.line, booked.line), coalesce(entry.amount, 0),
                   coalesce(booked.amount, 0)
              FROM (SELECT item.zrm_budget_line_id AS line,
                           sum(round(item.balance / period.ratio::numeric,
                                     currency.decimal_places)) AS amount
                      FROM account_move_line item
                      JOIN zrm_budget_line line ON line.id = item.zrm_budget_line_id
                      JOIN zrm_budget_period period ON period.id = line.period_id
                      JOIN res_currency currency ON currency.id = line.currency_id
                     WHERE item.parent_state = 'posted'
                     GROUP BY 1) entry
              FULL JOIN (SELECT line_id AS line,
                                sum(CASE WHEN kind IN ('spend', 'charge') THEN amount
                                         ELSE -amount END) AS amount
                           FROM zrm_budget_move
                          WHERE kind IN ('spend', 'charge', 'unspend', 'refund')
                          GROUP BY 1) booked ON booked.line = entry.line
             WHERE coalesce(entry.amount, 0) != coalesce(booked.amount, 0)
            """
        )
        found += [(line, "accounting", should, is_) for line, should, is_ in self.env.cr.fetchall()]
        return found

    @api.model
    def _differences_of_months(self):
        """Lines whose sums by month are not those of their ledger: rows as in
        :meth:`_differences`. By Solar Hijri month, which each entry keeps; the other would move
        with the organization's time zone."""

        def totals(alias):
            return SQL(", ").join(
                SQL(
                    "coalesce(sum(%s), 0) AS %s", SQL.identifier(name), SQL.identifier(name + alias)
                )
                for name in COUNTERS
            )

        self.env.cr.execute(
            SQL(
                """
                SELECT coalesce(ledger.line_id, kept.line_id), %(columns)s
                  FROM (SELECT line_id, jalali_month, %(theirs)s FROM (%(ledger)s) AS entries
                         GROUP BY 1, 2) AS ledger
                  FULL JOIN (SELECT line_id, jalali_month, %(ours)s FROM zrm_budget_performance
                              GROUP BY 1, 2) AS kept
                         ON kept.line_id = ledger.line_id
                        AND kept.jalali_month = ledger.jalali_month
                 WHERE %(differ)s
                """,
                columns=SQL(", ").join(
                    SQL("coalesce(%s, 0)", SQL.identifier(name + alias))
                    for name in COUNTERS
                    for alias in ("_1", "_2")
                ),
                theirs=totals("_1"),
                ours=totals("_2"),
                ledger=self.env["zrm.budget.performance"]._sums_of_ledger(),
                differ=SQL(" OR ").join(
                    SQL(
                        "coalesce(%s, 0) != coalesce(%s, 0)",
                        SQL.identifier(f"{name}_1"),
                        SQL.identifier(f"{name}_2"),
                    )
                    for name in COUNTERS
                ),
            )
        )
        return [
            (line_id, "months", should, is_)
            for line_id, *numbers in self.env.cr.fetchall()
            for should, is_ in zip(numbers[::2], numbers[1::2], strict=True)
            if should != is_
        ]

    @api.model
    def _cron_audit(self):
        """Compares every night, and tells the budget officers of differences."""
        found = self._differences()
        if not found:
            return
        officers = self.env.ref(OFFICER).all_user_ids.filtered(lambda user: not user.share)
        for line_id, what, should, is_ in found[:MOST_TOLD]:
            line = self.browse(line_id)
            told = officers.filtered(lambda user, one=line: one.company_id in user.company_ids)
            for lang, same in told.grouped("lang").items():
                own = line.with_context(lang=lang or self.env.lang)
                own.message_notify(
                    partner_ids=same.partner_id.ids,
                    subject=own.env._("The books of a credit line differ"),
                    body=own.env._(
                        "%(line)s, %(what)s: %(should)s by the entries, %(is)s on the line.",
                        line=own.display_name,
                        what=own._name_of_difference(what),
                        should=should,
                        **{"is": is_},
                    ),
                )

    def _name_of_difference(self, what):
        if what == "accounting":
            return self.env._("posted entries")
        if what == "months":
            return self.env._("sums by month")
        return self._fields[what]._description_string(self.env)
