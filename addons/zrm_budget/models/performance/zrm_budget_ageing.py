from odoo import fields, models
from odoo.tools import SQL

# Days from which the next bucket begins.
BUCKETS = [("0", "0–30 days"), ("31", "31–90 days"), ("91", "91–180 days"), ("181", "More")]
# States in which a request may hold credit.
HOLDING = ("reserved", "committed", "liquidated", "ordered")


class ZrmBudgetAgeing(models.Model):
    """How long credit has been held: one row for each line of a request and stage. A view of
    the ledger of what is under way, by the clock of the moment in which it is read.

    It counts from the first reservation or commitment, also where that was carried into
    another year since.
    """

    _name = "zrm.budget.ageing"
    _description = "Ageing of Held Credit"
    _auto = False
    _order = "days desc, id"
    _rec_name = "request_id"

    request_id = fields.Many2one("zrm.budget.request", readonly=True)
    line_id = fields.Many2one("zrm.budget.line", string="Credit Line", readonly=True)
    unit_id = fields.Many2one("zrm.unit", readonly=True)
    subject_id = fields.Many2one("zrm.budget.subject", readonly=True)
    period_id = fields.Many2one("zrm.budget.period", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    stage = fields.Selection(
        [("reserved", "Reserved"), ("committed", "Committed")], string="Held As", readonly=True
    )
    amount = fields.Monetary(readonly=True)
    since = fields.Date(readonly=True)
    days = fields.Integer(readonly=True, aggregator="max")
    bucket = fields.Selection(BUCKETS, string="Held for", readonly=True)

    _depends = {
        "zrm.budget.move": ["kind", "amount", "at", "request_line_id"],
        "zrm.budget.request": ["state"],
        "zrm.budget.request.line": ["request_id", "budget_line_id"],
        "zrm.budget.line": ["unit_id", "subject_id", "period_id", "company_id", "currency_id"],
    }

    @property
    def _table_query(self):
        company = self.env["res.company"]
        since = SQL(
            "(held.since AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", str(company._zrm_timezone())
        )
        days = SQL("(%s::date - %s)", company._zrm_today(), since)
        return SQL(
            """
            SELECT sums.id * 2 + held.place AS id, sums.request_id, line.id AS line_id,
                   line.unit_id, line.subject_id, line.period_id, line.company_id,
                   line.currency_id, held.stage, held.amount, %(since)s AS since,
                   %(days)s AS days,
                   CASE WHEN %(days)s > 180 THEN '181' WHEN %(days)s > 90 THEN '91'
                        WHEN %(days)s > 30 THEN '31' ELSE '0' END AS bucket
              FROM (SELECT one.id, one.request_id, one.budget_line_id,
                           sum(move.amount * CASE WHEN move.kind IN ('reserve', 'uncommit') THEN 1
                                             WHEN move.kind IN ('commit', 'release') THEN -1
                                             ELSE 0 END) AS reserved,
                           sum(move.amount * CASE WHEN move.kind IN ('commit', 'unspend') THEN 1
                                             WHEN move.kind IN ('uncommit', 'spend') THEN -1
                                             ELSE 0 END) AS committed,
                           min(move.at) FILTER (WHERE move.kind = 'reserve') AS reserved_at,
                           min(move.at) FILTER (WHERE move.kind = 'commit') AS committed_at
                      FROM zrm_budget_request AS request
                      JOIN zrm_budget_request_line AS one ON one.request_id = request.id
                      JOIN zrm_budget_move AS move ON move.request_line_id = one.id
                     WHERE request.state IN %(holding)s
                     GROUP BY one.id) AS sums
              JOIN zrm_budget_line AS line ON line.id = sums.budget_line_id
             CROSS JOIN LATERAL (VALUES (0, 'reserved', sums.reserved, sums.reserved_at),
                                        (1, 'committed', sums.committed, sums.committed_at))
                        AS held (place, stage, amount, since)
             WHERE held.amount > 0
            """,
            since=since,
            days=days,
            holding=HOLDING,
        )

    def action_open_request(self):
        """Opens the request that holds the credit.

        :raise AccessError: for who may not read it
        """
        self.ensure_one()
        self.check_access("read")
        self.request_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.request_id.display_name,
            "res_model": "zrm.budget.request",
            "res_id": self.request_id.id,
            "view_mode": "form",
        }
