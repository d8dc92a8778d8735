from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..models.credit.booking import Entry
from .common import MILLION, BudgetCommon


@tagged("post_install", "-at_install")
class TestPerformance(BudgetCommon):
    """What units got, hold and spent, by month; how long they have held it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Performance = cls.env["zrm.budget.performance"]
        cls.Ageing = cls.env["zrm.budget.ageing"]
        cls.stranger = make_user(cls.env, "zrm_elsewhere", "zrm_budget.group_budget_user")
        cls.outsider = make_user(cls.env, "zrm_nobody", "base.group_user")

    def months(self, line=None):
        rows = self.Performance.search(
            [("line_id", "=", (line or self.line).id)], order="month, jalali_month"
        )
        return [(str(row.month), row.jalali_month, row.spent / MILLION) for row in rows]

    def test_what_is_booked_is_summed_in_its_month(self):
        self.go(self.request((self.line, 10 * MILLION)), "posted")
        with freeze_time("2026-12-05 09:00:00"):
            self.go(self.request((self.line, 20 * MILLION)), "posted")
        self.assertEqual(
            self.months(),
            [("2026-11-01", "1405-08", 10.0), ("2026-12-01", "1405-09", 20.0)],
        )
        # A solar month has days of two others, and each is counted where it is.
        with freeze_time("2026-12-25 09:00:00"):
            self.go(self.request((self.line, 5 * MILLION)), "posted")
        self.assertEqual(self.months()[-1], ("2026-12-01", "1405-10", 5.0))

    def test_the_day_is_that_of_the_organization(self):
        with freeze_time("2026-11-30 21:00:00"):  # past midnight in Tehran
            self.go(self.request((self.line, 1 * MILLION)), "posted")
        self.assertEqual(self.months()[-1][0], "2026-12-01")

    def test_the_sums_equal_the_counters(self):
        self.go(self.request((self.line, 10 * MILLION), (self.other, 4 * MILLION)), "committed")
        self.go(self.request((self.line, 3 * MILLION)), "posted")
        rows = self.Performance._read_group(
            [("line_id", "in", (self.line + self.other).ids)],
            ["line_id"],
            [f"{name}:sum" for name in ("approved", "allotted", "committed", "spent", "available")],
        )
        for line, *sums in rows:
            self.assertEqual(
                sums,
                [line.approved, line.allotted, line.committed, line.spent, line.available],
            )

    def test_the_audit_finds_a_month_that_is_wrong(self):
        self.assertEqual(self.env["zrm.budget.line"]._differences(), [])
        self.env.cr.execute(
            "UPDATE zrm_budget_performance SET allotted = allotted - 7 WHERE line_id = %s",
            [self.line.id],
        )
        self.assertEqual(
            self.env["zrm.budget.line"]._differences(),
            [(self.line.id, "months", 100 * MILLION, 100 * MILLION - 7)],
        )

    def test_a_ledger_without_sums_is_summed_up(self):
        self.go(self.request((self.line, 10 * MILLION)), "posted")
        before = self.months()
        self.env.cr.execute("DELETE FROM zrm_budget_performance")
        self.Performance.init()
        self.env.invalidate_all()
        self.assertEqual(self.months(), before)
        self.assertEqual(self.env["zrm.budget.line"]._differences(), [])

    def test_only_the_own_units_are_read(self):
        mine = self.Performance.with_user(self.expert).search([("line_id", "=", self.line.id)])
        self.assertTrue(mine)
        self.assertFalse(self.Performance.with_user(self.stranger).search([]))
        with self.assertRaises(AccessError):
            mine.with_user(self.stranger).read(["spent"])
        with self.assertRaises(AccessError):
            self.Performance.with_user(self.outsider).search([])
        with self.assertRaises(AccessError):
            mine.with_user(self.officer).write({"spent": 0})

    def test_another_company_is_not_read(self):
        other = self.env["res.company"].create({"name": "شهر دیگر"})
        self.officer.company_ids += other
        officer = self.Performance.with_user(self.officer).with_context(
            allowed_company_ids=other.ids
        )
        self.assertFalse(officer.search([("line_id", "=", self.line.id)]))

    def test_from_a_sum_to_what_stands_behind_it(self):
        request = self.go(self.request((self.line, 10 * MILLION)), "posted")
        row = self.Performance.search([("line_id", "=", self.line.id)])
        for verb, found in (
            ("action_open_moves", self.line.move_ids),
            ("action_open_requests", request.with_user(self.env.user)),
            ("action_open_entries", request.sudo().bill_ids.invoice_line_ids),
        ):
            action = getattr(row, verb)()
            records = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(records, found, verb)
            for user in (self.stranger, self.outsider):
                with self.assertRaises(AccessError):
                    getattr(row.with_user(user), verb)()
                with self.assertRaises(AccessError):
                    getattr(self.line.with_user(user), verb)()
        self.assertEqual(row.with_user(self.expert).action_open_line()["res_id"], self.line.id)
        # An expert reads no books.
        with self.assertRaises(AccessError):
            row.with_user(self.expert).action_open_entries()

    def test_the_form_shows_the_latest_entries(self):
        self.line._book(
            [Entry(self.line, "reserve", 1, f"latest,{number}") for number in range(50)]
        )
        latest = self.line.latest_move_ids
        self.assertEqual(len(latest), 40)
        self.assertEqual(latest[0], self.line.move_ids.sorted("id")[-1])

    # ------------------------------------------------------------------
    # Ageing
    # ------------------------------------------------------------------

    def ages(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.Ageing.with_user(user or self.officer).search([], order="days")
        return [(row.stage, row.amount / MILLION, row.days, row.bucket) for row in rows]

    def test_how_long_credit_has_been_held(self):
        with freeze_time("2026-04-20 09:00:00"):
            self.go(self.request((self.line, 1 * MILLION)), "reserved")
        with freeze_time("2026-08-10 09:00:00"):
            self.go(self.request((self.line, 2 * MILLION)), "committed")
        with freeze_time("2026-10-10 09:00:00"):
            self.go(self.request((self.line, 3 * MILLION)), "ordered")
        self.go(self.request((self.line, 4 * MILLION)), "reserved")
        self.go(self.request((self.line, 5 * MILLION)), "posted")
        self.assertEqual(
            self.ages(),
            [
                ("reserved", 4.0, 0, "0"),
                ("committed", 3.0, 37, "31"),
                ("committed", 2.0, 98, "91"),
                ("reserved", 1.0, 210, "181"),
            ],
        )
        # It grows older by itself.
        with freeze_time("2026-12-18 09:00:00"):
            self.assertEqual(self.ages()[0], ("reserved", 4.0, 32, "31"))

    def test_what_is_carried_keeps_its_age(self):
        self.go(self.request((self.line, 2 * MILLION)), "committed")
        later = self.period.create(
            {"name": "1406", "date_from": "2027-03-21", "date_to": "2028-03-19"}
        )
        later.action_open()
        with freeze_time("2027-03-25 09:00:00"):
            carry = self.env["zrm.budget.carry"].with_user(self.officer)
            action = carry.create(
                {"period_id": self.period.id, "target_id": later.id}
            ).action_confirm()
            documents = self.env["zrm.budget.document"].search(action["domain"])
            documents.with_user(self.treasurer).action_approve()
            self.assertEqual(self.ages(), [("committed", 2.0, 129, "91")])
            self.assertEqual(self.Ageing.search([]).period_id, later)

    def test_who_reads_what_is_held(self):
        request = self.go(self.request((self.line, 2 * MILLION)), "reserved")
        row = self.Ageing.search([("request_id", "=", request.id)])
        self.assertEqual(row.with_user(self.expert).action_open_request()["res_id"], request.id)
        self.assertFalse(self.ages(self.stranger))
        for user in (self.stranger, self.outsider):
            with self.assertRaises(AccessError):
                row.with_user(user).action_open_request()

    def test_a_confidential_request_is_not_listed_for_others(self):
        request = self.go(self.request((self.line, 2 * MILLION)), "reserved")
        case = self.make_case(is_confidential=True)
        request.sudo().case_id = case
        self.assertFalse(self.ages(self.expert))
