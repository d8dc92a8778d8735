from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestObjections(CaseCommon):
    """An objection goes above everybody whose answer is disputed, to somebody who may act."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mayor = make_user(cls.env, "zrm_mayor", "zrm_base.group_manager")
        cls.deputy = make_user(cls.env, "zrm_deputy", "zrm_base.group_expert")
        cls.head = make_user(cls.env, "zrm_head", "zrm_base.group_manager")
        cls.city.write({"manager_id": cls.mayor.id, "member_ids": [(6, 0, cls.deputy.ids)]})
        cls.district = cls.env["zrm.unit"].create(
            {
                "name": "منطقه",
                "code": "T-D",
                "parent_id": cls.city.id,
                "manager_id": cls.head.id,
            }
        )
        cls.unit.parent_id = cls.district

    def answered(self, by=None, **vals):
        case = self.open_case(**vals).with_user(by or self.expert)
        case.action_answer("همین است")
        return case

    def objected(self, case, reason="حل نشده"):
        case.sudo()._object_to_answer(reason)
        self.env.flush_all()
        self.env.invalidate_all()
        return case.sudo()

    def assertHeldBy(self, case, unit, told, user=None):
        self.assertEqual(case.unit_id, unit)
        self.assertEqual(case.user_id, user or self.env["res.users"])
        self.assertOneOpenLeg(case)
        task = case.activity_ids.filtered(lambda one: "objected" in (one.summary or ""))
        self.assertEqual(task.user_id, told)
        self.assertFalse(told & case.excluded_user_ids)

    def test_one_higher_and_the_manager_there_knows(self):
        case = self.objected(self.answered())
        self.assertHeldBy(case, self.district, self.head)

    def test_above_who_approved(self):
        self.steps["open"].needs_approval = True
        case = self.open_case()
        case.answer = "همین است"
        case.action_send_for_approval()
        case.with_user(self.head).action_approve_answer()
        case.action_answer()
        case = self.objected(case)
        self.assertLessEqual(self.head | self.expert, case.excluded_user_ids)
        self.assertHeldBy(case, self.city, self.mayor)

    def test_above_who_drafted_in_a_higher_unit(self):
        case = self.open_case()
        case.with_user(self.head).answer = "متن رئیس منطقه"
        case.action_answer()
        self.assertHeldBy(self.objected(case), self.city, self.mayor)

    def test_whose_account_is_closed_meanwhile_had_a_hand_in_it_too(self):
        case = self.open_case()
        case.with_user(self.head).answer = "متن رئیس منطقه"
        case.action_answer()
        self.head.active = False
        case = self.objected(case)
        self.assertIn(self.head, case.excluded_user_ids)
        self.assertHeldBy(case, self.city, self.mayor)
        self.head.active = True
        with self.assertRaisesRegex(UserError, "somebody else handles"):
            case.with_user(self.mayor).action_refer(self.district.id, user_id=self.head.id)

    def test_above_the_highest_it_is_others_of_the_top(self):
        case = self.objected(self.answered(self.mayor))
        self.assertHeldBy(case, self.city, self.deputy)
        story = case.event_ids.filtered(lambda event: event.kind == "escalated")
        self.assertIn("Nobody stands above", story.text)
        with self.assertRaisesRegex(UserError, "somebody else handles"):
            case.with_user(self.mayor).action_take()
        case.with_user(self.deputy).action_take()

    def test_where_the_top_has_nobody_else_it_is_oversight(self):
        self.city.member_ids = False
        case = self.objected(self.answered(self.mayor))
        self.assertHeldBy(case, self.city, case.user_id, user=case.user_id)
        self.assertTrue(case.user_id.has_group("zrm_base.group_oversight"))
        story = case.event_ids.filtered(lambda event: event.kind == "escalated")
        self.assertIn(f"{self.mayor.name} had a hand", story.text)
        case.with_user(case.user_id).action_answer("بررسی شد")

    def test_what_oversight_answered_has_nothing_above_it(self):
        case = self.objected(self.answered(self.oversight))
        story = case.event_ids.filtered(lambda event: event.kind == "escalated")
        self.assertIn("Nobody stands above", story.text)
        self.assertHeldBy(case, self.city, self.mayor)
        self.assertIn(self.oversight, case.excluded_user_ids)

    def test_staff_record_what_the_citizen_of_a_merged_case_says(self):
        neighbour = self.make_citizen("همسایه", phone="09120003344")
        merged, target = self.open_case(partner_id=neighbour.id), self.open_case()
        merged.action_merge(target.id)
        letter = self.env.ref("zrm_base.channel_letter")
        with self.assertRaisesRegex(UserError, "no answer yet"):
            merged.with_user(self.expert2).action_object("نزد ما نه", letter.id)
        target.action_answer("همین است")
        with self.assertRaisesRegex(UserError, "your answer"):
            merged.action_object("نزد ما نه", letter.id)
        merged.with_user(self.expert2).action_object("نزد ما نه", letter.id)
        self.env.invalidate_all()
        merged, target = merged.sudo(), target.sudo()
        self.assertHeldBy(target, self.district, self.head)
        self.assertEqual((merged.state, merged.verdict), ("closed", "objected"))
        said = merged.event_ids.filtered(lambda event: event.kind == "objected")
        self.assertEqual((said.channel_id, said.text), (letter, "نزد ما نه"))
        self.assertFalse(target.verdict, "its own citizen has said nothing")
        with self.assertRaises(UserError):
            merged.with_user(self.expert2).action_object("باز هم", letter.id)

    def test_rungs_without_anybody_are_stepped_over(self):
        self.head.with_user(self.head).action_zrm_away_today()
        case = self.objected(self.answered())
        self.assertHeldBy(case, self.city, self.mayor)
        self.head.with_user(self.head).action_zrm_back()
        self.head.active = False
        self.assertHeldBy(self.objected(self.answered()), self.city, self.mayor)

    def test_confidential_ones_go_where_somebody_may_open_them(self):
        confidential = self.env.ref("zrm_base.group_confidential")
        self.expert.group_ids |= confidential
        self.mayor.group_ids |= confidential
        case = self.objected(self.answered(is_confidential=True))
        self.assertHeldBy(case, self.city, self.mayor)

    def test_a_second_objection_climbs_further(self):
        case = self.objected(self.answered())
        case.with_user(self.head).action_answer("باز همین")
        case = self.objected(case)
        self.assertHeldBy(case, self.city, self.mayor)
        self.assertLessEqual(self.expert | self.head, case.excluded_user_ids)

    def test_no_barred_person_gets_it_again(self):
        case = self.objected(self.answered())
        self.unit.member_ids = self.expert
        self.unit.manager_id = False
        with self.assertRaisesRegex(UserError, "somebody else handles"):
            case.with_user(self.head).action_refer(self.unit.id, user_id=self.expert.id)
        with self.assertRaisesRegex(UserError, "Nobody of .*خدمات may act"):
            case.with_user(self.head).action_refer(self.unit.id)
        # What was objected to is not given back to where it was answered.
        case._open_action_leg().with_user(self.head).action_return("کار ما نیست")
        self.assertEqual(case.unit_id, self.city)
        self.assertOneOpenLeg(case)

    def test_a_process_that_leads_down_does_not_reach_the_barred(self):
        self.process.active = False
        self.steps["answered"].responsible = "routing"
        self.process.active = True
        self.unit.write({"member_ids": [(6, 0, self.expert.ids)], "manager_id": False})
        case = self.objected(self.answered())
        case.with_user(self.head).action_answer("از نو")
        self.assertEqual(case.unit_id, self.district)

    def test_staff_say_how_the_citizen_said_it(self):
        case = self.answered()
        with self.assertRaisesRegex(UserError, "how the citizen told you"):
            case.with_user(self.operator).action_object("حل نشده")
        act = self.env["zrm.case.act"].with_user(self.operator)
        act.create(
            {
                "verb": "object",
                "case_ids": [(6, 0, case.ids)],
                "reason": "حل نشده",
                "channel_id": self.env.ref("zrm_base.channel_letter").id,
            }
        ).action_apply()
        event = case.sudo().event_ids.filtered(lambda one: one.kind == "objected")
        self.assertEqual(event.channel_id, self.env.ref("zrm_base.channel_letter"))
        self.assertEqual(event.user_id, self.operator)

    def test_nobody_at_all_is_told_to_the_administrators(self):
        keeper = make_user(self.env, "zrm_keeper", "zrm_base.group_administrator")
        case = self.answered()
        (self.unit | self.district | self.city).write({"manager_id": False, "member_ids": False})
        overseers, administrators = case._oversight_users(), case._administrators()
        overseers.group_ids -= self.env.ref("zrm_base.group_oversight")
        (administrators - keeper).group_ids -= self.env.ref("zrm_base.group_administrator")
        case = self.objected(case)
        self.assertIn(keeper, case.activity_ids.user_id)
        self.assertEqual(case.user_id, keeper)
