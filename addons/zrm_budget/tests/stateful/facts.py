"""What stands in the database at one moment, read by SQL alone: no model is asked."""

from types import SimpleNamespace

QUERIES = {
    "lines": """
        SELECT line.*, period.state AS period_state, period.date_from,
               coalesce(period.late_until, period.date_to) AS last_day
          FROM zrm_budget_line line JOIN zrm_budget_period period ON period.id = line.period_id
    """,
    "moves": """
        SELECT id, line_id, kind, amount, request_line_id, document_id, source,
               jalali_month, md5(move::text) AS everything
          FROM zrm_budget_move move ORDER BY id
    """,
    "requests": "SELECT id, number, state, requester_id FROM zrm_budget_request",
    "request_lines": """
        SELECT one.id, one.request_id, one.amount, one.partner_id, one.once_key, line.subject_id,
               line.period_id, line.overrun, subject.once_per_period
          FROM zrm_budget_request_line one
          JOIN zrm_budget_line line ON line.id = one.budget_line_id
          JOIN zrm_budget_subject subject ON subject.id = line.subject_id
    """,
    "events": """
        SELECT id, request_id, user_id, duty, md5(event::text) AS everything
          FROM zrm_budget_event event ORDER BY id
    """,
    "documents": """
        SELECT id, kind, state, amount, line_id, target_id, proposed_by_id, decided_by_id
          FROM zrm_budget_document
    """,
    "entries": """
        SELECT id, zrm_budget_line_id AS line_id, balance, parent_state, date
          FROM account_move_line WHERE zrm_budget_line_id IS NOT NULL
    """,
    "bills": """
        SELECT id, zrm_request_id AS request_id, state, payment_state
          FROM account_move WHERE zrm_request_id IS NOT NULL
    """,
    "months": "SELECT * FROM zrm_budget_performance",
}


class Facts:
    """Rows by id, one attribute for each of the queries above."""

    def __init__(self, cr):
        for name, query in QUERIES.items():
            cr.execute(query)
            rows = {row["id"]: SimpleNamespace(**row) for row in cr.dictfetchall()}
            setattr(self, name, rows)

    def new(self, before, name):
        """What came since then."""
        old = getattr(before, name)
        return [row for row in getattr(self, name).values() if row.id not in old]

    def of_request(self, request, name):
        return [row for row in getattr(self, name).values() if row.request_id == request.id]
