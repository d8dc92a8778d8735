import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, ZAHRA, FlowCase


@tagged("post_install", "-at_install")
class TestUnits(FlowCase):
    """How a case goes through the organization, and who is told when it does not."""

    # ------------------------------------------------------------------
    # Flow 5: cases are spread over who is there, and nobody's cases are forgotten.
    # ------------------------------------------------------------------

    def test_balanced_with_somebody_away_and_one_who_leaves(self):
        self.unit.assignment = "balanced"
        self.unit.member_ids |= self.keeper
        self.by(self.expert, self.expert).action_zrm_away("2026-11-16")
        first, second = self.reported(), self.reported()
        self.assertEqual({first.user_id, second.user_id}, {self.expert2, self.keeper})
        with self.assertRaises(AccessError):
            self.by(self.expert2, self.expert).action_zrm_back()

        self.it_is("2026-11-17 09:00")
        third = self.reported()
        self.assertResponsible(third, self.unit, self.expert)
        secret = self.make_case(is_confidential=True)
        self.assertResponsible(secret, self.unit, self.keeper)

        # The account of the expert is closed: another of those who are there gets it.
        self.by(self.expert, third).action_move(self.steps["open"].id)
        self.expert.active = False
        self.assertIn(third.user_id, (self.expert2, self.keeper))
        self.assertResponsible(third, self.unit, third.user_id)
        # Who may open the confidential one goes as well: the manager hears of it.
        self.keeper.active = False
        self.assertResponsible(secret, self.unit)
        told = (
            self.env["mail.message"]
            .search([("model", "=", "zrm.unit")])
            .filtered(lambda message: "without an expert" in (message.body or ""))
        )
        self.assertTrue(told, "somebody is told of the case without an expert")
        for user in told.partner_ids.user_ids:
            self.assertTrue(self.by(user, secret).has_access("read"), user.name)
        self.assertEqual((first | second | third).user_id, self.expert2)

    def test_the_reply_reaches_somebody_who_is_there(self):
        case = self.reported()
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_ask("کجا؟")
        self.expert.active = False
        self.page_of(case, "4433")
        self.does(case, "reply", message="همین جا")
        self.assertResponsible(case, self.unit, told=self.manager, words="replied")

    # ------------------------------------------------------------------
    # Flow 6: sent to the wrong unit and back, with a copy and an inspection beside.
    # ------------------------------------------------------------------

    def test_misrouted_returned_copied_and_inspected(self):
        case = self.case_in_hand(name="کوچه تاریک")
        mine = self.by(self.expert, case)
        mine.action_refer(self.roads.id, instruction="بررسی شود")
        self.assertResponsible(case, self.roads)
        with self.assertRaises(UserError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.by(self.expert, case).action_answer("همین")
        leg = case.sudo()._open_action_leg()
        with self.assertRaisesRegex(UserError, "Only"):
            self.by(self.expert, leg).action_return("پشیمان شدم")
        with self.assertRaisesRegex(UserError, "Enter the reason"):
            self.by(self.roads_expert, leg).action_misrouted(" ")
        self.by(self.roads_expert, leg).action_misrouted("کار برق است")
        self.assertResponsible(case, self.unit)
        self.assertEqual(case.sudo().bounce_count, 1)
        story = case.sudo().event_ids.filtered(lambda event: event.kind == "misrouted")
        self.assertEqual((story.text, story.is_public), ("کار برق است", False))
        with self.assertRaisesRegex(UserError, "closed already"):
            self.by(self.roads_expert, leg).action_return("دوباره")

        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_refer(self.roads.id, kind="copy")
        mine.action_refer(self.inspection.id, kind="inspection", instruction="نگاه کنید")
        self.assertResponsible(case, self.unit, self.expert)
        for user in (self.roads_expert, self.inspector):
            beside = self.by(user, case)
            self.assertEqual(beside.name, "کوچه تاریک")
            for verb in (
                lambda beside=beside: beside.action_answer("نه"),
                lambda beside=beside: beside.write({"answer": "نه"}),
                beside.action_take,
                lambda beside=beside: beside.action_refer(self.city.id),
            ):
                with self.assertRaises(UserError), mute_logger("odoo.addons.base.models.ir_rule"):
                    verb()
        seen = self.env["zrm.referral"].with_user(self.inspector)
        inspection = seen.search([("case_id", "=", case.id), ("kind", "=", "inspection")])
        inspection.action_done("چراغ سوخته است")
        self.assertEqual(inspection.sudo().note, "چراغ سوخته است")
        self.assertEqual(
            self.by(self.expert, case).referral_ids.filtered("note").mapped("note"),
            ["کار برق است", "چراغ سوخته است"],
        )
        self.by(self.expert, case).action_answer("چراغ عوض شد")
        self.by(self.expert, case).action_close("solved")
        self.assertOneOpenLeg(case)
        self.assertFalse(case.sudo().referral_ids.filtered(lambda one: not one.closed_at))

    def test_the_citizen_reads_no_inner_words(self):
        case = self.case_in_hand()
        self.by(self.expert, case).action_refer(self.roads.id, instruction="پنهان از مردم")
        self.by(self.roads_expert, case.sudo()._open_action_leg()).action_return("زود باشید")
        page = self.page_of(case, "7788")
        for words in ("پنهان از مردم", "زود باشید", self.roads.name):
            self.assertNotIn(words, page)

    def test_an_objection_does_not_come_back_by_a_return(self):
        case = self.case_in_hand()
        self.by(self.expert, case).action_refer(self.roads.id)
        self.by(self.roads_expert, case).action_answer("همین است")
        self.page_of(case, "7788")
        self.does(case, "object", reason="نه")
        self.assertResponsible(case, self.city, told=self.mayor, words="objected")
        self.by(self.mayor, case).action_refer(self.unit.id)
        self.by(self.manager, case.sudo()._open_action_leg()).action_return("کار راه است")
        self.assertEqual(case.sudo().unit_id, self.city)
        self.by(self.mayor, case).action_refer(self.roads.id, user_id=self.road_manager.id)
        self.assertResponsible(case, self.roads, self.road_manager)
        self.assertBarred(case, self.roads_expert)

    # ------------------------------------------------------------------
    # Flow 7: what was reported as one thing is another.
    # ------------------------------------------------------------------

    def asphalt(self):
        subject = self.subject.copy(
            {"name": "آسفالت", "code": "F-A", "process_id": self.process.id}
        )
        self.env["zrm.routing.rule"].create({"subject_id": subject.id, "unit_id": self.roads.id})
        return subject

    def test_from_the_first_look_to_the_work(self):
        asphalt = self.asphalt()
        case = self.reported()
        self.by(self.expert, case).action_take()
        self.it_is("2026-11-16 11:00")
        self.by(self.expert, case).subject_id = asphalt
        self.assertResponsible(case, self.roads)
        self.assertFalse(self.by(self.expert, case).has_access("write"))
        self.assertEqual(str(case.deadline), "2026-11-23 09:00:00", "from when it was received")
        self.heard(ZAHRA)
        mine = self.by(self.roads_expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        # In hand, it stays with who works on it, and the judge of the new process is asked.
        mine.subject_id = self.judged_subject
        self.assertResponsible(case, self.roads, self.roads_expert)
        self.assertEqual(case.step_id, self.judged_steps["open"])
        with self.assertRaisesRegex(UserError, "does not let you answer"):
            mine.action_answer("بی‌تأیید")
        mine.answer = "فردا"
        mine.action_move(self.judged_steps["approval"].id)
        self.assertResponsible(case, self.city, told=self.mayor, words="approve")
        self.assertFalse(self.heard(ZAHRA))
        # The mayor sees that it is something else: the approval lapses, the work goes on.
        self.by(self.mayor, case).subject_id = self.inspected_subject
        self.assertEqual(case.approval_ids.mapped("state"), ["lapsed"])
        self.assertFalse(case.answer_approved_by_id)
        with self.assertRaisesRegex(UserError, "has to be approved"):
            self.by(self.mayor, case).action_answer()

    def test_it_becomes_a_matter_with_a_hidden_reporter(self):
        bribe = self.subject.copy(
            {"name": "رشوه", "code": "F-B", "hides_reporter": True, "is_sensitive": True}
        )
        self.unit.member_ids |= self.keeper
        case = self.reported()
        self.heard(ZAHRA)
        self.by(self.expert, case).action_take()
        self.by(self.expert, case).subject_id = bribe
        self.assertFalse(self.by(self.expert, case).has_access("read"))
        self.env.invalidate_all()
        self.assertFalse(case.partner_id)
        self.assertNotEqual(case.user_id, self.expert, "who may not open it does not have it")
        [mail] = self.assertHeard(ZAHRA, "There is news about a case of yours")
        self.assertNotIn("جوی گرفته", mail)
        self.assertIn("We found no case", self.page_of(case, "4433"))
        pin = re.search(r"secret number (\d{4})", mail).group(1)
        self.assertIn("Only the secret number opens it", self.page_of(case, pin))

    # ------------------------------------------------------------------
    # Flow 8: what is late climbs one rung at a time, to somebody who is there.
    # ------------------------------------------------------------------

    def told_of_delay(self, case):
        self.env.invalidate_all()
        tasks = case.sudo().activity_ids.filtered(lambda task: "missed" in (task.summary or ""))
        return tasks.user_id

    def test_one_rung_per_miss(self):
        case = self.reported()
        self.it_is("2026-11-17 10:00")
        self.assertEqual(self.told_of_delay(case), self.manager)
        self.it_is("2026-11-17 11:00")
        self.assertEqual(case.event_ids.mapped("kind").count("escalated"), 1, "told once")
        self.by(self.expert, case).action_take()
        self.by(self.expert, case).action_move(self.steps["open"].id)
        # The step (16 hours): the next rung. Then the whole case (40 hours): one more.
        self.it_is("2026-11-19 12:00")
        self.assertEqual(self.told_of_delay(case), self.manager | self.head)
        self.it_is("2026-11-24 12:00")
        self.assertEqual(self.told_of_delay(case), self.manager | self.head | self.mayor)
        self.leaves()
        page = self.page_of(case, "4433")
        self.assertIn("This date has passed; we are sorry", page)
        self.assertFalse([mail for mail in self.heard(ZAHRA) if "missed" in mail])
        self.by(self.expert, case).action_answer("دیر شد، ببخشید")
        self.by(self.expert, case).action_close("solved")
        self.assertFalse(case.activity_ids)
        self.assertEqual(self.by(self.manager, case).sla_state, "missed", "stays on record")

    def test_missing_away_and_archived_managers_are_stepped_over(self):
        for absence in ("missing", "archived", "away"):
            with self.subTest(absence):
                self.it_is(MONDAY)
                case = self.case_in_hand(expert=self.expert)
                with self.env.cr.savepoint() as back:
                    if absence == "missing":
                        self.unit.manager_id = False
                    elif absence == "archived":
                        self.manager.active = False
                    else:
                        self.by(self.manager, self.manager).action_zrm_away("2026-11-30")
                    self.it_is("2026-11-18 12:00")
                    told = self.told_of_delay(case)
                    self.assertEqual(told, self.head, told.mapped("name"))
                    back.rollback()
                self.env.invalidate_all()

    def test_where_no_manager_is_left_somebody_active_learns(self):
        case = self.case_in_hand()
        (self.unit | self.area | self.city).manager_id = False
        self.it_is("2026-11-18 12:00")
        told = self.told_of_delay(case)
        self.assertTrue(told)
        self.assertTrue(all(user.active for user in told))

    def test_a_confidential_case_climbs_to_who_may_open_it(self):
        self.unit.member_ids |= self.keeper
        self.mayor.group_ids |= self.env.ref("zrm_base.group_confidential")
        case = self.case_in_hand(expert=self.keeper, is_confidential=True)
        self.it_is("2026-11-18 12:00")
        self.assertEqual(self.told_of_delay(case), self.mayor)

    def test_a_confidential_case_that_no_manager_opens_still_reaches_somebody(self):
        self.unit.member_ids |= self.keeper
        case = self.case_in_hand(expert=self.keeper, is_confidential=True)
        self.it_is("2026-11-18 12:00")
        told = self.told_of_delay(case)
        self.assertTrue(told)
        for user in told:
            self.assertTrue(self.by(user, case).has_access("read"), user.name)

    def test_late_again_after_an_objection(self):
        case = self.case_in_hand()
        self.it_is("2026-11-24 12:00")
        self.by(self.expert, case).action_answer("همین")
        self.page_of(case, "7788")
        self.does(case, "object", reason="نه")
        self.assertResponsible(case, self.area, told=self.head, words="objected")
        self.assertEqual(case.sudo().sla_state, "in_time", "a new clock")
        before = case.sudo().event_ids.mapped("kind").count("escalated")
        self.it_is("2026-12-03 12:00")
        self.assertGreater(case.sudo().event_ids.mapped("kind").count("escalated"), before)
        self.assertIn(self.head, self.told_of_delay(case))
        self.assertNotIn(self.manager, self.told_of_delay(case) & case.sudo().excluded_user_ids)
