from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FlowCase

ZAHRA = "zahra@zrm.example"


@tagged("post_install", "-at_install")
class TestReportToVerdict(FlowCase):
    """Flow 1: a report from the street to the accepted answer, with a question, a reply, an
    approval and an objection."""

    def test_the_whole_way(self):
        case = self.zahra_reports()
        self.the_expert_asks_and_she_replies(case)
        self.the_head_returns_and_then_approves(case)
        self.she_objects(case)
        self.the_city_answers_and_she_accepts(case)

    def zahra_reports(self):
        self.it_is("2026-11-16 09:00")
        case = self.citizen_reports(
            self.judged_subject, name="زهرا کریمی", phone="09125554433", email=ZAHRA
        )
        self.assertIn(self.code(case), self.last_page)
        self.assertHeard(ZAHRA, self.code(case))
        self.assertResponsible(case, self.unit)
        self.assertFalse(self.by(self.roads_expert, case).has_access("read"))
        self.leaves()
        self.assertIn("We found no case", self.page_of(case, "0000"))
        self.assertIn("Registered", self.page_of(case, "4433"))
        return case

    def the_expert_asks_and_she_replies(self, case):
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.judged_steps["open"].id)
        deadline = case.deadline
        self.it_is("2026-11-16 15:00")
        mine.action_ask("پلاک خانه را بنویسید")
        self.assertHeard(ZAHRA, "پلاک خانه را بنویسید")
        # Two working days she thinks about it: nobody is late.
        self.it_is("2026-11-18 15:00")
        self.assertEqual(self.by(self.expert, case).sla_state, "none")
        self.leaves()
        self.assertIn("پلاک خانه را بنویسید", self.page_of(case, "4433"))
        self.assertIn("Your message was received", self.does(case, "reply", message="پلاک ۳"))
        self.assertEqual(case.state, "open")
        self.assertResponsible(case, self.unit, self.expert, self.expert, "replied")
        self.assertEqual((case.deadline - deadline).days, 2, "her two days were not counted")
        self.assertIn("پلاک ۳", self.by(self.expert, case).message_ids[:1].body)
        self.assertFalse(self.heard(ZAHRA))

    def the_head_returns_and_then_approves(self, case):
        mine = self.by(self.expert, case)
        mine.answer = "فردا"
        with self.assertRaisesRegex(UserError, "does not let you answer"):
            mine.action_answer()
        mine.action_move(self.judged_steps["approval"].id)
        self.assertResponsible(case, self.area, told=self.head, words="approve")
        for other in (self.manager, self.mayor):
            self.assertNotIn(other, case.activity_ids.user_id)
        self.assertFalse(self.heard(ZAHRA), "the draft stays in the house")
        self.assertNotIn("فردا", self.page_of(case, "4433"))
        with self.assertRaises(UserError):
            self.by(self.manager, case).action_approve_answer()

        self.by(self.head, case).action_return_answer("کی؟ روز را بنویسید")
        self.assertResponsible(case, self.unit, told=self.expert, words="کی؟")
        self.assertEqual(case.step_id, self.judged_steps["open"])
        mine = self.by(self.expert, case)
        mine.answer = "پنجشنبه تعمیر می‌شود"
        mine.action_move(self.judged_steps["approval"].id)
        queue = self.env["zrm.case.approval"].with_user(self.head)
        queue.search([("is_for_me", "=", True)]).action_approve()
        self.env.invalidate_all()
        self.assertEqual(case.state, "answered")
        self.assertEqual(
            (case.answered_by_id, case.answer_approved_by_id), (self.expert, self.head)
        )
        self.assertResponsible(case, self.unit)

    def she_objects(self, case):
        [mail] = self.assertHeard(ZAHRA, "پنجشنبه تعمیر می‌شود")
        self.leaves()
        link = self.opens_link(mail)
        self.assertIn("پنجشنبه تعمیر می‌شود", self.words(self.url_open(link)))
        self.assertEqual(case.state, "answered", "opening a link decides nothing")
        page = self.words(self.post(link, link, verdict="object", comment="هنوز خراب است"))
        self.assertIn("Others than those who answered decide", page)
        self.env.invalidate_all()
        # The head of the area approved it: above both it is the city.
        self.assertResponsible(case, self.city, told=self.mayor, words="objected")
        self.assertBarred(case, self.expert, self.head)
        self.assertHeard(ZAHRA, "Your objection is received")
        page = self.words(self.post(link, "/zrm/track", verdict="object", comment="باز هم"))
        self.assertNotIn("Thank you", page)
        self.assertEqual(case.objection_count, 1)

    def the_city_answers_and_she_accepts(self, case):
        mine = self.by(self.mayor, case)
        mine.action_take()
        mine.answer = "دوباره تعمیر شد"
        mine.action_move(self.judged_steps["approval"].id)
        approval = case.approval_ids.sorted("id")[-1:]
        self.assertEqual(approval.state, "waiting")
        self.assertFalse(approval.judge_ids & (self.mayor | self.head | self.expert))
        self.assertTrue(approval.judge_ids, "somebody else judges")
        judge = approval.judge_ids[:1]
        with self.assertRaises(UserError):
            self.by(self.mayor, case).action_approve_answer()
        self.by(judge, approval).action_approve()
        self.env.invalidate_all()
        self.assertEqual(case.state, "answered")
        [mail] = self.assertHeard(ZAHRA, "دوباره تعمیر شد")
        self.leaves()
        link = self.opens_link(mail)
        self.post(link, link, verdict="accept", stars="5", comment="سپاس")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.verdict, case.stars), ("closed", "accepted", 5))
        self.assertEqual(case.outcome, "solved")
        self.assertOneOpenLeg(case)
        self.assertFalse(case.activity_ids)
        self.assertHeard(ZAHRA, self.code(case))
        page = self.page_of(case, "4433")
        self.assertNotIn("Not solved", page, "who accepted is not asked again")
        for staff in (self.expert, self.head, self.manager, self.mayor, judge):
            self.assertNotIn(staff.name, page, "no name of staff")
