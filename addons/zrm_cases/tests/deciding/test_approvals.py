from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovals(ApprovalCommon):
    """The queue: sent by the drafter, judged by somebody else, heard of by both."""

    def test_the_judge_is_asked_and_the_drafter_hears(self):
        case = self.sent()
        self.assertWaitsFor(case, self.manager)
        self.assertEqual(case.approval_asked, self.manager.name)
        queue = self.env["zrm.case.approval"].with_user(self.manager)
        self.assertEqual(queue.count_waiting_for_me(), 1)
        mine = queue.search([("is_for_me", "=", True)])
        mine.action_approve()
        self.assertEqual(case.state, "answered", "the judge's own unit has it: it goes out")
        self.assertEqual(case.sudo().answered_by_id, self.expert, "who drafted it answers for it")
        self.assertEqual(case.sudo().answer_approved_by_id, self.manager)
        self.assertEqual(self.approval(case).state, "used")
        self.assertFalse(self.tasks(case))
        heard = self.env["mail.message"].search(
            [("partner_ids", "in", self.expert.partner_id.ids), ("res_id", "=", case.id)]
        )
        self.assertIn("approved and sent", heard.body)

    def test_a_returned_draft_comes_back_with_words(self):
        case = self.sent()
        with self.assertRaisesRegex(UserError, "what is to be changed"):
            case.with_user(self.manager).action_return_answer(" ")
        dialog = self.approval(case).with_user(self.manager).action_return()
        act = self.env["zrm.case.act"].with_user(self.manager).with_context(**dialog["context"])
        act.create({"reason": "نشانی را هم بنویسید"}).action_apply()
        self.assertEqual(self.approval(case).state, "returned")
        self.assertEqual(self.approval(case).words, "نشانی را هم بنویسید")
        self.assertFalse(self.tasks(case))
        task = case.sudo().activity_ids.filtered(lambda one: one.user_id == self.expert)
        self.assertIn("نشانی را هم بنویسید", task.summary)
        with self.assertRaisesRegex(UserError, "has to be approved"):
            case.action_answer()
        case.answer = "در کوچه بهار لایروبی شد"
        case.action_send_for_approval()
        self.assertWaitsFor(case, self.manager)

    def test_only_who_may_judge_does(self):
        case = self.sent()
        for user, words in (
            (self.expert, "A manager of خدمات"),
            (self.expert2, "A manager of خدمات"),
        ):
            for verb in (
                case.with_user(user).action_approve_answer,
                lambda user=user: case.with_user(user).action_return_answer("نه"),
                self.approval(case).with_user(user).action_approve,
            ):
                with self.assertRaisesRegex(UserError, words):
                    verb()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.approval(case).with_user(self.outsider).action_approve()
        for vals in ({"state": "approved"}, {"text": "x"}, {"judge_ids": [(4, self.expert.id)]}):
            with self.assertRaises(UserError):
                self.approval(case).with_user(self.manager).write(vals)
        self.assertEqual(self.approval(case).state, "waiting")

    def test_nobody_judges_what_they_wrote_or_sent(self):
        case = self.drafted()
        case.with_user(self.manager).answer = "متن مدیر"
        case.action_send_for_approval()
        self.assertWaitsFor(case, self.chief)
        self.assertIn(f"{self.manager.name} had a hand", case.approval_passed_over)
        with self.assertRaisesRegex(UserError, "You wrote this answer"):
            case.with_user(self.manager).action_approve_answer()
        other = self.drafted()
        other.with_user(self.manager).action_send_for_approval()
        with self.assertRaisesRegex(UserError, "You wrote this answer"):
            other.with_user(self.manager).action_approve_answer()
        other.with_user(self.chief).action_approve_answer()

    def test_oversight_does_not_judge_its_own_answer(self):
        case = self.open_case().with_user(self.oversight)
        case.answer = "متن نظارت"
        case.action_send_for_approval()
        with self.assertRaisesRegex(UserError, "You wrote this answer"):
            case.action_approve_answer()
        with self.assertRaisesRegex(UserError, "has to be approved"):
            case.action_answer()

    def test_nothing_is_approved_before_its_step(self):
        self.steps["new"].next_step_ids |= self.steps["answered"]
        case = self.make_case().with_user(self.expert)
        case.answer = "زود"
        with self.assertRaisesRegex(UserError, "no approval is needed"):
            case.with_user(self.manager).action_approve_answer()
        with self.assertRaisesRegex(UserError, "no approval is needed"):
            case.action_send_for_approval()
        case.action_move(self.steps["open"].id)
        # Moving to the step that needs a judge asks them.
        self.assertWaitsFor(case, self.manager)

    def test_a_rejection_passes_the_judge_too(self):
        case = self.open_case()
        case.action_reject("در صلاحیت ما نیست")
        self.assertEqual(case.state, "open")
        self.assertEqual(self.approval(case).kind, "rejection")
        self.assertWaitsFor(case, self.manager)
        for attempt in (
            lambda: case.action_reject("در صلاحیت ما نیست"),
            lambda: case.action_move(self.steps["rejected"].id),
        ):
            with self.assertRaisesRegex(UserError, "already|has to be approved"):
                attempt()
        seen = case.with_user(self.manager).with_context(zrm_seen_answer="در صلاحیت ما نیست")
        seen.action_approve_answer()
        with self.assertRaises(UserError):
            case.action_answer("بی‌تأیید")
        case.action_send_approved()
        self.assertEqual((case.state, case.public_reason), ("rejected", "در صلاحیت ما نیست"))

    def test_the_reason_that_was_approved_is_the_one_that_goes_out(self):
        case = self.open_case()
        case.action_reject("دلیل نخست")
        case.with_user(self.manager).action_approve_answer()
        case.action_reject("دلیلی دیگر")
        self.assertEqual(case.state, "open")
        self.assertEqual(self.approval(case).text, "دلیلی دیگر")
        self.assertEqual(self.approval(case).state, "waiting")


@tagged("post_install", "-at_install")
class TestApprovalLapses(ApprovalCommon):
    """This text at this step: whatever changes either ends the approval."""

    def approved(self):
        case = self.sent()
        case.with_user(self.manager).action_approve_answer()
        self.assertEqual(case.answer_approved_by_id, self.manager)
        return case

    def assertLapsed(self, case):
        self.assertFalse(case.sudo().answer_approved_by_id)
        self.assertFalse(case.sudo()._running_approval() & self.first)
        self.assertEqual(self.first.state, "lapsed")
        self.assertFalse(self.tasks(case) and not case.sudo()._running_approval())
        self.assertIn("lapsed", case.sudo().event_ids.mapped("kind"))

    def test_what_ends_it(self):
        other = self.process.copy({"code": "other2"})
        other.active = True
        subject = self.subject.copy({"code": "T-S9", "process_id": other.id, "name": "دیگر"})
        third = self.env["zrm.unit"].create(
            {"name": "سوم", "code": "T-3", "parent_id": self.unit.id}
        )
        third.member_ids = self.expert2
        changes = {
            "text": lambda case: case.write({"answer": "متنی دیگر"}),
            "move": lambda case: case.action_move(self.steps["waiting"].id),
            "referral": lambda case: case.action_refer(third.id),
            "subject": lambda case: case.with_user(self.manager).write({"subject_id": subject.id}),
            "silent text": lambda case: case.sudo().write({"answer": "از سامانه"}),
        }
        for start in (self.sent, self.approved):
            for name, change in changes.items():
                with self.subTest(name, start=start.__name__):
                    case = start()
                    self.first = self.approval(case)
                    change(case)
                    self.env.invalidate_all()
                    self.assertLapsed(case)

    def test_reopening_needs_a_new_approval(self):
        case = self.approved()
        case.action_answer()
        case.action_close("solved")
        case.with_user(self.manager).action_reopen("کار نیمه‌تمام است")
        self.assertFalse(case.sudo().answer_approved_by_id)
        with self.assertRaisesRegex(UserError, "has to be approved"):
            case.with_user(self.manager).action_answer()

    def test_asking_the_citizen_and_coming_back(self):
        case = self.approved()
        case.action_move(self.steps["waiting"].id)
        case.action_move(self.steps["open"].id)
        # The drafter looks at what the citizen said before a judge is asked again.
        self.assertFalse(case.sudo()._running_approval())
        with self.assertRaisesRegex(UserError, "has to be approved"):
            case.action_answer()
        case.action_send_for_approval()
        self.assertWaitsFor(case, self.manager)

    def test_asking_the_citizen_is_no_way_past_the_judge(self):
        self.process.active = False
        self.steps["waiting"].next_step_ids |= (
            self.steps["answered"] | self.steps["rejected"] | self.steps["closed"]
        )
        self.process.active = True
        case = self.drafted()
        case.action_ask("کدام کوچه؟")
        for attempt in (
            case.action_answer,
            lambda: case.action_reject("در صلاحیت ما نیست"),
            lambda: case.action_close("solved"),
            lambda: case.action_move(self.steps["answered"].id),
        ):
            with self.assertRaisesRegex(UserError, "Go back to open first"), self.cr.savepoint():
                attempt()
        self.assertEqual(case.state, "waiting")
        self.steps["open"].needs_approval = False
        case.action_answer()
        self.assertEqual(case.state, "answered")

    def test_a_step_that_needs_no_judge_any_more(self):
        waiting, approved = self.sent(), self.approved()
        self.steps["open"].needs_approval = False
        for case in (waiting, approved):
            self.first = self.approval(case)
            self.assertLapsed(case)
        waiting.action_answer()
        self.steps["open"].needs_approval = True
        self.assertEqual(waiting.state, "answered")

    def test_another_unit_approves_from_now_on(self):
        case = self.sent()
        inspection = self.env["zrm.unit"].create({"name": "بازرسی", "code": "T-I"})
        inspection.member_ids = self.outsider
        self.steps["open"].approval_unit_id = inspection
        self.assertEqual(self.approval(case).judge_ids, self.outsider)
        self.assertEqual(self.tasks(case).user_id, self.outsider)


@tagged("post_install", "-at_install")
class TestTwoTexts(ApprovalCommon):
    def test_the_second_of_two_who_save_is_told(self):
        case = self.drafted()
        before = case.answer
        case.with_user(self.expert2).write({"answer": "متن دوم", "answer_seen": before})
        with self.assertRaisesRegex(UserError, "متن دوم"):
            case.write({"answer": "متن سوم", "answer_seen": before})
        case.write({"answer": "متن سوم", "answer_seen": "متن دوم"})
        self.assertEqual(case.answer, "متن سوم")
