from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon


class ManyCommon(CaseCommon):
    """A systemic problem in one unit, with linked cases in others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("zrm_base.citizen_lang", "en_US")
        cls.steps["open"].citizen_message = "A crew has been sent."
        cls.chief = make_user(cls.env, "zrm_chief", "zrm_base.group_manager")
        cls.city.manager_id = cls.chief
        cls.neighbours = [
            cls.make_citizen(f"همسایه {number}", phone=f"0912000770{number}") for number in range(4)
        ]

    def linked(self, problem, citizen=None, to="open", **vals):
        case = self.make_case(partner_id=(citizen or self.citizen).id, **vals)
        if to != "new":
            case.with_user(self.expert).action_move(self.steps["open"].id)
        if to == "waiting":
            case.with_user(self.expert).action_ask("کجا؟")
        if to == "answered":
            case.with_user(self.expert2).action_answer("پاسخ خودش")
        case.parent_id = problem
        return case

    def heard(self, citizen, moment):
        return self.env["zrm.case.notice"].search(
            [("partner_id", "=", citizen.id), ("moment", "=", moment)]
        )


@tagged("post_install", "-at_install")
class TestSystemicProblem(ManyCommon):
    def test_each_gets_what_fits_its_state(self):
        problem = self.open_case(partner_id=self.neighbours[0].id)
        cases = {
            state: self.linked(problem, citizen, state)
            for state, citizen in zip(
                ("new", "open", "waiting", "answered"),
                [self.citizen, *self.neighbours[1:]],
                strict=True,
            )
        }
        problem.action_answer("لوله تعویض شد")
        self.env.invalidate_all()
        for state in ("new", "open", "waiting"):
            case = cases[state]
            self.assertEqual((case.state, case.answer), ("answered", "لوله تعویض شد"), state)
            self.assertEqual(case.answered_by_id, self.expert)
            self.assertOneOpenLeg(case)
            self.assertFalse(case.paused_at)
        self.assertEqual(cases["answered"].answer, "پاسخ خودش")
        problem.action_close("solved")
        self.env.invalidate_all()
        self.assertEqual(cases["new"].state, "closed")
        self.assertEqual(cases["answered"].state, "answered", "it has its own answer and verdict")

    def test_whose_answer_is_disputed_here_does_not_answer_it_from_above(self):
        problem = self.open_case(partner_id=self.neighbours[0].id)
        case = self.linked(problem, self.neighbours[1], "answered")
        case._object_to_answer("حل نشده")
        problem.with_user(self.expert2).action_answer("لوله تعویض شد")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.unit_id, case.answer), ("open", self.city, "پاسخ خودش"))
        task = case.activity_ids.filtered(lambda one: "decide this case alone" in one.summary)
        self.assertEqual(task.user_id, self.chief)

    def test_nothing_is_closed_unanswered_and_nobody_hears_news_after_the_answer(self):
        problem = self.open_case(partner_id=self.neighbours[0].id)
        waiting = self.linked(problem, self.neighbours[1], "waiting")
        self.steps["waiting"].process_id.active = False
        self.steps["waiting"].next_step_ids |= self.steps["closed"]
        self.process.active = True
        answered = self.linked(problem, self.neighbours[2], "answered")
        problem.action_move(self.steps["waiting"].id)
        problem.action_move(self.steps["open"].id)
        self.assertTrue(self.heard(self.neighbours[1], "informed"))
        self.assertFalse(self.heard(self.neighbours[2], "informed"))
        problem.sudo()._finish("withdrawn", "")
        self.assertEqual((waiting.state, answered.state), ("waiting", "answered"))

    def test_a_closed_problem_without_an_answer_asks_the_experts(self):
        problem = self.open_case(partner_id=self.neighbours[0].id)
        case = self.linked(problem)
        case.with_user(self.expert).action_take()
        problem.action_reject("در صلاحیت ما نیست")
        self.assertEqual(case.state, "open")
        self.assertIn("is rejected", case.activity_ids.summary)
        self.assertEqual(case.activity_ids.user_id, self.expert)

    def test_once_per_citizen_whatever_the_number_of_cases(self):
        problem = self.open_case()
        mine = [self.linked(problem) for _case in range(3)]
        wife = self.make_citizen("همسر", phone=self.citizen.phone)
        self.linked(problem, wife)
        mine[0]._join(self.neighbours[0])
        self.linked(problem, self.neighbours[0], "new")
        problem.action_answer("لوله تعویض شد")
        self.assertEqual(len(self.heard(self.citizen, "answered")), 1)
        self.assertEqual(len(self.heard(self.neighbours[0], "answered")), 1)
        self.assertFalse(self.heard(wife, "answered"), "the same telephone")
        for case in mine:
            self.assertEqual(case.state, "answered")

    def test_who_shares_a_way_shares_an_address_that_reaches_both(self):
        Notice = self.env["zrm.case.notice"]
        wife = self.make_citizen("همسر", phone=self.citizen.phone)
        self.assertEqual(Notice._way_to(wife), Notice._way_to(self.citizen))
        wife.preferred_channel = "none"
        self.assertEqual(Notice._way_to(wife), wife.id, "who wants none keeps none from others")
        self.assertNotEqual(Notice._way_to(self.citizen), wife.id)
        wife.preferred_channel = False
        (wife | self.citizen).email = "home@zrm.example"
        self.assertEqual(Notice._way_to(wife), Notice._way_to(self.citizen))
        guest = self.make_citizen("میهمان", phone="09120007799", email="guest@zrm.example")
        self.assertEqual(len({Notice._way_to(one) for one in (wife, guest)}), 2)

    def test_each_objects_alone_and_above_who_answered_the_problem(self):
        water = self.env["zrm.unit"].create(
            {"name": "آب", "code": "T-W", "parent_id": self.city.id, "manager_id": self.manager.id}
        )
        water.member_ids = self.outsider
        problem = self.open_case()
        problem.action_refer(water.id)
        child, other = (self.linked(problem, citizen) for citizen in self.neighbours[:2])
        problem.with_user(self.outsider).action_answer("لوله تعویض شد")
        child._object_to_answer("هنوز نشت دارد")
        self.env.invalidate_all()
        self.assertEqual(child.unit_id, self.city, "above the water office as well")
        self.assertIn(self.outsider, child.excluded_user_ids)
        self.assertEqual((other.state, problem.sudo().state), ("answered", "answered"))

    def test_the_mayors_answer_goes_to_others_than_the_mayor(self):
        deputy = make_user(self.env, "zrm_deputy", "zrm_base.group_expert")
        self.city.member_ids = deputy
        problem = self.open_case().with_user(self.chief)
        child = self.linked(problem, self.neighbours[0])
        problem.action_answer("شهر رسیدگی کرد")
        child._object_to_answer("نشده")
        self.env.invalidate_all()
        self.assertEqual(child.unit_id, self.city)
        self.assertIn(self.chief, child.excluded_user_ids)
        self.assertEqual(child.activity_ids.user_id, deputy)

    def test_a_linked_case_does_not_pass_its_judge(self):
        problem = self.open_case()
        child = self.linked(problem, self.neighbours[0])
        self.steps["open"].needs_approval = True
        early = self.linked(problem, self.neighbours[1], "new")
        # The problem's own step needs none when it is answered.
        self.steps["open"].needs_approval = False
        self.steps["waiting"].needs_approval = True
        problem.action_answer("لوله تعویض شد")
        self.assertEqual((child.state, early.state), ("open", "new"))
        self.assertEqual(child.answer, "لوله تعویض شد")
        self.assertFalse(self.heard(self.neighbours[0], "answered"))
        self.assertIn("complete the case", child.activity_ids[:1].summary)

    def test_a_linked_case_whose_judge_has_the_same_answer(self):
        judged = self.process.copy({"code": "judged"})
        at_work = judged.step_ids.filtered(lambda step: step.state == "open")
        at_work.needs_approval = True
        judged.active = True
        subject = self.subject.copy({"name": "لوله", "code": "T-P", "process_id": judged.id})
        self.env["zrm.routing.rule"].create({"subject_id": subject.id, "unit_id": self.unit.id})
        problem = self.open_case()
        child = self.linked(problem, self.neighbours[0], "new", subject_id=subject.id)
        mine = child.with_user(self.expert)
        mine.action_move(at_work.id)
        mine.answer = "لوله تعویض شد"
        mine.action_send_for_approval()
        problem.action_answer("لوله تعویض شد")
        self.assertEqual(child.approval_ids.mapped("state"), ["waiting"])
        self.assertEqual(child.state, "open")

    def test_a_judged_answer_is_judged_for_the_linked_cases_too(self):
        self.steps["open"].needs_approval = True
        problem = self.open_case()
        child = self.linked(problem, self.neighbours[0])
        problem.answer = "لوله تعویض شد"
        problem.action_send_for_approval()
        # As the form calls it: with what the judge sees. The linked case has a draft of its own.
        child.answer = "پیش‌نویس"
        seen = problem.with_user(self.manager).with_context(zrm_seen_answer=problem.answer)
        seen.action_approve_and_send()
        self.env.invalidate_all()
        self.assertEqual(child.state, "answered")
        self.assertEqual(child.answer_approved_by_id, self.manager)
        self.assertEqual(child.approval_ids.state, "used")
        child._object_to_answer("نشده")
        self.assertLessEqual(self.manager | self.expert, child.excluded_user_ids)

    def test_a_merged_problem_hands_on_its_cases(self):
        problem, target = self.open_case(), self.open_case()
        child = self.linked(problem, self.neighbours[0])
        problem.action_merge(target.id)
        self.assertEqual(child.parent_id, target.sudo())


@tagged("post_install", "-at_install")
class TestJoinedAndMerged(ManyCommon):
    def test_who_joined_hears_of_answer_rejection_and_closing(self):
        joined = self.neighbours[0]
        for anonymous in (False, True):
            vals = {
                "nature_id": self.anonymous_nature.id,
                "is_anonymous": True,
                "partner_id": False,
            }
            for end in ("answer", "reject"):
                case = self.open_case(**(vals if anonymous else {}))
                case.sudo()._join(joined)
                before = self.heard(joined, "answered") | self.heard(joined, "rejected")
                if end == "answer":
                    case.action_answer("انجام شد")
                    case.action_close("solved")
                    self.assertIn(case, self.heard(joined, "closed").case_id)
                else:
                    case.action_reject("در صلاحیت ما نیست")
                after = self.heard(joined, "answered") | self.heard(joined, "rejected")
                self.assertEqual((after - before).case_id, case.sudo(), (anonymous, end))

    def test_who_reported_the_same_twice_hears_once(self):
        target, double = self.open_case(), self.open_case()
        double.action_merge(target.id)
        target.action_answer("لایروبی شد")
        answered = target.sudo().event_ids.filtered(lambda event: event.kind == "answered")
        notices = self.env["zrm.case.notice"].search([("event_id", "=", answered.id)])
        self.assertEqual((notices.case_id, notices.partner_id), (target.sudo(), self.citizen))

    def test_a_reopened_double_goes_its_own_way(self):
        target, double = self.open_case(), self.open_case()
        double.action_merge(target.id)
        double.with_user(self.manager).action_reopen("کار دیگری است")
        self.assertFalse(double.sudo().duplicate_of_id)
        self.assertFalse(target.sudo().merged_ids)
        double.action_merge(target.id)
        self.assertEqual(double.sudo().duplicate_of_id, target.sudo())

    def test_the_citizen_of_a_merged_case_hears_under_the_own_code_and_judges(self):
        case, target = self.open_case(partner_id=self.neighbours[0].id), self.open_case()
        case.action_merge(target.id)
        case = case.sudo()
        with self.assertRaises(Exception) as refused, self.env.cr.savepoint():
            case._accept_answer(5)
        self.assertIn("no answer to judge", str(refused.exception))
        target.action_answer("انجام شد")
        notice = self.heard(self.neighbours[0], "answered")
        self.assertEqual(notice.case_id, case)
        self.assertTrue(case._may_judge() and case._may_object())
        case._accept_answer(5, "خوب بود")
        self.assertEqual((case.verdict, case.stars), ("accepted", 5))
        self.assertEqual(target.state, "answered", "its own citizen has still to say")
        self.assertFalse(case._may_judge() or case._may_object())
        target.sudo()._accept_answer()
        self.assertEqual(target.state, "closed")

    def test_and_objects(self):
        case, target = self.open_case(partner_id=self.neighbours[0].id), self.open_case()
        case.action_merge(target.id)
        target.action_answer("انجام شد")
        target.sudo()._accept_answer()
        self.assertTrue(case.sudo()._may_object(), "alone, whatever the other citizen said")
        case.sudo()._object_to_answer("نزد ما نه")
        self.env.invalidate_all()
        self.assertEqual((target.sudo().state, target.sudo().unit_id), ("open", self.city))
        self.assertEqual(case.sudo().verdict, "objected")
        target.sudo().with_user(self.chief).action_answer("این بار شد")
        self.assertTrue(case.sudo()._may_judge(), "a new answer, a new verdict")

    def test_a_hidden_reporter_of_a_merged_case_hears_by_the_own_contact(self):
        self.subject.write({"hides_reporter": True, "is_sensitive": True})
        confidential = self.env.ref("zrm_base.group_confidential")
        self.expert.group_ids |= confidential
        first = self.make_case(
            partner_id=False, citizen={"name": "الف", "email": "first@example.com"}
        )
        second = self.make_case(
            partner_id=False, citizen={"name": "ب", "email": "second@example.com"}
        )
        for case in (first, second):
            case.with_user(self.expert).action_move(self.steps["open"].id)
        first.with_user(self.expert).action_merge(second.id)
        second.with_user(self.expert).action_answer("رسیدگی شد")
        told = self.env["zrm.case.notice"].search(
            [("moment", "=", "answered"), ("case_id", "in", (first | second).ids)]
        )
        self.assertEqual(told.case_id, first | second)
        self.assertFalse(told.partner_id)
        addresses = {notice._contact().email for notice in told}
        self.assertEqual(addresses, {"first@example.com", "second@example.com"})

    def test_withdrawing_does_not_end_it_for_others(self):
        alone, joined, merged = (self.open_case() for _case in range(3))
        joined.sudo()._join(self.neighbours[0])
        self.open_case(partner_id=self.neighbours[1].id).action_merge(merged.id)
        for case in (alone, joined, merged):
            case.sudo()._withdraw()
        self.assertEqual(alone.state, "closed")
        for case, other in ((joined, self.neighbours[0]), (merged, self.neighbours[1])):
            self.assertEqual((case.state, case.sudo().is_withdrawn), ("open", True))
            self.assertIn("go on for the others", case.sudo().activity_ids.summary)
            with self.assertRaisesRegex(UserError, "You have withdrawn"):
                case.sudo()._withdraw()
            case.action_answer("انجام شد")
            self.assertEqual(len(self.heard(other, "answered")), 1)
            self.assertFalse(case.sudo()._may_judge() or case.sudo()._may_object())
        self.assertFalse(self.heard(self.citizen, "answered"))

    def test_one_message_for_all_cases_of_a_person(self):
        for _case in range(3):
            self.open_case()
        self.open_case(partner_id=self.neighbours[0].id)
        alert = self.env["zrm.case.alert"].with_user(self.manager)
        alert = alert.create({"subject_id": self.subject.id, "text": "فردا آب قطع است"})
        alert.action_preview()
        alert.action_send()
        self.assertEqual(len(self.heard(self.citizen, "informed")), 1)
        self.assertEqual(len(self.heard(self.neighbours[0], "informed")), 1)
        informed = self.env["zrm.case.event"].search(
            [("kind", "=", "informed"), ("text", "=", "فردا آب قطع است")]
        )
        self.assertEqual(len(informed.case_id), 4, "it stands in each case")
