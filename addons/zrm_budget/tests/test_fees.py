from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .fees import FeeCommon


@tagged("post_install", "-at_install")
class TestFees(FeeCommon):
    """What citizens pay for services: by a tariff, invoiced, and a step may wait for it."""

    def test_charged_paid_and_the_gate_opens(self):
        gate = self.env["ir.model.fields"]._get("zrm.case", "is_fee_settled")
        self.steps["open"].gate_field_ids |= gate
        case, invoice = self.charged()
        self.assertEqual((invoice.amount_total, invoice.state), (500_000, "posted"))
        self.assertEqual(invoice.partner_id, self.citizen)
        with self.assertRaisesRegex(UserError, "Fee Paid or Exempted"):
            case.action_answer("انجام شد")
        self.pay(invoice)
        self.assertTrue(case.is_fee_settled)
        case.action_answer("انجام شد")
        self.assertEqual(case.state, "answered")
        with self.assertRaisesRegex(UserError, "charged already"):
            case.action_charge_fee()
        said = case.sudo().event_ids.filtered(lambda event: event.kind == "informed")
        self.assertIn("500,000", said[:1].text)
        self.assertTrue(said[:1].is_public)

    def test_exempted_with_a_reason_by_a_manager(self):
        case, _invoice = self.charged()
        with self.assertRaisesRegex(UserError, "A manager of the unit"):
            case.action_exempt_from_fee("مددجو")
        mine = case.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Write why"):
            mine.action_exempt_from_fee(" ")
        mine.action_exempt_from_fee("مددجوی کمیته امداد، ماده ۷")
        self.assertTrue(case.is_fee_settled)
        with self.assertRaises(UserError):
            case.fee_exemption = "x"
        with self.assertRaisesRegex(UserError, "is exempted"):
            case.action_charge_fee()

    def test_counted_by_a_question(self):
        self.ask("qarea", "متراژ", "integer")
        question = self.subject.question_ids
        with self.assertRaisesRegex(ValidationError, "choose the question"):
            self.fee.kind = "unit"
        self.fee.write({"kind": "unit", "rate": 1000, "question_id": question.id})
        case = self.open_case()
        with self.assertRaisesRegex(UserError, "Answer “متراژ” first"):
            case.action_charge_fee()
        case.questions = {"qarea": 40}
        case.action_charge_fee()
        self.assertEqual(case.sudo().fee_invoice_ids.amount_total, 40_000)
        with self.assertRaisesRegex(ValidationError, "needs a bracket"):
            self.fee.kind = "brackets"
        self.fee.write(
            {
                "kind": "brackets",
                "bracket_ids": [
                    (0, 0, {"begin": 0, "fixed": 10_000}),
                    (0, 0, {"begin": 30, "fixed": 20_000, "each": 500}),
                ],
            }
        )
        other = self.open_case(questions={"qarea": 40})
        other.action_charge_fee()
        self.assertEqual(other.sudo().fee_invoice_ids.amount_total, 25_000)

    def test_who_may_not(self):
        case = self.make_case()
        for user in (self.operator, self.outsider):
            with self.assertRaises(UserError):
                case.with_user(user).sudo(False).action_charge_fee()
        hidden = self.open_case()
        hidden.sudo()._become_hidden()
        with self.assertRaises(UserError):
            hidden.action_charge_fee()
        with self.assertRaises(AccessError):
            self.env["zrm.fee"].with_user(self.manager).create({"name": "x"})

    def test_subjects_without_a_fee_wait_for_nothing(self):
        self.fee.unlink()
        case = self.open_case()
        self.assertTrue(case.is_fee_settled)
        with self.assertRaisesRegex(UserError, "has no fee"):
            case.action_charge_fee()

    def test_confidential_cases_tell_the_books_nothing(self):
        self.expert.group_ids |= self.env.ref("zrm_base.group_confidential")
        case = self.open_case(is_confidential=True)
        case.action_charge_fee()
        [line] = case.sudo().fee_invoice_ids.invoice_line_ids
        self.assertEqual(line.name, case.sudo().number_spaced)
        seen = case.sudo().fee_invoice_ids.with_user(self.accountant).sudo(False)
        self.assertNotIn(case.sudo().name, str(seen.read()))

    def test_a_fee_raises_no_credit(self):
        before = self.counters()
        _case, invoice = self.charged()
        self.pay(invoice)
        self.assertEqual(self.counters(), before)
