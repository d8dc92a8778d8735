"""A year of credits with a ledger of as many entries as wanted, the same each time, copied past
the ORM: some hundred credit lines, three entries for each request, people with five services on
average and a few with forty, one request in twenty still under way."""

from datetime import date, timedelta

from psycopg2.extras import execute_values

from odoo.addons.zrm_base.tools import jalali

UNITS, SUBJECTS = 40, 10
AMOUNT, GIVEN = 1_000_000, 10**13
FIRST_DAY, DAYS = date(2026, 3, 21), 365
# People whose account fills a page, and how many services each of them has.
REGULARS, SERVICES = 40, 40
KINDS = ("reserve", "commit", "spend")


class Year:
    """The organization; :meth:`fill` writes its ledger."""

    def __init__(self, env):
        self.env = env
        period = env["zrm.budget.period"].create(
            {
                "name": "bench",
                "date_from": FIRST_DAY,
                "date_to": FIRST_DAY + timedelta(days=DAYS - 1),
            }
        )
        period.action_open()
        units = env["zrm.unit"].create(
            [{"name": f"bench unit {number}", "code": f"BU{number}"} for number in range(UNITS)]
        )
        subjects = env["zrm.budget.subject"].create(
            [{"name": f"bench {number}", "code": f"BS{number}"} for number in range(SUBJECTS)]
        )
        self.period = period
        self.lines = env["zrm.budget.line"].create(
            [
                {"unit_id": unit.id, "subject_id": subject.id, "period_id": period.id}
                for unit in units
                for subject in subjects
            ]
        )
        self.cr = env.cr
        self.cr.execute("CREATE TEMPORARY TABLE bench_day (place int, day date, y text, m text)")
        days = [FIRST_DAY + timedelta(days=place) for place in range(DAYS)]
        execute_values(
            self.cr._obj,
            "INSERT INTO bench_day VALUES %s",
            [
                (place, day, jalali.year_key(day), jalali.month_key(day))
                for place, day in enumerate(days)
            ],
        )
        env.flush_all()
        self._move("appropriate")
        self._move("allot")
        self.count = 0

    def _move(self, kind):
        self.cr.execute(
            """
            INSERT INTO zrm_budget_move (line_id, company_id, kind, amount, at, key, jalali_year,
                                         jalali_month)
            SELECT line.id, line.company_id, %s, %s, day, %s || line.id, y, m
              FROM zrm_budget_line line, bench_day
             WHERE line.id = ANY(%s) AND place = 0
            """,
            [kind, GIVEN, f"bench {kind} ", self.lines.ids],
        )

    def fill(self, entries):
        """Adds requests until the ledger has so many entries of them."""
        requests = entries // len(KINDS)
        numbers = {
            "first": self.count,
            "last": requests,
            "lines": self.lines.ids,
            "line_count": len(self.lines),
            "amount": AMOUNT,
            "regulars": REGULARS,
            "services": SERVICES,
            "days": DAYS,
        }
        self.cr.execute(
            """
            INSERT INTO res_partner (name, is_citizen, active, complete_name, type, autopost_bills)
            SELECT 'bench citizen ' || n, TRUE, TRUE, 'bench citizen ' || n, 'contact',
                   'ask'
              FROM generate_series(%(first)s / 5, %(last)s / 5 - 1) n;

            CREATE TEMPORARY TABLE bench_request ON COMMIT DROP AS
            SELECT n, (%(lines)s)[n %% %(line_count)s + 1] AS line_id,
                   CASE WHEN n %% 20 = 7 THEN 'reserved' ELSE 'posted' END AS state,
                   'bench citizen ' || CASE WHEN n < %(regulars)s * %(services)s
                                            THEN n %% %(regulars)s ELSE n / 5 END AS who
              FROM generate_series(%(first)s, %(last)s - 1) n;

            INSERT INTO zrm_budget_request (name, number, unit_id, company_id, state, amount)
            SELECT 'bench', 'BENCH' || n, line.unit_id, line.company_id, made.state, %(amount)s
              FROM bench_request made JOIN zrm_budget_line line ON line.id = made.line_id
             ORDER BY n;

            INSERT INTO zrm_budget_request_line (request_id, budget_line_id, company_id,
                                                 currency_id, partner_id, amount, payable)
            SELECT request.id, made.line_id, request.company_id, credit.currency_id, who.id,
                   %(amount)s, %(amount)s
              FROM bench_request made
              JOIN zrm_budget_line credit ON credit.id = made.line_id
              JOIN zrm_budget_request request ON request.number = 'BENCH' || made.n
              JOIN res_partner who ON who.name = made.who
             ORDER BY made.n;

            INSERT INTO zrm_budget_move (line_id, company_id, kind, amount, at, key, jalali_year,
                                         jalali_month, request_line_id)
            SELECT one.budget_line_id, one.company_id, kind, %(amount)s, day,
                   'bench ' || one.id || kind, y, m, one.id
              FROM bench_request made
              JOIN zrm_budget_request request ON request.number = 'BENCH' || made.n
              JOIN zrm_budget_request_line one ON one.request_id = request.id
              JOIN bench_day ON place = made.n %% %(days)s
             CROSS JOIN unnest(ARRAY['reserve', 'commit', 'spend']) kind
             WHERE made.state = 'posted' OR kind = 'reserve'
             ORDER BY made.n
            """,
            numbers,
        )
        self.count = requests
        self._settle()

    def _settle(self):
        """Counters and sums by month, as the ledger has them."""
        self.cr.execute("DELETE FROM zrm_budget_performance")
        self.env["zrm.budget.performance"].init()
        self.cr.execute(
            """
            UPDATE zrm_budget_line line
               SET approved = sums.approved, allotted = sums.allotted, reserved = sums.reserved,
                   committed = sums.committed, spent = sums.spent
              FROM (SELECT line_id, sum(approved) AS approved, sum(allotted) AS allotted,
                           sum(reserved) AS reserved, sum(committed) AS committed,
                           sum(spent) AS spent
                      FROM zrm_budget_performance GROUP BY line_id) sums
             WHERE sums.line_id = line.id
            """
        )
        self.cr.commit()
        for table in ("zrm_budget_move", "zrm_budget_request", "zrm_budget_request_line",
                      "zrm_budget_performance", "zrm_budget_line", "res_partner"):  # fmt: skip
            self.cr.execute(f"ANALYZE {table}")
        self.cr.commit()
        self.env.invalidate_all()

    def regulars(self):
        """People whose account fills a page."""
        names = [f"bench citizen {number}" for number in range(REGULARS)]
        return self.env["res.partner"].search([("name", "in", names)])
