from odoo import models
from odoo.exceptions import UserError

from odoo.addons.zrm_cases.const import OURS


class ZrmBudgetRequest(models.Model):
    """From the order of payment to the books: one bill per person or body."""

    _inherit = "zrm.budget.request"

    def action_post(self):
        """Makes the bills and posts them; what is spent follows from their posting.

        Done by accountants, with their own rights.

        :raise UserError: says which account or person is missing
        """
        bills = self.env["account.move"]
        bills.check_access("create")
        for request in self._lock():
            own = request._begin("post", "posted")
            for line in own.line_ids:
                if not line.partner_id:
                    raise UserError(
                        self.env._("Say for whom “%s” is: a bill has a partner.", own.name)
                    )
                if not line.budget_line_id.subject_id._account():
                    raise UserError(
                        self.env._(
                            "%s has no expense account; the budget officer sets it.",
                            line.budget_line_id.subject_id.display_name,
                        )
                    )
            # Bills that were reset are posted again, not made twice.
            made = bills.browse(own.bill_ids.filtered(lambda bill: bill.state == "draft").ids)
            made = made or bills.with_context(zrm_posting=OURS).create(request._bill_vals())
            made.with_context(zrm_posting=OURS).action_post()
            request._after_posting()
        return True

    def _bill_vals(self):
        self.ensure_one()
        own, today = self.sudo(), self.env["res.company"]._zrm_today()
        vals = []
        for partner in own.line_ids.partner_id:
            lines = own.line_ids.filtered(lambda line, who=partner: line.partner_id == who)
            vals.append(
                {
                    "move_type": "in_invoice",
                    "company_id": own.company_id.id,
                    "partner_id": partner.id,
                    "invoice_date": today,
                    "date": today,
                    "ref": f"{own.number}/{partner.id}",
                    "zrm_request_id": own.id,
                    "invoice_line_ids": [
                        (0, 0, line._bill_line_vals()) for line in lines if line.payable
                    ],
                }
            )
        return [one for one in vals if one["invoice_line_ids"]]

    def _after_posting(self):
        """What is left of the commitment when it is posted goes back to the credit."""
        self.ensure_one()
        self._give_back()
        self._enter("posted", "post")

    def _follow_bills(self):
        """Follows what accountants do with the bills: reset, posted again, paid, payment taken
        back."""
        if self.env.context.get("zrm_posting") is OURS:
            return  # the verb says so itself
        for request in self.sudo():
            bills = request.bill_ids.filtered(lambda bill: bill.state != "cancel")
            if request.state not in ("ordered", "posted", "paid"):
                continue
            posted = bool(bills) and all(bill.state == "posted" for bill in bills)
            paid = posted and all(
                bill.payment_state in ("paid", "in_payment", "reversed") for bill in bills
            )
            state = "paid" if paid else "posted" if posted else "ordered"
            if state != request.state:
                request._enter(state, "system")

    def action_open_bills(self):
        """Opens the bills of the request."""
        self.browse().check_access("read")
        self.env["account.move"].check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bills"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("zrm_request_id", "=", self.id)],
        }


class ZrmBudgetRequestLine(models.Model):
    _inherit = "zrm.budget.request.line"

    def _bill_line_vals(self):
        self.ensure_one()
        subject = self.budget_line_id.subject_id
        analytic = subject.analytic_account_id
        return {
            # Whoever reads the books need not learn what a confidential case is about.
            "name": self.request_id.number
            if self.request_id.is_confidential
            else self.name or self.request_id.name,
            "account_id": subject._account().id,
            "quantity": 1,
            "price_unit": self.payable,
            "tax_ids": [(6, 0, [])],
            "analytic_distribution": {str(analytic.id): 100} if analytic else False,
            "zrm_budget_line_id": self.budget_line_id.id,
            "zrm_request_line_id": self.id,
        }
