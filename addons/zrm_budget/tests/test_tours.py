from odoo.tests import HttpCase, tagged

from odoo.addons.zrm_base.tests.common import make_user

from .common import MILLION
from .fees import FeeCommon

REQUEST = "/odoo/action-zrm_budget.zrm_budget_request_action/%s"
REFUNDS = "/odoo/action-zrm_budget.zrm_fee_refund_action"


class TourCommon(FeeCommon, HttpCase):
    """In a real browser, clicked by whose duty each part is."""

    now = None

    def tour(self, url, name, user):
        self.env.flush_all()
        self.start_tour(url, name, login=user.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestRequestTour(TourCommon):
    def test_from_the_need_to_the_payment(self):
        case = self.open_case(name="جوی تور")
        self.tour(f"/odoo/cases/{case.id}", "zrm_budget_grant", self.expert)
        request = self.env["zrm.budget.request"].search([("case_id", "=", case.id)])
        self.assertEqual((request.state, request.line_ids.partner_id), ("submitted", self.citizen))
        url = REQUEST % request.id
        self.tour(url, "zrm_budget_approve", self.manager)
        self.tour(url, "zrm_budget_certify", self.certifier)
        self.assertBooks(reserved=7)
        self.tour(url, "zrm_budget_order", self.head)
        self.assertBooks(committed=7)
        self.tour(url, "zrm_budget_post", self.accountant)
        self.assertEqual((request.state, request.bill_ids.amount_total), ("paid", 7 * MILLION))
        self.assertBooks(spent=7)


@tagged("post_install", "-at_install")
class TestFeeTour(TourCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account_holder = make_user(cls.env, "zrm_holder", "base.group_portal", name="سمیه")
        cls.own = cls.account_holder.partner_id
        cls.own.write({"is_citizen": True, "lang": "en_US", "email": "somayeh@zrm.example"})
        gate = cls.env["ir.model.fields"]._get("zrm.case", "is_fee_settled")
        cls.steps["open"].gate_field_ids |= gate
        cls.provider = cls.env["payment.provider"].search([("code", "=", "demo")], limit=1)

    def pays(self, case, invoice):
        """With the demo provider, where it is installed; else at the counter."""
        if self.provider:
            self.provider.write({"state": "test", "is_published": True})
            self.tour(f"/zrm/case/{case.number}", "zrm_budget_fee_pay", self.account_holder)
            self.env["payment.transaction"].search([])._post_process()
        else:
            url = f"/odoo/action-account.action_move_out_invoice/{invoice.id}"
            self.tour(url, "zrm_budget_fee_register", self.accountant)

    def test_charged_paid_and_given_back(self):
        case = self.open_case(partner_id=self.own.id)
        case.answer = "انجام شد"
        self.tour(f"/odoo/cases/{case.id}", "zrm_budget_fee_charge", self.expert)
        invoice = case.sudo().fee_invoice_ids
        self.assertEqual(invoice.amount_total, 500_000)
        self.pays(case, invoice)
        self.assertTrue(case.is_fee_settled)
        self.tour(f"/zrm/case/{case.number}", "zrm_budget_fee_receipt", self.account_holder)
        self.tour(f"/odoo/cases/{case.id}", "zrm_budget_fee_gate", self.expert)
        self.assertEqual(case.state, "answered")
        self.tour(f"/odoo/cases/{case.id}", "zrm_budget_fee_propose_refund", self.manager)
        self.tour(REFUNDS, "zrm_budget_fee_refund", self.accountant)
        self.assertEqual(case.fee_state, "refunded")
        self.assertIn("Charged twice", self.told(case))
