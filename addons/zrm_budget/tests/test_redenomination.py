from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import MILLION, BudgetCommon


@tagged("post_install", "-at_install")
class TestRedenomination(BudgetCommon):
    """Four zeros are dropped: new periods open in the new money, old ones stay in theirs, and
    the books go on in the old one (decision 18)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rial = cls.company.currency_id
        cls.new = cls.env["res.currency"].create(
            {"name": "NIR", "symbol": "ریال نو", "rounding": 0.01}
        )
        cls.next = cls.env["zrm.budget.period"].create(
            {
                "name": "1406",
                "date_from": date(2027, 3, 21),
                "date_to": date(2028, 3, 19),
                "currency_id": cls.new.id,
            }
        )

    def open_next(self):
        self.env["res.currency.rate"].create(
            {
                "name": "2027-03-21",
                "currency_id": self.new.id,
                "company_id": self.company.id,
                "inverse_company_rate": 10_000,
            }
        )
        self.next.ratio = 10_000
        self.next.action_open()

    def new_credit(self, amount):
        line = self.env["zrm.budget.line"].create(
            {"unit_id": self.unit.id, "subject_id": self.aid.id, "period_id": self.next.id}
        )
        for kind in ("appropriation", "allotment"):
            self.document(line, kind, amount)
        return line

    def test_a_period_says_how_it_compares_with_the_books(self):
        with self.assertRaisesRegex(UserError, "how much of it"):
            self.next.action_open()
        self.next.ratio = 10_000
        with self.assertRaisesRegex(UserError, "Enter the fixed rate"):
            self.next.action_open()
        self.period.sudo().flush_recordset()
        self.open_next()
        self.assertEqual(self.next.state, "open")
        with self.assertRaisesRegex(UserError, "currency stay"):
            self.new_credit(100).period_id.ratio = 1_000

    def test_from_the_need_to_the_books(self):
        with freeze_time("2027-05-01 09:00:00"):
            self.open_next()
            line = self.new_credit(5_000)
            request = self.request((line, 1_200.5))
            self.assertEqual(request.currency_id, self.new)
            self.go(request, "posted")
            bill = request.sudo().bill_ids
            self.assertEqual((bill.currency_id, bill.amount_total), (self.new, 1_200.5))
            self.assertEqual(bill.amount_total_signed, -12_005_000, "the books are in old money")
            self.assertEqual((line.spent, line.available), (1_200.5, 3_799.5))
            self.assertEqual(self.env["zrm.budget.line"]._differences(), [])
            bill.button_draft()
            self.assertEqual((line.spent, line.committed), (0, 1_200.5))
            # An entry in old money that somebody attaches counts in new one.
            bill.with_user(self.accountant).action_post()
            move = self.env["account.move"].create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.citizen.id,
                    "invoice_date": date(2027, 5, 1),
                    "currency_id": self.rial.id,
                    "invoice_line_ids": [
                        (
                            0,
                            0,
                            {
                                "name": "قبض",
                                "account_id": self.account.id,
                                "price_unit": 250_000,
                                "tax_ids": [(5,)],
                                "zrm_budget_line_id": line.id,
                            },
                        )
                    ],
                }
            )
            move.action_post()
            self.assertEqual(line.spent, 1_225.5)
            self.assertEqual(self.env["zrm.budget.line"]._differences(), [])

    def test_old_periods_stay_as_they_are(self):
        self.go(self.request(), "posted")
        before = self.counters()
        self.open_next()
        self.new_credit(5_000)
        self.assertEqual(self.counters(), before)
        self.assertEqual(self.line.currency_id, self.rial)
        self.assertEqual(self.line.spent, 10 * MILLION)

    def test_sums_of_a_person_keep_currencies_apart(self):
        self.go(self.request(), "posted")
        with freeze_time("2027-05-01 09:00:00"):
            self.open_next()
            line = self.new_credit(5_000)
            self.assertIn("1 other grants", self.request((line, 10)).warning)
            self.assertIn("1,000.00", self.request((line, 10)).warning, "10 million old ones")
            self.go(self.request((line, 300)), "posted")
            account = {row["currency"]: row["granted"] for row in self.citizen._zrm_account()}
            self.assertEqual(account, {self.rial: 10 * MILLION, self.new: 300})
            self.assertEqual(self.citizen.zrm_granted, 13 * MILLION)

    def test_parts_of_the_new_money_in_persian_words(self):
        new = self.new.with_context(lang="fa_IR")
        self.assertEqual(new._zrm_in_words(1_200), "هزار و دویست NIR")
        self.assertEqual(new._zrm_in_words(0.05), "صفر NIR و پنج صدم")
        self.new.write({"currency_unit_label": "ریال", "currency_subunit_label": "قران"})
        self.assertEqual(new._zrm_in_words(21.5), "بیست و یک ریال و پنجاه قران")

    def test_limits_of_authorities_are_in_the_money_of_the_books(self):
        self.open_next()
        authority = self.env["zrm.budget.authority"].search(
            [("user_id", "=", self.manager.id), ("duty", "=", "approve")]
        )
        authority.up_to = 10 * MILLION
        line = self.new_credit(5_000)
        request = self.request((line, 1_000.01))
        request.action_submit()
        with self.assertRaisesRegex(UserError, "goes up to"):
            request.with_user(self.manager).action_approve()
        other = self.request((line, 1_000))
        other.action_submit()
        other.with_user(self.manager).action_approve()

    def test_a_request_is_in_one_currency(self):
        self.open_next()
        with self.assertRaisesRegex(UserError, "one currency"):
            self.request((self.line, MILLION), (self.new_credit(5_000), 10))

    def test_nothing_is_carried_from_one_currency_to_another(self):
        self.open_next()
        self.go(self.request(), "reserved")
        wizard = self.env["zrm.budget.carry"].with_user(self.officer)
        with self.assertRaisesRegex(UserError, "from one currency to another"):
            wizard.create({"period_id": self.period.id, "target_id": self.next.id}).action_confirm()
