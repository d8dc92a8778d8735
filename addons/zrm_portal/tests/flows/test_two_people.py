from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FlowCase

ZAHRA = "zahra@zrm.example"


@tagged("post_install", "-at_install")
class TestTwoPeople(FlowCase):
    """Flow 16: two people on one case: one wins, the other is told, no text is lost."""

    def setUp(self):
        super().setUp()
        self.it_is("2026-11-16 09:00")

    def reported(self, subject=None):
        case = self.citizen_reports(subject, name="زهرا کریمی", phone="09125554433", email=ZAHRA)
        self.leaves()
        self.heard(ZAHRA)
        return case

    def test_two_experts_at_one_step(self):
        case = self.reported()
        seen = case.step_id.id
        self.by(self.expert, case).action_move(self.steps["open"].id, seen)
        with self.assertRaisesRegex(UserError, "Somebody has moved the case"):
            self.by(self.expert2, case).action_move(self.steps["rejected"].id, seen)
        self.by(self.expert, case).action_take()
        opened = case.answer
        self.by(self.expert, case).write({"answer": "متن نخست", "answer_seen": opened})
        with self.assertRaisesRegex(UserError, "متن نخست"):
            self.by(self.expert2, case).write({"answer": "متن دوم", "answer_seen": opened})
        self.by(self.expert, case).action_answer()
        with self.assertRaises(UserError):
            self.by(self.expert2, case).action_answer("متن دوم")
        self.assertEqual(case.answer, "متن نخست")
        self.assertHeard(ZAHRA, "متن نخست")

    def test_the_judge_approves_what_was_just_changed(self):
        case = self.reported(self.inspected_subject)
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.inspected_steps["open"].id)
        mine.answer = "متن نخست"
        mine.action_send_for_approval()
        self.assertResponsible(case, self.unit, self.expert, self.inspector, "approve")
        asked = case.approval_ids
        self.by(self.expert, case).answer = "متن دوم"
        with self.assertRaises(UserError):
            self.by(self.inspector, asked).action_approve()
        self.by(self.expert, case).action_send_for_approval()
        judge = self.by(self.inspector, case).with_context(zrm_seen_answer="متن نخست")
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            judge.action_approve_answer()
        self.assertFalse(case.answer_approved_by_id)
        self.by(self.inspector, case).with_context(
            zrm_seen_answer="متن دوم"
        ).action_approve_answer()
        # Two judges: the second is told that it is done.
        with self.assertRaises(UserError):
            self.by(self.inspector, case).action_return_answer("نه")
        self.assertFalse(self.heard(ZAHRA))
        self.by(self.expert, case).action_answer()
        self.assertHeard(ZAHRA, "متن دوم")
        self.assertEqual(
            (case.answered_by_id, case.answer_approved_by_id), (self.expert, self.inspector)
        )

    def test_the_citizen_and_the_expert_at_the_same_time(self):
        case = self.reported()
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        self.page_of(case, "4433")
        # She has the page open on which it can be withdrawn; meanwhile it is answered.
        self.by(self.expert, case).action_answer("انجام شد")
        page = self.does(case, "withdraw")
        self.assertIn("It is answered already", page)
        self.assertEqual(case.state, "answered")
        # She accepts twice, from two telephones; the second is told.
        self.does(case, "accept", stars="5")
        page = self.verb_without_form(case, "accept", stars="1")
        self.assertIn("already given your verdict", page)
        page = self.verb_without_form(case, "object", reason="نه")
        self.assertIn("already given your verdict", page)
        self.assertEqual((case.state, case.verdict, case.stars), ("closed", "accepted", 5))
        self.assertEqual(case.event_ids.mapped("kind").count("closed"), 1)

    def verb_without_form(self, case, verb, **form):
        """As from a page that was opened before."""
        self.env.flush_all()
        page = self.words(self.post(f"/zrm/case/{case.number}/{verb}", "/zrm/track", **form))
        self.env.invalidate_all()
        return page

    def test_the_expert_closes_while_she_objects(self):
        case = self.reported()
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_answer("انجام شد")
        self.page_of(case, "4433")
        self.by(self.expert, case).action_close("solved")
        self.does(case, "object", reason="نشده")
        self.assertResponsible(case, self.area, told=self.head, words="objected")
        with self.assertRaises(UserError):
            self.by(self.expert, case).action_close("solved")
        self.assertFalse(case.outcome)
