"""A subject with a fee, and what its citizen and the accountants do with it."""

from .common import BudgetCommon


class FeeCommon(BudgetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.income = cls.env["account.account"].search(
            [("account_type", "=", "income"), ("company_ids", "in", cls.company.ids)], limit=1
        )
        cls.fee = cls.env["zrm.fee"].create(
            {
                "name": "بهای خدمت",
                "subject_id": cls.subject.id,
                "rate": 500_000,
                "account_id": cls.income.id,
            }
        )

    def charged(self, **vals):
        case = self.open_case(**vals)
        case.action_charge_fee()
        return case, case.sudo().fee_invoice_ids

    def pay(self, invoice, user=None):
        """Money received, or given back for a credit note."""
        wizard = self.env["account.payment.register"].with_user(user or self.env.user)
        wizard = wizard.with_context(active_model="account.move", active_ids=invoice.ids)
        return wizard.create({})._create_payments()

    def paid(self, **vals):
        case, invoice = self.charged(**vals)
        self.pay(invoice)
        return case, invoice

    def proposed(self, invoice):
        return self.env["zrm.fee.refund"].search([("invoice_id", "=", invoice.id)])

    def credit_note(self, invoice, user=None):
        """The draft that the accountant makes from the proposal, by core's dialog."""
        user = user or self.accountant
        action = self.proposed(invoice).with_user(user).action_refund()
        wizard = self.env["account.move.reversal"].with_user(user)
        wizard = wizard.with_context(**action["context"])
        made = wizard.create({"journal_id": invoice.journal_id.id}).refund_moves()
        return self.env["account.move"].with_user(user).browse(made["res_id"])

    def told(self, case):
        """What the citizen was told last."""
        events = case.sudo().event_ids.filtered("is_public").sorted("id")
        return events[-1:].text or ""
