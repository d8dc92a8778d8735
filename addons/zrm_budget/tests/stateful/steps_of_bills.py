"""What accountants do with the bills of requests, and with entries of their own."""

from odoo import Command

from ..common import MILLION
from .steps import RequestSteps, step


class BillSteps(RequestSteps):
    def bill(self, which, *states):
        """A bill of a request; None where there is none."""
        request = self.request(which, "ordered", "posted", "paid")
        bills = self.world.sudo(request).bill_ids
        fitting = bills.filtered(lambda bill: bill.state in states) or bills
        return self.choose(fitting, which // 7) if fitting else None

    def books(self, who, words, verb, bill):
        if bill:
            bill = bill.with_env(self.env)
            words = f"{words} (a bill, {self.world.sudo(bill).state})"
            return self.world.act(self.who(who, self.town.accountant), words, verb, bill)
        return None

    @step()
    def reset(self, which, who, what):
        bill = self.bill(which, "posted")
        self.books(who, "resets", lambda own: own.button_draft(), bill)

    @step()
    def post_again(self, which, who, what):
        self.books(who, "posts", lambda own: own.action_post(), self.bill(which, "draft"))

    @step()
    def cancel_bill(self, which, who, what):
        bill = self.bill(which, "draft", "posted")
        self.books(who, "cancels", lambda own: own.button_cancel(), bill)

    @step()
    def delete_bill(self, which, who, what):
        self.books(who, "deletes", lambda own: own.unlink(), self.bill(which, "draft"))

    @step()
    def edit_bill(self, which, who, what):
        """Another amount; on a posted one too, as the ORM lets other modules do."""
        price = (what // 2 + 1) * MILLION
        self.books(
            who,
            "edits",
            lambda own: own.invoice_line_ids[:1].write({"price_unit": price}),
            self.bill(which, *(("draft",) if what % 2 else ("posted",))),
        )

    @step()
    def drop_a_line(self, which, who, what):
        bill = self.bill(which, "draft")
        self.books(who, "drops a line of", lambda own: own.invoice_line_ids[-1:].unlink(), bill)

    @step()
    def duplicate(self, which, who, what):
        """A duplicate is charged to nothing."""

        def copy(own):
            made = own.copy({"invoice_date": own.invoice_date, "ref": f"x{what}"})
            made.action_post()

        self.books(who, "duplicates", copy, self.bill(which, "posted"))

    @step()
    def reverse(self, which, who, what):
        """With a credit note that is posted at once, later, or not; for a part or all."""

        def verb(own):
            dates = [{"date": own.date, "invoice_date": own.date}]
            notes = own._reverse_moves(dates, cancel=what % 3 == 0)
            if what % 3 == 1:
                if what % 2:
                    notes.invoice_line_ids[:1].price_unit = MILLION
                notes.action_post()

        self.books(who, f"reverses, {what % 3},", verb, self.bill(which, "posted"))

    @step()
    def pay(self, which, who, what):
        """All of it, or a part."""

        def verb(own):
            wizard = (
                self.env["account.payment.register"]
                .with_user(own.env.user)
                .with_context(active_model="account.move", active_ids=own.ids)
                .create({})
            )
            if what % 3 == 2:
                wizard.amount = max(wizard.amount // 2, 1)
            wizard._create_payments()

        self.books(who, "pays", verb, self.bill(which, "posted"))

    @step()
    def pay_back(self, which, who, what):
        """A payment comes back."""

        def verb(own):
            payable = own.line_ids.filtered(lambda line: line.account_type == "liability_payable")
            payable.remove_move_reconcile()

        self.books(who, "undoes the payment of", verb, self.bill(which, "posted"))

    # ------------------------------------------------------------------
    # Entries that nobody asked for
    # ------------------------------------------------------------------

    @step()
    def attach(self, which, who, what):
        """A bill of the accountants' own is charged to a credit, posted or not."""
        town, credit = self.town, self.choose(self.town.credits, which)

        def verb(model):
            entry = model.create(
                {
                    "move_type": "in_refund" if what % 5 == 4 else "in_invoice",
                    "partner_id": town.citizen.id,
                    "invoice_date": self.world.now.date(),
                    "ref": f"x{self.world.taken}",
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "x",
                                "account_id": town.account.id,
                                "price_unit": (what // 4 + 1) * MILLION,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
            if what % 2:
                entry.action_post()
            entry.invoice_line_ids.zrm_budget_line_id = credit.id
            return entry

        made = self.world.act(town.accountant, "attaches", verb, self.env["account.move"])
        if made:
            self.world.entries.append(made.with_env(self.env))

    @step()
    def change_attached(self, which, who, what):
        """It is charged elsewhere or to nothing, posted, reset or cancelled."""
        if not self.world.entries:
            return
        entry = self.choose(self.world.entries, which)
        credit = self.choose(self.town.credits, which + 1).id if what % 4 == 1 else False

        def charge(own):
            own.invoice_line_ids.zrm_budget_line_id = credit

        verb = [
            charge,
            charge,
            lambda own: own.action_post(),
            lambda own: own.button_draft(),
            lambda own: own.button_cancel(),
        ][what % 5]
        self.world.act(self.town.accountant, f"changes ({what % 5}) an attached entry", verb, entry)

    @step()
    def charge_a_bill_elsewhere(self, which, who, what):
        """What was asked of one credit is charged to that credit alone."""
        credit = self.choose([False, *(one.id for one in self.town.credits)], what)

        def verb(own):
            own.invoice_line_ids[:1].zrm_budget_line_id = credit

        self.books(who, "charges elsewhere", verb, self.bill(which, "draft", "posted"))
