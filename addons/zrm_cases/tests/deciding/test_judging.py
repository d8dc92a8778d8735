from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestJudging(CaseCommon):
    """Approval by the higher unit or by inspection, and objections: approval cannot be
    bypassed, and nobody approves their own answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = make_user(cls.env, "zrm_chief", "zrm_base.group_manager")
        cls.city.manager_id = cls.chief
        cls.inspector = make_user(cls.env, "zrm_inspector", "zrm_base.group_expert")
        cls.inspection = cls.env["zrm.unit"].create(
            {"name": "بازرسی", "code": "T-9", "member_ids": [(6, 0, cls.inspector.ids)]}
        )

    def judged_above(self):
        """A case at a step where the higher unit approves."""
        self.process.active = False  # changed in several steps
        judging = self.steps["open"].copy(
            {
                "name": "approval",
                "responsible": "parent",
                "needs_approval": True,
                "sequence": 9,
                "next_step_ids": [(6, 0, self.steps["answered"].ids)],
            }
        )
        self.steps["open"].next_step_ids |= judging
        self.steps["open"].next_step_ids -= self.steps["answered"]
        self.steps["answered"].responsible = "handler"
        self.process.active = True
        case = self.open_case()
        case.answer = "انجام شد"
        case.action_move(judging.id)
        self.assertEqual(case.sudo().unit_id, self.city)
        return case

    def test_the_higher_unit_approves_and_gives_it_back(self):
        case = self.judged_above().with_user(self.chief)
        with self.assertRaisesRegex(UserError, "has to be approved"):
            case.action_answer()
        case.action_approve_answer()
        case.action_answer()
        self.assertEqual(case.state, "answered")
        self.assertEqual(case.unit_id, self.unit, "back to who worked on it")
        self.assertOneOpenLeg(case)

    def test_a_returned_case_does_not_pass_the_judge(self):
        case = self.judged_above()
        case.sudo()._open_action_leg().with_user(self.chief).action_return("دوباره بنویسید")
        self.env.invalidate_all()
        self.assertEqual((case.step_id, case.unit_id), (self.steps["open"], self.unit))
        with self.assertRaisesRegex(UserError, "does not let you answer"):
            case.with_user(self.manager).action_answer()
        self.assertOneOpenLeg(case)

    def test_referring_down_does_not_pass_the_judge(self):
        case = self.judged_above()
        case.with_user(self.chief).action_refer(self.unit.id)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "A manager of شهرداری"):
            case.with_user(self.manager).action_approve_answer()

    def test_an_inspection_unit_approves_without_holding_the_case(self):
        self.steps["open"].write({"needs_approval": True, "approval_unit_id": self.inspection.id})
        case = self.open_case()
        case.answer = "انجام شد"
        case.action_send_for_approval()
        leg = case.sudo().referral_ids.filtered(lambda item: item.kind == "inspection")
        self.assertEqual(leg.unit_id, self.inspection)
        for user in (self.expert, self.manager):
            with self.assertRaisesRegex(UserError, "approved by بازرسی"):
                case.with_user(user).action_approve_answer()
        seen = case.with_user(self.inspector).with_context(zrm_seen_answer="متنی که پیش از این بود")
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            seen.action_approve_answer()
        seen.with_context(zrm_seen_answer=case.answer).action_approve_answer()
        self.assertEqual(leg.result, "done")
        case.with_user(self.expert).action_answer()
        self.assertEqual(case.state, "answered")

    def test_who_answered_has_no_hand_in_the_objection(self):
        self.unit.member_ids |= self.chief
        case = self.open_case().with_user(self.chief)
        case.action_answer("همین است")
        case.with_user(self.operator).action_object("حل نشده", self.channel.id)
        self.env.invalidate_all()
        self.assertEqual(case.sudo().unit_id, self.city)
        self.assertEqual(case.sudo().objected_unit_id, self.unit)
        for verb in (
            case.action_take,
            lambda: case.action_move(self.steps["waiting"].id),
            lambda: case.sudo()._open_action_leg().with_user(self.chief).action_accept(),
        ):
            with self.assertRaisesRegex(UserError, "somebody else handles this case"):
                verb()

    def test_an_objection_at_the_top_changes_hands(self):
        self.city.member_ids = self.expert2
        self.env["zrm.routing.rule"].search([]).unit_id = self.city
        case = self.make_case().with_user(self.chief)
        case.action_move(self.steps["open"].id)
        case.action_answer("همین است")
        case.with_user(self.operator).action_object("حل نشده", self.channel.id)
        self.env.invalidate_all()
        self.assertEqual(case.sudo().unit_id, self.city)
        self.assertFalse(case.sudo().user_id)
        with self.assertRaisesRegex(UserError, "objected to the answer of"):
            case.with_user(self.expert2).action_assign(self.chief.id)
        case.with_user(self.expert2).action_take()
        self.assertEqual(case.sudo().user_id, self.expert2)

    def test_the_answer_of_a_systemic_problem_reaches_every_child(self):
        problem = self.open_case()
        ready, early = self.open_case(), self.make_case()
        gated = self.open_case(description=False)
        (ready | early | gated).sudo().parent_id = problem
        problem.action_answer("لوله تعویض شد")
        self.assertEqual(ready.sudo().state, "answered")
        self.assertEqual(ready.sudo().answer, "لوله تعویض شد")
        self.assertEqual(early.sudo().state, "answered")
        self.assertEqual(gated.sudo().state, "open", "its required field is still empty")
        self.assertEqual(gated.sudo().answer, "لوله تعویض شد", "as a draft")
        reminder = gated.sudo().activity_ids
        self.assertIn(problem.number_spaced, reminder.summary)
        problem.action_close("solved")
        self.assertEqual((ready | early).sudo().mapped("state"), ["closed", "closed"])
        self.assertEqual(gated.sudo().state, "open", "nothing is closed unanswered")

    def test_merging_carries_followers_and_files(self):
        case, other = self.open_case(), self.open_case()
        neighbour = self.make_citizen("زهرا کریمی", phone="09120007799")
        case.sudo().message_subscribe(neighbour.ids)
        self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"x", "res_model": "zrm.case", "res_id": case.id}
        )
        case.action_merge(other.id)
        self.assertIn(neighbour, other.sudo().message_partner_ids)
        names = self.env["ir.attachment"].search(
            [("res_model", "=", "zrm.case"), ("res_id", "=", other.id)]
        )
        self.assertEqual(names.mapped("name"), ["a.txt"])
