from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from .fees import FeeCommon


@tagged("post_install", "-at_install")
class TestFeeRefunds(FeeCommon):
    """A fee given back: a manager proposes, an accountant carries it out."""

    def test_a_paid_fee_is_given_back(self):
        before = self.counters()
        case, invoice = self.paid()
        self.assertEqual((case.fee_state, case.is_fee_settled), ("paid", True))
        case.with_user(self.manager).action_refund_fee("دو بار پرداخت شده بود")
        # Nothing is given back yet: the fee is paid, and cannot be charged again.
        self.assertEqual((case.fee_state, case.is_fee_settled), ("refunding", True))
        with self.assertRaisesRegex(UserError, "charged already"):
            case.action_charge_fee()
        note = self.credit_note(invoice)
        self.assertIn("دو بار پرداخت شده بود", note.ref)
        self.assertEqual(case.fee_state, "refunding")
        note.action_post()
        self.env.invalidate_all()
        self.assertEqual((case.fee_state, case.is_fee_settled), ("refunded", False))
        self.assertTrue(self.proposed(invoice).is_done)
        self.assertIn("500,000", self.told(case))
        self.assertIn("دو بار پرداخت شده بود", self.told(case))
        self.pay(note, self.accountant)
        self.assertIn(note.payment_state, ("paid", "in_payment"))
        self.assertEqual(self.counters(), before, "fees move no credit, there or back")
        self.assertEqual(self.env["zrm.budget.line"]._differences(), [])

    def test_charged_and_paid_anew(self):
        case, invoice = self.paid()
        case.with_user(self.manager).action_refund_fee("مبلغ نادرست بود")
        self.credit_note(invoice).action_post()
        self.env.invalidate_all()
        self.fee.rate = 400_000
        case.action_charge_fee()
        second = case.sudo().fee_invoice_ids - invoice
        self.assertEqual((second.amount_total, case.fee_state), (400_000, "due"))
        self.assertFalse(case.is_fee_settled)
        self.pay(second)
        self.assertEqual((case.fee_state, case.is_fee_settled), ("paid", True))

    def test_a_fee_that_is_not_paid_is_taken_back(self):
        case, invoice = self.charged()
        self.assertTrue(invoice._has_to_be_paid())
        case.with_user(self.manager).action_refund_fee("درخواست پس گرفته شد")
        self.assertEqual((case.fee_state, case.is_fee_settled), ("withdrawn", False))
        self.assertFalse(invoice._has_to_be_paid(), "nobody pays what is being taken back")
        self.credit_note(invoice).action_post()
        self.env.invalidate_all()
        self.assertEqual((case.fee_state, invoice.payment_state), ("refunded", "reversed"))

    def test_reset_and_posted_again(self):
        case, invoice = self.paid()
        case.with_user(self.manager).action_refund_fee("اشتباه")
        note = self.credit_note(invoice)
        note.action_post()
        note.button_draft()
        self.env.invalidate_all()
        self.assertEqual((case.fee_state, case.is_fee_settled), ("refunding", True))
        self.assertFalse(self.proposed(invoice).is_done)
        note.button_cancel()
        self.credit_note(invoice).action_post()
        self.env.invalidate_all()
        self.assertEqual(case.fee_state, "refunded")

    def test_part_of_a_fee(self):
        case, invoice = self.paid()
        case.with_user(self.manager).action_refund_fee("تخفیف")
        note = self.credit_note(invoice)
        note.invoice_line_ids.price_unit = 100_000
        note.action_post()
        self.env.invalidate_all()
        self.assertEqual((case.fee_state, case.is_fee_settled), ("refunding", True))

    def test_exempted_after_it_was_charged(self):
        case, invoice = self.charged()
        case.with_user(self.manager).action_exempt_from_fee("مددجو")
        self.assertTrue(case.is_fee_settled)
        self.assertEqual(self.proposed(invoice).reason, "مددجو")
        self.assertFalse(invoice._has_to_be_paid())
        self.credit_note(invoice).action_post()
        self.env.invalidate_all()
        self.assertEqual((case.fee_state, case.is_fee_settled), ("exempted", True))

    def test_who_proposes(self):
        case, invoice = self.paid()
        with self.assertRaisesRegex(AccessError, "A manager of the unit proposes"):
            case.action_refund_fee("خودم")
        for user in (self.accountant, self.operator, self.outsider):
            with self.assertRaises(AccessError, msg=user.login):
                case.with_user(user).sudo(False).action_refund_fee("خودم")
        mine = case.with_user(self.manager)
        with self.assertRaises(MissingError):
            mine.browse(10**9).action_refund_fee("x")
        with self.assertRaisesRegex(UserError, "Write why"):
            mine.action_refund_fee("  ")
        mine.action_refund_fee("اشتباه")
        with self.assertRaisesRegex(UserError, "proposed already"):
            mine.action_refund_fee("باز هم")
        other = self.open_case()
        with self.assertRaisesRegex(UserError, "No fee was charged"):
            other.with_user(self.manager).action_refund_fee("هیچ")
        for user in (self.manager, self.expert, self.operator):
            with self.assertRaises(AccessError, msg=user.login):
                self.proposed(invoice).with_user(user).action_refund()

    def test_no_credit_note_without_a_proposal_of_somebody_else(self):
        case, invoice = self.paid()
        own = invoice.with_user(self.accountant).sudo(False)
        with self.assertRaisesRegex(UserError, "proposes the"), self.env.cr.savepoint():
            own._reverse_moves([{"invoice_date": invoice.date}], cancel=True)
        both = make_user(self.env, "zrm_both", "account.group_account_invoice")
        both.group_ids |= self.env.ref("zrm_base.group_manager")
        self.unit.manager_id = both
        case.with_user(both).sudo(False).action_refund_fee("برای دوست")
        note = self.credit_note(invoice, both)
        with self.assertRaisesRegex(UserError, "another acc"), self.env.cr.savepoint():
            note.action_post()
        note.with_user(self.accountant).action_post()
        self.env.invalidate_all()
        self.assertEqual(case.fee_state, "refunded")

    def test_proposals_are_made_by_the_verb_alone(self):
        case, invoice = self.paid()
        for user in (self.accountant, self.manager, self.officer):
            with self.assertRaises(AccessError, msg=user.login):
                self.env["zrm.fee.refund"].with_user(user).create(
                    {
                        "invoice_id": invoice.id,
                        "case_id": case.id,
                        "words": "x",
                        "user_id": self.manager.id,
                    }
                )
        case.with_user(self.manager).action_refund_fee("اشتباه")
        proposal = self.proposed(invoice).with_user(self.accountant)
        with self.assertRaises(AccessError):
            proposal.is_done = True
        with self.assertRaises(AccessError):
            proposal.unlink()

    def test_why_stays_with_a_confidential_case(self):
        for user in (self.expert, self.manager):
            user.group_ids |= self.env.ref("zrm_base.group_confidential")
        case, invoice = self.paid(is_confidential=True)
        case.with_user(self.manager).action_refund_fee("همسرش آزاد شد")
        seen = self.proposed(invoice).with_user(self.accountant).sudo(False)
        self.assertEqual(seen.reason, case.sudo().number_spaced)
        self.assertNotIn("آزاد", str(seen.read()))
        note = self.credit_note(invoice)
        self.assertNotIn("آزاد", note.ref)
        note.action_post()
        self.assertIn("همسرش آزاد شد", self.told(case))

    def test_other_credit_notes_are_as_before(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.citizen.id,
                "invoice_date": "2026-11-16",
                "invoice_line_ids": [
                    (0, 0, {"name": "x", "account_id": self.income.id, "price_unit": 10})
                ],
            }
        )
        invoice.action_post()
        own = invoice.with_user(self.accountant)
        own._reverse_moves([{"invoice_date": invoice.date}], cancel=True)
        self.assertEqual(invoice.payment_state, "reversed")
