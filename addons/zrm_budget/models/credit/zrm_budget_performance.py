from odoo import fields, models
from odoo.tools import SQL

from ...const import COUNTERS
from ...domain.ledger import EFFECTS


class ZrmBudgetPerformance(models.Model):
    """The ledger by unit, subject and month: what was given, held and spent when. A view of
    the ledger, so that it always agrees with the lines."""

    _name = "zrm.budget.performance"
    _description = "Financial Performance of Units"
    _auto = False
    _order = "at desc"

    at = fields.Datetime(string="When", readonly=True)
    jalali_year = fields.Char(string="Solar Year", readonly=True)
    jalali_month = fields.Char(string="Solar Month", readonly=True)
    line_id = fields.Many2one("zrm.budget.line", string="Credit Line", readonly=True)
    unit_id = fields.Many2one("zrm.unit", readonly=True)
    subject_id = fields.Many2one("zrm.budget.subject", readonly=True)
    period_id = fields.Many2one("zrm.budget.period", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    approved = fields.Monetary(string="Appropriated", readonly=True)
    allotted = fields.Monetary(readonly=True)
    reserved = fields.Monetary(readonly=True)
    committed = fields.Monetary(readonly=True)
    spent = fields.Monetary(readonly=True)
    available = fields.Monetary(readonly=True)

    _depends = {
        "zrm.budget.move": ["line_id", "kind", "amount", "at", "jalali_month", "jalali_year"],
        "zrm.budget.line": ["unit_id", "subject_id", "period_id", "company_id", "currency_id"],
    }

    @property
    def _table_query(self):
        def change(weights):
            return SQL(
                "move.amount * CASE move.kind %s ELSE 0 END",
                SQL(" ").join(
                    SQL("WHEN %s THEN %s", kind, weight) for kind, weight in weights.items()
                ),
            )

        counters = SQL(", ").join(
            SQL(
                "%s AS %s",
                change({kind: effect[place] for kind, effect in EFFECTS.items() if effect[place]}),
                SQL.identifier(name),
            )
            for place, name in enumerate(COUNTERS)
        )
        free = {kind: effect[1] - sum(effect[2:]) for kind, effect in EFFECTS.items()}
        return SQL(
            """
            SELECT move.id, move.at, move.jalali_year, move.jalali_month, move.line_id,
                   line.unit_id, line.subject_id, line.period_id, line.company_id,
                   line.currency_id, %s, %s AS available
              FROM zrm_budget_move AS move
              JOIN zrm_budget_line AS line ON line.id = move.line_id
            """,
            counters,
            change({kind: weight for kind, weight in free.items() if weight}),
        )
