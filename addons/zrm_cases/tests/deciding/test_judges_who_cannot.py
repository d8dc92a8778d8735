from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestJudgesWhoCannot(ApprovalCommon):
    """Where nobody can judge it goes one higher, visibly; nothing is approved by default."""

    def test_no_manager(self):
        self.unit.manager_id = False
        case = self.sent()
        self.assertWaitsFor(case, self.chief)
        self.assertIn("خدمات", case.approval_passed_over)
        judging = case.sudo().event_ids.filtered(lambda event: event.kind == "judging")
        self.assertEqual((judging.to_unit_id, bool(judging.text)), (self.city, True))

    def test_away_or_archived_before_and_while_it_waits(self):
        self.manager.with_user(self.manager).action_zrm_away_today()
        case = self.sent()
        self.assertWaitsFor(case, self.chief)
        self.assertIn("is away", case.approval_passed_over)
        self.chief.with_user(self.chief).action_zrm_away_today()
        self.assertEqual(self.approval(case).judge_ids, self.oversight)
        self.manager.with_user(self.manager).action_zrm_back()
        second = self.sent()
        self.assertWaitsFor(second, self.manager)
        self.manager.active = False
        self.assertEqual(self.approval(second).judge_ids, self.oversight)
        self.chief.with_user(self.chief).action_zrm_back()
        self.assertEqual(self.approval(second).judge_ids, self.chief)

    def test_the_task_of_a_judge_who_is_away_is_not_the_experts(self):
        (self.unit | self.city).manager_id = False
        administrators = self.make_case()._administrators()
        overseers = self.make_case()._users_of("zrm_base.group_oversight") - administrators
        (overseers - self.oversight).group_ids -= self.env.ref("zrm_base.group_oversight")
        self.oversight.zrm_away_until = self.today
        case = self.sent()
        self.assertWaitsFor(case, self.oversight)

    def test_who_loses_the_role_or_never_had_one_does_not_judge(self):
        case = self.sent()
        expert = self.env.ref("zrm_base.group_expert")
        self.manager.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        self.assertEqual(self.approval(case).judge_ids, self.chief)
        self.assertEqual(self.tasks(case).user_id, self.chief)
        self.manager.group_ids |= self.env.ref("zrm_base.group_operator")
        self.assertFalse(self.manager._zrm_judges(self.unit))
        self.manager.group_ids |= expert
        self.assertEqual(self.approval(case).judge_ids, self.manager)

    def test_administrators_judge_nothing_but_in_their_own_unit(self):
        administrator = make_user(self.env, "zrm_admin", "zrm_base.group_administrator")
        case = self.sent()
        with self.assertRaisesRegex(UserError, "A manager of خدمات"):
            case.with_user(administrator).action_approve_answer()
        self.city.manager_id = administrator
        case.with_user(administrator).action_approve_answer()
        self.assertEqual(case.answer_approved_by_id, administrator)

    def test_a_judge_sees_a_case_that_was_referred_to_another_branch(self):
        works = self.env["zrm.unit"].create({"name": "اداره", "code": "T-W"})
        works.manager_id = make_user(self.env, "zrm_works", "zrm_base.group_manager")
        self.process.active = False
        self.steps["open"].write({"responsible": "unit", "unit_id": works.id})
        self.process.active = True
        case = self.make_case().with_user(self.expert)
        case.answer = "جوی لایروبی شد"
        case.action_move(self.steps["open"].id)
        case.with_user(works.manager_id).action_refer(self.other_unit.id)
        self.env["zrm.referral"].flush_model()
        case.with_user(self.outsider).action_send_for_approval()
        self.assertEqual(self.approval(case).judge_ids, works.manager_id)
        case.with_user(works.manager_id).action_approve_answer()
        self.assertFalse(case.sudo()._open_inspection(works))

    def test_who_asked_but_has_it_no_more_is_not_told_to_send_it(self):
        case = self.drafted()
        case.action_send_for_approval()
        self.unit.member_ids -= self.expert
        self.unit.member_ids |= self.outsider
        case.with_user(self.manager).action_approve_answer()
        task = case.sudo().activity_ids.filtered(lambda one: "send it" in one.summary)
        self.assertEqual(task.user_id, self.manager)

    def test_a_new_manager_is_asked(self):
        case = self.sent()
        newcomer = make_user(self.env, "zrm_newcomer", "zrm_base.group_manager")
        self.unit.manager_id = newcomer
        self.assertEqual(self.approval(case).judge_ids, newcomer)

    def test_of_two_judges_the_other_gets_the_task(self):
        inspection = self.env["zrm.unit"].create(
            {
                "name": "بازرسی",
                "code": "T-INSP",
                "parent_id": self.city.id,
                "manager_id": self.manager.id,
                "member_ids": [Command.set(self.outsider.ids)],
            }
        )
        self.steps["open"].approval_unit_id = inspection
        case = self.sent()
        self.assertWaitsFor(case, self.manager | self.outsider)
        self.manager.active = False
        self.assertEqual(self.tasks(case).user_id, self.outsider)
        self.assertEqual(self.approval(case).judge_ids, self.outsider)

    def test_a_confidential_case_that_the_manager_cannot_open(self):
        self.chief.group_ids |= self.env.ref("zrm_base.group_confidential")
        self.expert.group_ids |= self.env.ref("zrm_base.group_confidential")
        case = self.sent(is_confidential=True)
        self.assertWaitsFor(case, self.chief)
        self.assertIn("may not open", case.approval_passed_over)

    def test_nobody_is_left(self):
        administrator = make_user(self.env, "zrm_admin", "zrm_base.group_administrator")
        (self.unit | self.city).manager_id = False
        others = self.make_case()._users_of("zrm_base.group_administrator") - administrator
        others.group_ids -= self.env.ref("zrm_base.group_administrator")
        overseers = self.make_case()._users_of("zrm_base.group_oversight")
        (overseers - administrator).group_ids = [
            Command.unlink(self.env.ref("zrm_base.group_oversight").id)
        ]
        case = self.sent()
        self.assertFalse(self.approval(case).judge_ids.mapped("login"))
        self.assertEqual(case.approval_state, "waiting")
        self.assertFalse(case.approval_asked)
        self.assertIn(administrator, case.sudo().activity_ids.user_id)
        with self.assertRaisesRegex(UserError, "has to be approved"):
            case.action_answer()
        self.unit.manager_id = self.manager
        self.assertEqual(self.approval(case).judge_ids, self.manager)


@tagged("post_install", "-at_install")
class TestSetUpSaysSo(ApprovalCommon):
    """The process says before cases come where nobody would judge."""

    def test_units_without_a_manager(self):
        mine = self.env["zrm.unit"].search([]) - self.unit - self.city
        mine.manager_id = self.chief
        self.assertFalse(self.process.judges_missing)
        self.unit.manager_id = False
        self.process.invalidate_recordset()
        self.assertIn("خدمات", self.process.judges_missing)
        self.unit.manager_id = self.manager
        self.manager.active = False
        self.process.invalidate_recordset()
        self.assertIn("no manager decides for", self.process.judges_missing)

    def test_an_inspection_unit_without_anybody(self):
        empty = self.env["zrm.unit"].create({"name": "بازرسی تهی", "code": "T-E"})
        self.steps["open"].approval_unit_id = empty
        self.process.invalidate_recordset()
        self.assertIn("بازرسی تهی", self.process.judges_missing)
        empty.member_ids = self.expert2
        self.process.invalidate_recordset()
        self.assertFalse(self.process.judges_missing)
