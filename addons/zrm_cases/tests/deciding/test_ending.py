"""How a case ends that nobody has to decide any more."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestEnding(CaseCommon):
    def only_rejecting(self):
        """A process whose only end is a rejection, and a case in it."""
        process = self.process.copy({"code": "only_rejects"})
        steps = {step.name: step for step in process.step_ids}
        steps["answered"].next_step_ids = [Command.set(steps["open"].ids)]
        steps["closed"].unlink()
        process.active = True
        self.subject.process_id = process
        return self.make_case()

    def test_withdrawn_where_a_process_only_rejects(self):
        case = self.only_rejecting()
        case._withdraw()
        self.assertEqual((case.state, case.outcome), ("rejected", "withdrawn"))
        self.assertEqual(case.public_reason, "Withdrawn by the citizen.")
        self.assertOneOpenLeg(case)

    def test_merged_where_a_process_only_rejects(self):
        target = self.open_case()
        case = self.only_rejecting().with_user(self.expert)
        case.action_merge(target.id)
        self.assertEqual((case.state, case.outcome), ("rejected", "merged"))
        self.assertEqual(case.duplicate_of_id, target)

    def test_an_accepted_answer_stays_answered_where_nothing_closes(self):
        case = self.only_rejecting()
        case.with_user(self.expert).action_move(
            case.process_id.step_ids.filtered(lambda step: step.state == "open").id
        )
        case.with_user(self.expert).action_answer("انجام شد")
        case._accept_answer(5)
        self.assertEqual((case.state, case.verdict), ("answered", "accepted"))

    def test_the_process_says_that_it_cannot_close(self):
        process = self.only_rejecting().process_id
        with self.assertRaisesRegex(UserError, "has no step that closes a case"):
            process._closing_step()
        self.assertEqual(process._final_step().state, "rejected")

    def test_the_step_that_follows_closes_before_others(self):
        self.process.active = False  # it may be unfinished
        other = self.steps["closed"].copy({"name": "also closed", "sequence": 3})
        self.assertEqual(self.process._closing_step(), other)
        self.assertEqual(self.process._closing_step(self.steps["answered"]), self.steps["closed"])

    def test_a_unit_in_use_says_what_needs_it(self):
        case = self.open_case()
        with self.assertRaisesRegex(UserError, "it has open cases"):
            self.unit.active = False
        case.action_answer("x")
        case.action_close("solved")
        with self.assertRaisesRegex(UserError, "routing rules give it cases"):
            self.unit.active = False
        self.env["zrm.routing.rule"].search([("unit_id", "=", self.unit.id)]).unlink()
        self.steps["open"].write({"responsible": "unit", "unit_id": self.unit.id})
        with self.assertRaisesRegex(UserError, "a process names it"):
            self.unit.active = False
        self.steps["open"].responsible = "holder"
        self.steps["open"].unit_id = False
        self.unit.active = False
        self.assertFalse(self.unit.active)
