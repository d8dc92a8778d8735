from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import MILLION, BudgetCommon


@tagged("post_install", "-at_install")
class TestAccounting(BudgetCommon):
    """What is spent follows the entries, right after each of what accountants do."""

    def posted(self, **vals):
        request = self.go(self.request(**vals), "posted")
        return request, request.sudo().bill_ids

    def bill(self, amount, link=None, **vals):
        return self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.citizen.id,
                "invoice_date": "2026-11-16",
                "date": "2026-11-16",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "x",
                            "account_id": self.account.id,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                            "zrm_budget_line_id": link and link.id,
                        }
                    )
                ],
                **vals,
            }
        )

    def test_reset_and_posted_again(self):
        request, bill = self.posted()
        self.assertBooks(spent=10)
        bill.button_draft()
        self.assertBooks(committed=10)
        self.assertEqual(request.state, "ordered")
        bill.action_post()
        self.assertBooks(spent=10)
        self.assertEqual(request.state, "posted")
        bill.button_draft()
        bill.button_cancel()
        self.assertBooks(committed=10)
        request.with_user(self.accountant).action_post()
        self.assertBooks(spent=10)
        self.assertEqual(len(request.sudo().bill_ids), 2)

    def test_posted_again_for_less(self):
        """Found by the random stories: what is left is not held by a posted request for ever."""
        request, bill = self.posted()
        bill.button_draft()
        bill.invoice_line_ids.price_unit = 6 * MILLION
        bill.action_post()
        self.assertEqual(request.state, "posted")
        self.assertBooks(spent=6)
        # And once more, to another amount.
        bill.button_draft()
        bill.invoice_line_ids.price_unit = 4 * MILLION
        bill.action_post()
        self.assertBooks(spent=4)

    def test_a_bill_of_before_is_cancelled(self):
        request, bill = self.posted()
        bill._reverse_moves([{"date": bill.date, "invoice_date": bill.date}], cancel=True)
        self.assertEqual(request.state, "ordered")
        request.with_user(self.accountant).action_post()
        self.assertBooks(spent=10)
        bill.button_draft()
        bill.button_cancel()
        self.assertEqual(request.state, "posted")
        self.assertEqual(self.counters()[3], 0)
        self.assertEqual(self.env["zrm.budget.line"]._differences(), [])

    def test_deleted(self):
        request, bill = self.posted()
        bill.button_draft()
        bill.unlink()
        self.assertBooks(committed=10)
        request.with_user(self.accountant).action_post()
        self.assertBooks(spent=10)

    def test_paid_and_the_payment_taken_back(self):
        request, bill = self.posted()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        payment = wizard.create({})._create_payments()
        self.assertEqual(request.state, "paid")
        payment.action_draft()
        payment.action_cancel()
        self.env.flush_all()
        self.assertEqual(request.state, "posted")
        self.assertBooks(spent=10)

    def test_both_kinds_of_reversal(self):
        for kind in ("reverse_moves", "modify_moves"):
            request, bill = self.posted()
            before = self.counters()[4]
            wizard = (
                self.env["account.move.reversal"]
                .with_context(active_model="account.move", active_ids=bill.ids)
                .create({"journal_id": bill.journal_id.id, "date": "2026-11-16"})
            )
            self.assertTrue(getattr(wizard, kind)())
            reversal = bill.reversal_move_ids
            if reversal.state == "draft":
                self.assertEqual(self.counters()[4], before, "a draft spends nothing")
                reversal.action_post()
            self.assertEqual(self.counters()[4], before - 10, kind)
            self.assertEqual(self.line._differences(), [])
            bill.invalidate_recordset()
            if bill.payment_state == "reversed":
                self.assertEqual(request.state, "ordered", "it is not paid with that")
                for verb in ("action_step_back", "action_step_back", "action_release"):
                    getattr(request.with_user(self.head), verb)("x")
                self.assertEqual(request.state, "released")

    def test_a_duplicate_is_not_charged(self):
        _request, bill = self.posted()
        copy = bill.copy()
        self.assertFalse(copy.line_ids.zrm_budget_line_id)
        self.assertFalse(copy.zrm_request_id)
        copy.invoice_date = "2026-11-16"
        copy.action_post()
        self.assertBooks(spent=10)

    def test_attached_to_a_credit_afterwards(self):
        bill = self.bill(3 * MILLION)
        bill.action_post()
        self.assertBooks()
        Line = self.env["account.move.line"]
        action = self.env.ref("zrm_budget.account_move_line_action_unlinked")
        domain = [
            ("parent_state", "=", "posted"),
            ("zrm_budget_line_id", "=", False),
            ("account_id.zrm_budget_subject_ids", "!=", False),
        ]
        self.assertIn("zrm_budget_subject_ids", action.domain)
        entry = Line.search([*domain, ("move_id", "=", bill.id)])
        self.assertEqual(len(entry), 1)
        entry.zrm_budget_line_id = self.line
        self.assertBooks(spent=3)
        entry.zrm_budget_line_id = False
        self.env.flush_all()
        self.assertBooks()
        entry.zrm_budget_line_id = self.line
        self.assertBooks(spent=3)
        bill.button_draft()
        self.assertBooks()

    def test_more_than_is_left_is_not_posted(self):
        bill = self.bill(101 * MILLION, self.line)
        with self.assertRaisesRegex(UserError, "Not enough credit"), self.cr.savepoint():
            bill.action_post()
        self.assertBooks()

    def test_more_than_was_committed(self):
        request, bill = self.posted()
        bill.button_draft()
        bill.invoice_line_ids.price_unit = 12 * MILLION
        with (
            self.assertRaisesRegex(UserError, "more is spent than was committed"),
            self.cr.savepoint(),
        ):
            bill.action_post()
        self.env.invalidate_all()
        self.assertEqual(request.state, "ordered")
        self.assertBooks(committed=10)
        self.line.overrun = 20
        bill.action_post()
        self.assertBooks(spent=12)

    def test_prices_do_not_run_over_twice(self):
        request, bill = self.posted()
        self.line.overrun = 20
        for amount in (11, 12):
            bill.button_draft()
            bill.invoice_line_ids.price_unit = amount * MILLION
            bill.action_post()
        bill.button_draft()
        bill.invoice_line_ids.price_unit = 13 * MILLION
        with self.assertRaisesRegex(UserError, "more is spent"), self.cr.savepoint():
            bill.action_post()
        self.env.invalidate_all()
        self.assertEqual(request.state, "ordered")

    def test_two_lines_of_a_bill_for_one_commitment(self):
        request = self.go(self.request(), "ordered")
        line = request.sudo().line_ids
        bill = self.bill(6 * MILLION, self.line)
        bill.invoice_line_ids = [
            Command.create(
                {"name": "y", "account_id": self.account.id, "tax_ids": [Command.clear()]}
            )
        ]
        bill.invoice_line_ids[1].price_unit = 4 * MILLION
        bill.invoice_line_ids.write(
            {"zrm_budget_line_id": self.line.id, "zrm_request_line_id": line.id}
        )
        bill.action_post()
        self.assertBooks(spent=10)
        # Taken off the request, it is an expense without a commitment.
        bill.invoice_line_ids[1].zrm_request_line_id = False
        self.assertBooks(spent=10, committed=4)

    def test_lines_of_a_bill_together_spend_no_more(self):
        request = self.go(self.request(), "ordered")
        bill = self.bill(6 * MILLION, self.line)
        bill.invoice_line_ids = [
            Command.create(
                {
                    "name": "y",
                    "account_id": self.account.id,
                    "price_unit": 5 * MILLION,
                    "tax_ids": [Command.clear()],
                }
            )
        ]
        bill.invoice_line_ids.write(
            {
                "zrm_budget_line_id": self.line.id,
                "zrm_request_line_id": request.sudo().line_ids.id,
            }
        )
        with self.assertRaisesRegex(UserError, "more is spent"), self.cr.savepoint():
            bill.action_post()
        bill.invoice_line_ids[1].price_unit = -MILLION
        bill.action_post()
        # What a line takes off goes back to the credit.
        self.assertBooks(spent=5, committed=4)

    def test_tax_that_is_an_expense_is_charged_and_other_tax_is_not(self):
        tax = self.env["account.tax"].create(
            {"name": "۱۰٪", "amount": 10, "type_tax_use": "purchase"}
        )
        lines = tax.invoice_repartition_line_ids | tax.refund_repartition_line_ids
        claim = self.account.copy({"account_type": "asset_current", "code": "199902"})
        for account, expected in ((self.account.browse(), 11), (claim, 10)):
            lines.filtered(lambda one: one.repartition_type == "tax").account_id = account
            bill = self.bill(10 * MILLION, self.line)
            bill.invoice_line_ids.tax_ids = tax
            self.assertEqual(bill.amount_total, 11 * MILLION)
            bill.action_post()
            self.assertBooks(spent=expected)
            bill.button_draft()
            bill.invoice_line_ids.price_unit = 20 * MILLION
            bill.action_post()
            self.assertBooks(spent=2 * expected)
            bill._reverse_moves([{"invoice_date": "2026-11-16"}], cancel=True)
            self.assertBooks()

    def test_tax_of_entries_without_a_credit_is_as_core_makes_it(self):
        tax = self.env["account.tax"].create(
            {"name": "۱۰٪", "amount": 10, "type_tax_use": "purchase"}
        )
        bill = self.bill(10 * MILLION)
        bill.invoice_line_ids = [
            Command.create({"name": "y", "account_id": self.account.id, "price_unit": 5 * MILLION})
        ]
        bill.invoice_line_ids.tax_ids = tax
        tax_lines = bill.line_ids.filtered("tax_line_id")
        self.assertEqual(tax_lines.balance, 1_500_000, "one line, as both are of one key")

    def test_no_bill_before_the_payment_is_ordered(self):
        request = self.go(self.request(), "committed")
        bill = self.bill(MILLION, self.line)
        bill.invoice_line_ids.zrm_request_line_id = request.sudo().line_ids
        for verb in ("", "action_liquidate", "action_step_back", "action_release"):
            if verb:
                words = ["x"] if verb in ("action_step_back", "action_release") else []
                getattr(request.with_user(self.head), verb)(*words)
            with self.assertRaisesRegex(UserError, "is ordered"), self.cr.savepoint():
                bill.action_post()
            self.env.invalidate_all()
        self.assertBooks()

    def test_only_requests_to_the_same_credit(self):
        request = self.go(self.request((self.other, MILLION)), "ordered")
        bill = self.bill(MILLION, self.line)
        with self.assertRaisesRegex(ValidationError, "charged to the same"):
            bill.invoice_line_ids.zrm_request_line_id = request.sudo().line_ids
            self.env.flush_all()

    def test_another_account_is_refused(self):
        other = self.account.copy({"name": "Other", "code": "699901"})
        with self.assertRaisesRegex(ValidationError, "is spent on the account"):
            bill = self.bill(MILLION, self.line)
            bill.invoice_line_ids.account_id = other
            self.env.flush_all()

    def test_dated_outside_the_period(self):
        late = self.bill(MILLION, self.line, date="2027-07-23", invoice_date="2027-07-23")
        with freeze_time("2027-08-01"):
            with (
                self.assertRaisesRegex(UserError, "takes entries until 07/22/2027"),
                self.cr.savepoint(),
            ):
                late.action_post()
            self.env.invalidate_all()
            in_time = self.bill(MILLION, self.line, date="2027-07-22", invoice_date="2027-07-22")
            in_time.action_post()
        self.assertBooks(spent=1)

    def test_a_date_shifted_past_a_lock(self):
        bill = self.bill(MILLION, self.line)
        self.company.fiscalyear_lock_date = "2026-11-30"
        with freeze_time("2026-12-10"):
            bill.action_post()
        self.assertGreater(str(bill.date), "2026-11-30")
        self.assertBooks(spent=1)

    def test_auto_post(self):
        bill = self.bill(
            MILLION, self.line, date="2026-12-01", invoice_date="2026-12-01", auto_post="at_date"
        )
        cron = self.env.ref("account.ir_cron_auto_post_draft_entry")
        with freeze_time("2026-12-02"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(bill.state, "posted")
        self.assertBooks(spent=1)

    def test_an_entry_of_a_journal(self):
        journal = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", self.company.id)], limit=1
        )
        other = self.account.copy({"name": "Other", "code": "699902"})
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "date": "2026-11-16",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.account.id,
                            "debit": 2 * MILLION,
                            "zrm_budget_line_id": self.line.id,
                        }
                    ),
                    Command.create({"account_id": other.id, "credit": 2 * MILLION}),
                ],
            }
        )
        entry.action_post()
        self.assertBooks(spent=2)
        entry._reverse_moves([{"date": "2026-11-16"}], cancel=True)
        self.assertBooks()

    def test_entries_of_others_cost_no_more(self):
        def queries(bill):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            bill.action_post()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(self.bill(MILLION))  # warms up
        plain = queries(self.bill(MILLION))
        Move, Line = self.env.registry["account.move"], self.env.registry["account.move.line"]
        self.patch(Line, "_zrm_book_spending", lambda self, removed=False: None)
        self.patch(Move, "_zrm_requests", lambda self: self.env["zrm.budget.request"])
        self.assertEqual(queries(self.bill(MILLION)), plain)

    def test_whole_rials_are_offered_while_nothing_is_posted_in_them(self):
        rial = self.env.ref("base.IRR")
        rial.write({"active": True, "rounding": 0.01})
        Settings = self.env["res.config.settings"]
        self.assertTrue(Settings.new({}).zrm_offers_whole_rials)
        with self.assertRaises(UserError):
            Settings.with_user(self.officer).action_zrm_whole_rials()
        bill = self.bill(MILLION, currency_id=rial.id)
        self.assertFalse(Settings.new({}).zrm_offers_whole_rials)
        with self.assertRaisesRegex(UserError, "has entries already"):
            Settings.action_zrm_whole_rials()
        bill.unlink()
        Settings.action_zrm_whole_rials()
        self.assertEqual((rial.rounding, rial.decimal_places), (1, 0))
