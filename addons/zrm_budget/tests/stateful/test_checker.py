"""The checker finds what it is for: faults planted one after the other, each in a story that is
right without it."""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ...domain import duties, ledger, stages
from ...models.credit.booking import Entry
from ..common import MILLION
from .town import Town
from .world import START, StoryError, World


@tagged("post_install", "-at_install")
class TestChecker(Town):
    def setUp(self):
        super().setUp()
        clock = freeze_time(START)
        self.world = World(self, clock.start())
        self.addCleanup(clock.stop)
        self.Line = type(self.env["zrm.budget.line"])
        self.Request = type(self.env["zrm.budget.request"])
        self.Document = type(self.env["zrm.budget.document"])
        self.MoveLine = type(self.env["account.move.line"])

    def assertFound(self, words, story, *faults):
        """The story breaks the rule of these words with the faults, and none without them."""
        for planted in (faults, ()):
            self.world.begin()
            try:
                with ExitStack() as stack:
                    for fault in planted:
                        stack.enter_context(fault)
                    if planted:
                        stack.enter_context(self.assertRaisesRegex(StoryError, words))
                    story()
            finally:
                self.world.end()

    def lacking(self, model, method, result=None):
        return patch.object(model, method, lambda *_args, **_kwargs: result)

    @contextmanager
    def without_guard(self, table, name):
        """The database's own guard is not there."""
        with self.env.cr.savepoint():
            self.env.cr.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            yield

    def do(self, user, record, verb, *arguments):
        return self.world.act(user, verb, lambda own: getattr(own, verb)(*arguments), record)

    def asked(self, credit=None, amount=10, user=None):
        vals = {
            "name": "x",
            "unit_id": self.unit.id,
            "line_ids": [
                Command.create(
                    {
                        "budget_line_id": (credit or self.line).id,
                        "amount": amount * MILLION,
                        "partner_id": self.citizen.id,
                    }
                )
            ],
        }
        made = self.world.act(
            user or self.expert,
            "asks",
            lambda model: model.create(vals),
            self.env["zrm.budget.request"],
        )
        self.world.requests.append(made.with_env(self.env))
        return self.world.requests[-1]

    def brought(self, state, **asked):
        """A request in a state, each verb by whose duty it is."""
        request = self.asked(**asked)
        for reached, user, verb in (
            ("submitted", self.expert, "action_submit"),
            ("approved", self.manager, "action_approve"),
            ("reserved", self.certifier, "action_reserve"),
            ("committed", self.head, "action_commit"),
            ("liquidated", self.head, "action_liquidate"),
            ("ordered", self.head, "action_order"),
            ("posted", self.accountant, "action_post"),
        ):
            self.do(user, request, verb)
            if reached == state:
                return request
        raise ValueError(state)

    # ------------------------------------------------------------------
    # Credits and their ledger
    # ------------------------------------------------------------------

    def test_a_counter_that_forgets_the_ledger(self):
        def story():
            self.do(self.head, self.brought("reserved"), "action_release", "x")

        kept = {**ledger.EFFECTS, "release": (0, 0, 0, 0, 0)}
        self.assertFound("reserved is .*, the ledger", story, patch.object(ledger, "EFFECTS", kept))

    def test_sums_by_month_that_nobody_keeps(self):
        months = type(self.env["zrm.budget.performance"])
        fault = self.lacking(months, "_adding", SQL("SELECT 1"))
        self.assertFound("^.*month .*, the ledger", lambda: self.brought("reserved"), fault)

    def test_a_line_that_is_overspent(self):
        def overspend(line):
            if self.overspends:
                line.env.cr.execute(
                    "UPDATE zrm_budget_line SET reserved = allotted + 1 WHERE id = %s", [line.id]
                )

        def story():
            self.world.act(self.officer, "overspends", overspend, self.line)

        guard = self.without_guard("zrm_budget_line", "zrm_budget_line_never_overspent")
        self.overspends = False
        self.assertFound("does not hold", story, guard, patch.object(self, "overspends", True))

    def test_an_entry_that_is_rewritten_past_the_orm(self):
        def rewrite(line):
            if self.rewrites:
                line.env.cr.execute(
                    "ALTER TABLE zrm_budget_move DISABLE TRIGGER USER;"
                    "UPDATE zrm_budget_move SET source = 'x' WHERE line_id = %s",
                    [line.id],
                )

        self.rewrites = False
        self.assertFound(
            "was changed or removed",
            lambda: self.world.act(self.officer, "rewrites", rewrite, self.line),
            patch.object(self, "rewrites", True),
        )

    def test_a_frozen_line_that_gives(self):
        def story():
            request = self.brought("approved")
            self.do(self.officer, self.line, "action_freeze")
            self.do(self.certifier, request, "action_reserve")

        fault = patch.object(ledger, "HARMLESS", set(ledger.EFFECTS))
        self.assertFound("takes from a frozen line", story, fault)

    def proposed(self, kind, **vals):
        made = self.env["zrm.budget.document"].with_user(self.officer)
        made = made.create(
            {
                "line_id": self.line.id,
                "kind": kind,
                "amount": 5 * MILLION,
                "reason": "x",
                **vals,
            }
        )
        made.action_propose()
        return made.with_env(self.env)

    def test_a_transfer_that_arrives_nowhere(self):
        def entries(document):
            return [
                Entry(document.line_id, "transfer_out", document.amount, "x", document=document.id)
            ]

        def story():
            document = self.proposed("transfer", target_id=self.other.id)
            self.do(self.treasurer, document, "action_approve")

        fault = patch.object(self.Document, "_entries", entries)
        self.assertFound("is transferred, .* arrives", story, fault)

    def test_a_document_that_is_booked_unapproved(self):
        original = self.Document.action_refuse

        def refuse(document):
            document.sudo().line_id._book(document.sudo()._entries())
            return original(document)

        def story():
            self.do(self.treasurer, self.proposed("supplement"), "action_refuse")

        fault = patch.object(self.Document, "action_refuse", refuse)
        self.assertFound("the refused supplement .* has booked", story, fault)

    # ------------------------------------------------------------------
    # Accounting
    # ------------------------------------------------------------------

    def reset(self):
        request = self.brought("posted")
        bill = self.world.sudo(request).bill_ids.with_env(self.env)
        self.do(self.accountant, bill, "button_draft")

    def test_a_reset_bill_that_stays_spent(self):
        original = self.MoveLine._zrm_book_spending

        def book(lines, removed=False):
            return original(lines.filtered(lambda line: line.parent_state == "posted"), removed)

        fault = patch.object(self.MoveLine, "_zrm_book_spending", book)
        self.assertFound("is spent, .* posted", self.reset, fault)

    def test_a_request_that_stays_posted_without_its_bill(self):
        fault = self.lacking(self.Request, "_follow_bills")
        self.assertFound("and a bill of it is not posted", self.reset, fault)

    def test_a_bill_in_another_year(self):
        def story():
            request = self.brought("ordered")
            self.world.now = self.world.now.replace(year=2028)
            self.do(self.accountant, request, "action_post")

        fault = self.lacking(self.MoveLine, "_zrm_check_day")
        self.assertFound("is outside the period of its credit", story, fault)

    # ------------------------------------------------------------------
    # Requests
    # ------------------------------------------------------------------

    def test_a_stage_that_is_left_out(self):
        def story():
            self.do(self.certifier, self.asked(), "action_reserve")

        fault = patch.object(stages, "may_follow", lambda *_args: True)
        self.assertFound("goes from draft to reserved", story, fault)

    def test_a_release_that_gives_nothing_back(self):
        def story():
            self.do(self.head, self.brought("committed"), "action_release", "x")

        fault = self.lacking(self.Request, "_give_back")
        self.assertFound("still commits", story, fault)

    def test_a_payable_amount_that_is_not_fitted(self):
        def story():
            request = self.brought("committed")
            line = self.world.sudo(request).line_ids
            self.do(self.head, request, "action_liquidate", {line.id: 4 * MILLION})
            self.do(self.head, request, "action_order")
            self.do(self.accountant, request, "action_post")

        # The rest would stay committed for ever.
        fault = self.lacking(self.Request, "_give_back")
        fitting = self.lacking(self.Request, "_fitting", [])
        self.assertFound("still commits", story, fault, fitting)

    def test_one_person_for_everything(self):
        def story():
            request = self.brought("submitted")
            self.do(self.busy, request, "action_approve")
            self.do(self.busy, request, "action_reserve")

        fault = patch.object(duties, "hinders", lambda *_args: None)
        self.assertFound("one person did “approve” and “certify”", story, fault)

    def test_what_is_given_once_is_not_counted(self):
        def story():
            self.do(self.expert, self.asked(self.once, 2), "action_submit")

        fault = self.lacking(self.Request, "_check_once")
        self.assertFound("is given once and not counted", story, fault)
