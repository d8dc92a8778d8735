import re

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ALI, SARA, ZAHRA, FlowCase


@tagged("post_install", "-at_install")
class TestAnswers(FlowCase):
    """How an answer comes about, and what the citizen says to it."""

    # ------------------------------------------------------------------
    # Flow 1: a report from the street to the accepted answer, with a question, a reply, an
    # approval and an objection.
    # ------------------------------------------------------------------

    def test_the_whole_way(self):
        case = self.zahra_reports()
        self.the_expert_asks_and_she_replies(case)
        self.the_head_returns_and_then_approves(case)
        self.she_objects(case)
        self.the_city_answers_and_she_accepts(case)
        self.assertEqual((case.state, case.verdict), ("closed", "accepted"))

    def zahra_reports(self):
        case = self.citizen_reports(
            self.judged_subject, name="زهرا کریمی", phone="09125554433", email=ZAHRA
        )
        self.leaves()
        self.assertIn(self.code(case), self.last_page)
        self.assertHeard(ZAHRA, self.code(case))
        self.assertResponsible(case, self.unit)
        self.assertFalse(self.by(self.roads_expert, case).has_access("read"))
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
        link = self.link_in(mail)
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
        link = self.link_in(mail)
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

    # ------------------------------------------------------------------
    # Flow 2: the citizen says nothing to an answer; it counts as accepted, and can be objected
    # to for a while.
    # ------------------------------------------------------------------

    def test_no_reply_closes_and_she_may_still_object(self):
        case = self.answered()
        self.heard(ZAHRA)
        # Ten working days; two weekends lie between.
        self.it_is("2026-11-27 16:00")
        self.assertEqual(case.state, "answered")
        self.assertFalse(self.heard(ZAHRA))
        self.it_is("2026-12-01 09:00")
        self.assertEqual((case.state, case.outcome, case.verdict), ("closed", "silent", "silent"))
        self.assertOneOpenLeg(case)
        self.assertHeard(ZAHRA, self.code(case))
        self.it_is("2026-12-02 09:00")
        self.assertFalse(self.heard(ZAHRA), "told once")

        self.leaves()
        self.assertIn("Not solved", self.page_of(case, "4433"))
        page = self.does(case, "object", reason="آب هنوز می‌ایستد")
        self.assertIn("Your objection was received", page)
        self.assertEqual((case.state, case.outcome, case.verdict), ("open", False, "objected"))
        self.assertResponsible(case, self.area, told=self.head, words="objected")
        self.assertBarred(case, self.expert)
        self.assertGreater(str(case.deadline), "2026-12-02", "the clock begins anew")
        self.assertHeard(ZAHRA, "objection")
        self.it_is("2026-12-31 09:00")
        self.assertEqual(case.state, "open", "silence about the old answer closes nothing")

    def test_too_late_is_said_with_what_to_do(self):
        case = self.answered()
        self.it_is("2026-12-01 09:00")
        self.it_is("2027-01-15 09:00")
        self.leaves()
        self.assertNotIn("Not solved", self.page_of(case, "4433"))
        with self.assertRaisesRegex(UserError, "within 30 days"):
            self.by(self.manager, case).action_object("دیر", self.channel.id)

    def test_what_she_did_not_hear_of_does_not_run_out(self):
        """Asked, she says nothing: that is no verdict, and no clock runs."""
        case = self.reported()
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_ask("کجا؟")
        self.it_is("2027-02-16 09:00")
        self.assertEqual((case.state, case.missed), ("waiting", False))
        self.assertNotIn("escalated", case.event_ids.mapped("kind"))

    # ------------------------------------------------------------------
    # Flow 16: two people on one case: one wins, the other is told, no text is lost.
    # ------------------------------------------------------------------

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
        self.assertHeard(ZAHRA, "registered", "متن نخست")

    def test_the_judge_approves_what_was_just_changed(self):
        case = self.reported(ZAHRA, self.inspected_subject)
        self.heard(ZAHRA)
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
        case = self.answered()
        self.page_of(case, "4433")
        self.by(self.expert, case).action_close("solved")
        self.does(case, "object", reason="نشده")
        self.assertResponsible(case, self.area, told=self.head, words="objected")
        with self.assertRaises(UserError):
            self.by(self.expert, case).action_close("solved")
        self.assertFalse(case.outcome)

    # ------------------------------------------------------------------
    # Flow 12: a sample of those who were answered is called; what they say counts.
    # ------------------------------------------------------------------

    def call_of(self, case, user):
        calls = self.env["zrm.case.callback"].with_user(user)
        return self.by(user, calls.search([("case_id", "=", case.id)]))

    def test_what_is_said_on_the_telephone_counts(self):
        happy = self.answered(ZAHRA)
        angry = self.answered(ALI)
        absent = self.answered(SARA)
        refuses = self.answered(SARA, phone="09125554499", name="بی‌پیام", preferred_channel="none")
        draw = self.env["zrm.callback.draw"].with_user(self.manager)
        draw.create({"count": 50}).action_draw()
        self.assertFalse(self.call_of(refuses, self.manager))
        self.assertFalse(self.call_of(happy, self.roads_expert))

        mine = self.call_of(happy, self.expert)
        with self.assertRaisesRegex(UserError, "a colleague makes this call"):
            mine.action_accepted()
        call = self.call_of(happy, self.expert2)
        call.write({"stars": 5, "comment": "دستتان درد نکند"})
        call.action_accepted()
        self.env.invalidate_all()
        self.assertEqual((happy.state, happy.verdict, happy.stars), ("closed", "accepted", 5))
        self.assertTrue(happy.verdict_by_phone)
        self.assertNotIn("Not solved", self.page_of(happy, "4433"))

        call = self.call_of(angry, self.expert2)
        with self.assertRaisesRegex(UserError, "Write what is not solved"):
            call.action_not_solved()
        call.comment = "نیامدند"
        call.action_not_solved()
        self.assertResponsible(angry, self.area, told=self.head, words="objected")
        self.assertBarred(angry, self.expert)
        self.leaves()
        self.assertIn("نیامدند", self.page_of(angry, "4434"))
        with self.assertRaisesRegex(UserError, "done already"):
            self.call_of(angry, self.head).action_not_solved()

        for _try in range(3):
            self.call_of(absent, self.expert2).action_not_reached()
        self.assertEqual(self.call_of(absent, self.expert2).state, "unreached")
        self.assertEqual(absent.state, "answered", "silence on the telephone is no verdict")

    def test_the_citizen_was_quicker(self):
        """On the list already, they accept by the page: the caller is told."""
        case = self.answered(ZAHRA)
        draw = self.env["zrm.callback.draw"].with_user(self.manager)
        draw.create({"count": 50}).action_draw()
        self.page_of(case, "4433")
        self.does(case, "accept", stars="3")
        call = self.call_of(case, self.expert2)
        call.comment = "نشد"
        for verb in (call.action_accepted, call.action_not_solved):
            with self.assertRaisesRegex(UserError, "already given"):
                verb()
        self.env.invalidate_all()
        self.assertEqual((case.verdict, case.stars), ("accepted", 3))

    def test_a_list_is_drawn_again_after_a_new_answer(self):
        """Called once, the citizen objected; the new answer is asked about as well."""
        case = self.answered(ZAHRA)
        draw = self.env["zrm.callback.draw"].with_user(self.manager)
        draw.create({"count": 50}).action_draw()
        call = self.call_of(case, self.expert2)
        call.comment = "نشد"
        call.action_not_solved()
        self.it_is("2026-11-17 09:00")
        self.by(self.head, case).action_answer("این بار شد")
        with mute_logger("odoo.addons.base.models.ir_rule"):
            draw = self.env["zrm.callback.draw"].with_user(self.head)
            draw.create({"count": 50}).action_draw()
        calls = self.env["zrm.case.callback"].search([("case_id", "=", case.id)])
        self.assertEqual(sorted(calls.mapped("state")), ["reached", "to_call"])

    # ------------------------------------------------------------------
    # What ends while a judge is asked
    # ------------------------------------------------------------------

    def test_withdrawn_while_it_waits_and_after_it_was_approved(self):
        for is_approved in (False, True):
            with self.subTest(is_approved=is_approved):
                case = self.reported(ZAHRA, self.inspected_subject)
                mine = self.by(self.expert, case)
                mine.action_take()
                mine.action_move(self.inspected_steps["open"].id)
                mine.answer = "فردا"
                mine.action_send_for_approval()
                if is_approved:
                    self.by(self.inspector, case).action_approve_answer()
                self.leaves()
                self.page_of(case, "4433")
                self.does(case, "withdraw")
                self.assertEqual(case.state, "closed")
                self.assertEqual(case.approval_ids.state, "lapsed", "it was sent to nobody")
                self.assertNotIn(self.inspector, case.activity_ids.user_id)
                queue = self.env["zrm.case.approval"].with_user(self.inspector)
                self.assertFalse(queue.search([("is_for_me", "=", True)]))
                page = self.page_of(case, "4433")
                self.assertNotIn("فردا", page, "a draft is nobody's answer")
                self.assertNotIn("Not solved", page)

    def test_closed_without_an_answer_it_shows_none(self):
        """Nobody answers the question; the expert closes, and a draft is left."""
        steps = self.steps
        steps["waiting"].process_id.active = False
        steps["waiting"].next_step_ids |= steps["closed"]
        steps["waiting"].process_id.active = True
        case = self.reported(ZAHRA)
        mine = self.by(self.expert, case)
        mine.action_move(steps["open"].id)
        mine.answer = "بی‌تأیید"
        mine.action_ask("کجا؟")
        self.by(self.expert, case).action_close("not_solved")
        page = self.page_of(case, "4433")
        self.assertIn("Closed", page)
        self.assertNotIn("بی‌تأیید", page)

    def test_the_barred_judge_is_passed_over_when_it_comes_round_again(self):
        """The city gives the case to another expert of the same unit; the head, who approved
        what was disputed, neither gets it nor judges it, whatever the process says."""
        case = self.reported(ZAHRA, self.judged_subject)
        self.drafted_for_approval(case, self.expert)
        self.by(self.head, case).action_approve_and_send()
        self.page_of(case, "4433")
        self.does(case, "object", reason="نه")
        self.assertResponsible(case, self.city, told=self.mayor, words="objected")
        with self.assertRaisesRegex(UserError, "somebody else handles"):
            self.by(self.mayor, case).action_refer(self.unit.id, user_id=self.expert.id)
        self.by(self.mayor, case).action_refer(self.unit.id, user_id=self.expert2.id)
        self.assertResponsible(case, self.unit, self.expert2)
        self.drafted_for_approval(case, self.expert2)
        self.assertResponsible(case, self.city, told=self.mayor, words="approve")
        self.assertBarred(case, self.expert, self.head)
        with self.assertRaises(UserError):
            self.by(self.head, case).action_approve_answer()
        with self.assertRaisesRegex(UserError, "You wrote|manager"):
            self.by(self.expert2, case).action_approve_answer()
        self.by(self.mayor, case).action_approve_and_send()
        self.assertEqual((case.state, case.answered_by_id), ("answered", self.expert2))
        # A second objection: the city has a deputy who had no hand in either answer.
        self.leaves()
        self.page_of(case, "4433")
        self.does(case, "object", reason="باز هم نه")
        self.assertResponsible(case, self.city, told=self.deputy, words="objected")
        self.assertBarred(case, self.expert, self.head, self.expert2, self.mayor)

    def drafted_for_approval(self, case, expert):
        mine = self.by(expert, case)
        mine.action_take()
        if mine.state == "new":
            mine.action_move(self.judged_steps["open"].id)
        mine.answer = f"پاسخ {expert.name}"
        mine.action_move(self.judged_steps["approval"].id)

    def test_a_late_message_has_the_words_that_were_said(self):
        """The mail server was away; meanwhile she has objected, and there is a new draft."""
        case = self.answered()
        self.page_of(case, "4433")
        self.does(case, "object", reason="نه")
        self.by(self.head, case).answer = "پیش‌نویس تازه"
        _registered, answered, _objected = self.heard(ZAHRA)
        self.assertIn("جوی لایروبی شد", answered)
        self.assertNotIn("پیش‌نویس تازه", answered)

    def test_merged_while_a_judge_is_asked(self):
        case = self.reported(ZAHRA, self.inspected_subject)
        mine = self.by(self.expert, case)
        mine.action_move(self.inspected_steps["open"].id)
        mine.answer = "پیش‌نویس"
        mine.action_send_for_approval()
        target = self.case_in_hand()
        self.by(self.expert, case).action_merge(target.id)
        self.assertEqual(case.approval_ids.state, "lapsed")
        self.assertFalse(case.activity_ids)
        self.assertNotIn("پیش‌نویس", self.page_of(case, "4433"))

    def test_an_anonymous_reporter_follows_and_judges_with_the_pin(self):
        case = self.citizen_reports(
            bringer="anonymous", name="", phone="", details={"nature_id": self.anonymous_nature.id}
        )
        pin = re.search(r"secret number (\d{4})", self.last_page).group(1)
        self.leaves()
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_ask("کجا؟")
        self.assertIn("کجا؟", self.page_of(case, pin))
        self.does(case, "reply", message="سر کوچه")
        self.assertResponsible(case, self.unit, self.expert, self.expert, "replied")
        self.by(self.expert, case).action_answer("انجام شد")
        self.minutes_pass()
        self.assertFalse(self.mails.taken, "nobody is written to")
        self.leaves()
        self.page_of(case, pin)
        self.assertIn("Your objection was received", self.does(case, "object", reason="نه"))
        self.assertResponsible(case, self.area, told=self.head, words="objected")
