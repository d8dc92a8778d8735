from odoo import api, fields, models
from odoo.tools import SQL

from ...const import COPIED, COUNTERS
from ...domain.ledger import EFFECTS


class ZrmBudgetPerformance(models.Model):
    """The ledger by unit, subject and month: what was given, held and spent when.

    Sums that ``zrm.budget.line._book`` keeps in the transaction of the entries, under the lock
    of the credit line that it holds anyway, so that they are exact and cost no wait. A year of
    a million entries is some ten thousand rows here.
    """

    _name = "zrm.budget.performance"
    _description = "Financial Performance of Units"
    _log_access = False
    _order = "month desc, id desc"
    _rec_name = "line_id"

    month = fields.Date(
        string="When", required=True, readonly=True, help="The first day of the month."
    )
    jalali_year = fields.Char(string="Solar Year", readonly=True)
    jalali_month = fields.Char(string="Solar Month", required=True, readonly=True)
    line_id = fields.Many2one(
        "zrm.budget.line",
        string="Credit Line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    unit_id = fields.Many2one(related="line_id.unit_id", store=True, index=True)
    subject_id = fields.Many2one(related="line_id.subject_id", store=True, index=True)
    period_id = fields.Many2one(related="line_id.period_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="line_id.currency_id", store=True)
    approved = fields.Monetary(string="Appropriated", readonly=True)
    allotted = fields.Monetary(readonly=True)
    reserved = fields.Monetary(readonly=True)
    committed = fields.Monetary(readonly=True)
    spent = fields.Monetary(readonly=True)
    available = fields.Monetary(readonly=True)

    # A Solar Hijri month has days of two others.
    _once = models.UniqueIndex("(line_id, month, jalali_month)")

    def init(self):
        """Sums up a ledger that was there before these sums were."""
        self.env.cr.execute(
            "SELECT EXISTS (SELECT FROM zrm_budget_move) "
            "AND NOT EXISTS (SELECT FROM zrm_budget_performance)"
        )
        if self.env.cr.fetchone()[0]:
            rows = SQL(
                "SELECT sums.*, %s FROM (%s) AS sums JOIN zrm_budget_line AS line "
                "ON line.id = sums.line_id",
                SQL(", ").join(SQL.identifier("line", name) for name in COPIED),
                self._sums_of_ledger(),
            )
            self.env.cr.execute(self._adding(rows))

    @api.model
    def _adding(self, rows):
        """The statement that adds changes of the counters to the sums of their months.

        :param SQL rows: a query of line_id, what is copied of the line, month, jalali_year,
            jalali_month and the change of each counter
        :rtype: SQL
        """
        free = SQL("row.allotted - row.reserved - row.committed - row.spent")
        return SQL(
            """
            INSERT INTO zrm_budget_performance AS sums
                   (%(where)s, %(counters)s, available)
            SELECT %(where)s, %(counters)s, %(free)s FROM (%(rows)s) AS row
                ON CONFLICT (line_id, month, jalali_month) DO UPDATE SET %(sums)s
            """,
            where=SQL(", ").join(
                map(SQL.identifier, ("line_id", *COPIED, "month", "jalali_year", "jalali_month"))
            ),
            counters=SQL(", ").join(map(SQL.identifier, COUNTERS)),
            free=free,
            rows=rows,
            sums=SQL(", ").join(
                SQL(
                    "%(name)s = %(old)s + %(new)s",
                    name=SQL.identifier(name),
                    old=SQL.identifier("sums", name),
                    new=SQL.identifier("excluded", name),
                )
                for name in (*COUNTERS, "available")
            ),
        )

    @api.model
    def _sums_of_ledger(self):
        """A query of the whole ledger by line and month, counted where the organization is."""
        counters = SQL(", ").join(
            SQL(
                "coalesce(sum(amount * CASE kind %s ELSE 0 END), 0) AS %s",
                SQL(" ").join(
                    SQL("WHEN %s THEN %s", kind, effect[place])
                    for kind, effect in EFFECTS.items()
                    if effect[place]
                ),
                SQL.identifier(name),
            )
            for place, name in enumerate(COUNTERS)
        )
        return SQL(
            """
            SELECT line_id, jalali_year, coalesce(jalali_month, '') AS jalali_month,
                   date_trunc('month', at AT TIME ZONE 'UTC' AT TIME ZONE %s)::date AS month,
                   %s
              FROM zrm_budget_move
             GROUP BY 1, 2, 3, 4
            """,
            str(self.env["res.company"]._zrm_timezone()),
            counters,
        )
