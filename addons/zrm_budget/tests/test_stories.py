"""Random stories of credits: whatever order the verbs come in, the books are right after each.

``ZRM_FUZZ_STORIES=10000`` tells more than `make test` does, ``ZRM_FUZZ_SEED`` others.
"""

import os
import unittest
from importlib.util import find_spec

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import MILLION, BudgetCommon

STORIES, STEPS = 300, 9
# Verbs, the likelier ones more than once; a number of each step chooses among what there is.
VERBS = [
    "ask",
    "step",
    "step",
    "step",
    "step",
    "step",
    "step",
    "release",
    "less",
    "more",
    "bill_reset",
    "bill_post",
    "bill_cancel",
    "bill_edit",
    "reverse",
    "attach",
    "detach",
    "supplement",
    "withdraw",
    "reduce",
    "transfer",
    "freeze",
    "unfreeze",
    "pay",
]


@tagged("post_install", "-at_install")
@unittest.skipUnless(find_spec("hypothesis"), "hypothesis is missing: requirements-dev.txt")
class TestStories(BudgetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.line.overrun = 10

    def test_the_books_are_right_after_each_step(self):
        from hypothesis import HealthCheck, given, seed, settings
        from hypothesis import strategies as st

        step = st.tuples(st.sampled_from(VERBS), st.integers(0, 40))
        self.done = self.refused = 0
        # Something to act on, the same for all stories.
        self.begun = [
            self.go(self.request((self.line, 20 * MILLION)), state)
            for state in ("approved", "committed", "posted")
        ]

        @seed(int(os.environ.get("ZRM_FUZZ_SEED") or 137))
        @settings(
            max_examples=int(os.environ.get("ZRM_FUZZ_STORIES") or STORIES),
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(step, min_size=3, max_size=STEPS))
        def stories(steps):
            savepoint = self.cr.savepoint()
            try:
                self.tell(steps)
            finally:
                savepoint.close(rollback=True)
                self.env.invalidate_all()

        stories()
        # It was no empty story.
        self.assertGreater(self.done, self.refused)

    def tell(self, steps):
        self.requests, self.entries = list(self.begun), []
        for verb, number in steps:
            try:
                with self.cr.savepoint():
                    getattr(self, verb)(number)
                    self.env.flush_all()
                self.done += 1
            except (UserError, ValidationError):
                self.refused += 1
                self.env.invalidate_all()
            self.check(f"after {verb} {number} of {steps}")

    def check(self, when):
        self.env.flush_all()
        self.cr.execute(
            "SELECT count(*) FROM zrm_budget_line WHERE NOT (approved >= allotted AND allotted >= "
            "reserved + committed + spent AND least(reserved, committed, spent) >= 0)"
        )
        self.assertEqual(self.cr.fetchone(), (0,), when)
        self.assertEqual(self.env["zrm.budget.line"]._differences(), [], when)
        for request in self.requests:
            for line in request.sudo().line_ids:
                self.assertGreaterEqual(min(line.reserved, line.committed), 0, when)

    def pick(self, number):
        return self.requests[number % len(self.requests)]

    def bills(self, number):
        return self.pick(number).sudo().bill_ids[:1]

    def ask(self, number):
        credit = (self.line, self.other)[number % 2]
        self.requests.append(self.request((credit, (number + 1) * MILLION)))

    def step(self, number):
        request = self.pick(number)
        following = {
            "draft": (self.expert, "action_submit"),
            "submitted": (self.manager, "action_approve"),
            "approved": (self.certifier, "action_reserve"),
            "reserved": (self.head, "action_commit"),
            "committed": (self.head, "action_liquidate"),
            "liquidated": (self.head, "action_order"),
            "ordered": (self.accountant, "action_post"),
        }
        user, verb = following.get(request.sudo().state, (self.head, "action_order"))
        getattr(request.with_user(user), verb)()

    def release(self, number):
        self.pick(number).with_user(self.head).action_release("x")

    def less(self, number):
        request = self.pick(number)
        amounts = {line.id: line.committed * (number % 10) / 10 for line in request.sudo().line_ids}
        request.with_user(self.head).action_liquidate(amounts)

    def more(self, number):
        request = self.pick(number)
        amounts = {line.id: line.committed * 1.05 for line in request.sudo().line_ids}
        request.with_user(self.head).action_liquidate(amounts)

    def bill_reset(self, number):
        self.bills(number).button_draft()

    def bill_post(self, number):
        self.bills(number).action_post()

    def bill_cancel(self, number):
        self.bills(number).button_cancel()

    def bill_edit(self, number):
        self.bills(number).invoice_line_ids.price_unit = (number + 1) * MILLION

    def reverse(self, number):
        bill = self.bills(number)
        bill._reverse_moves(
            [{"date": bill.date, "invoice_date": bill.date}], cancel=bool(number % 2)
        )

    def pay(self, number):
        bill = self.bills(number)
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        wizard.create({})._create_payments()

    def attach(self, number):
        entry = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.citizen.id,
                "invoice_date": "2026-11-16",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "x",
                            "account_id": self.account.id,
                            "price_unit": (number + 1) * MILLION,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        entry.action_post()
        entry.invoice_line_ids.zrm_budget_line_id = self.line
        self.entries.append(entry)

    def detach(self, number):
        for entry in self.entries[:1]:
            entry.invoice_line_ids.zrm_budget_line_id = self.other if number % 2 else False

    def supplement(self, number):
        self.document(self.line, "supplement", (number + 1) * MILLION)

    def withdraw(self, number):
        self.document(self.line, "withdrawal", (number + 1) * 2 * MILLION)

    def reduce(self, number):
        self.document(self.line, "reduction", (number + 1) * 2 * MILLION)

    def transfer(self, number):
        self.document(self.line, "transfer", (number + 1) * MILLION, target_id=self.other.id)

    def freeze(self, number):
        self.line.with_user(self.officer).action_freeze()

    def unfreeze(self, number):
        self.line.with_user(self.officer).action_unfreeze()
