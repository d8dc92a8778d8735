from odoo import models
from odoo.exceptions import UserError

from odoo.addons.zrm_cases.const import OURS

# States in which bills of a request are posted, reset and paid.
PAYABLE = ("ordered", "posted", "paid")


class ZrmBudgetRequest(models.Model):
    """From the order of payment to the books: one bill per person or body."""

    _inherit = "zrm.budget.request"

    def action_post(self):
        """Makes the bills and posts them; what is spent follows from their posting.

        Done by accountants, with their own rights.

        :raise UserError: says which account or person is missing
        """
        bills = self.env["account.move"].with_context(zrm_posting=OURS)
        bills.check_access("create")
        requests, vals = self._lock(), []
        for request in requests:
            own = request._begin("post", "posted")
            own._check_billable()
            # Bills that were reset are posted again, not made twice.
            if drafts := own.bill_ids.filtered(lambda bill: bill.state == "draft"):
                bills |= bills.browse(drafts.ids)
            else:
                vals += own._bill_vals()
        bills |= bills.create(vals)
        bills.action_post()
        # What is left of the commitments goes back to the credits.
        requests._give_back()
        requests._enter("posted", "post")
        return True

    def _draft_bills(self):
        """Of requests on confidential cases accountants see nothing: they find the bills as
        drafts, which name the number alone, and post them as any other."""
        vals = []
        for request in self.sudo().filtered("is_confidential"):
            request._check_billable()
            vals += request._bill_vals()
        # sudo: who orders the payment has the authority; what is made is a draft.
        bills = self.env["account.move"].sudo().with_context(mail_create_nosubscribe=True)
        bills.create(vals)

    def _check_billable(self):
        """:raise UserError: says which account or person is missing"""
        self.ensure_one()
        if not all(line.partner_id for line in self.line_ids):
            raise UserError(self.env._("Say for whom “%s” is: a bill has a partner.", self.name))
        self._check_accounts()

    def _check_accounts(self):
        """:raise UserError: names a subject whose expense has no account"""
        for subject in self.line_ids.budget_line_id.subject_id:
            if not subject._account():
                raise UserError(
                    self.env._(
                        "%s has no expense account; the budget officer sets it.",
                        subject.display_name,
                    )
                )

    def _check_is_payable(self):
        """:raise UserError: for a bill of a request whose payment nobody ordered"""
        if self.state not in PAYABLE:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(request)s is in the state “%(state)s”; bills are posted once the payment "
                    "is ordered.",
                    request=self.display_name,
                    state=states[self.state],
                )
            )

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
                    "currency_id": own.currency_id.id,
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

    def _follow_bills(self):
        """Follows what accountants do with the bills: reset, posted again, paid, payment taken
        back."""
        if self.env.context.get("zrm_posting") is OURS:
            return  # the verb says so itself
        for request in self.sudo():
            if request.state not in PAYABLE:
                continue
            bills = request._live_bills()
            posted = bool(bills) and all(bill.state == "posted" for bill in bills)
            paid = posted and all(bill.payment_state in ("paid", "in_payment") for bill in bills)
            state = "paid" if paid else "posted" if posted else "ordered"
            if state != request.state:
                request._enter(state, "system")

    def _settle(self):
        """After accountants changed bills: follows them, and gives back what a request whose
        bills are all posted still holds, since nothing will be spent of it.

        Not where payments are followed: there what is spent may not be booked yet.
        """
        self._follow_bills()
        if self.env.context.get("zrm_posting") is OURS:
            return  # the verb gives back itself
        for request in self.sudo():
            held = request.state in ("posted", "paid") and any(
                line.reserved or line.committed for line in request.line_ids
            )
            if held:
                request._give_back()
                # With an event, as entries are numbered by these.
                request._enter(request.state, "system")

    def _live_bills(self):
        """Bills that were neither cancelled nor reversed, as superuser."""
        return self.sudo().bill_ids.filtered(
            lambda bill: bill.state != "cancel" and bill.payment_state != "reversed"
        )

    def action_open_bills(self):
        """Opens the bills of the request; a single one at once."""
        self.browse().check_access("read")
        self.env["account.move"].check_access("read")
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Bills"),
            "res_model": "account.move",
            "context": {"default_move_type": "in_invoice"},
        }
        bills = self.bill_ids
        if len(bills) == 1:
            return {**action, "view_mode": "form", "res_id": bills.id}
        return {
            **action,
            "view_mode": "list,form",
            "views": [(self.env.ref("account.view_in_invoice_tree").id, "list"), (False, "form")],
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
