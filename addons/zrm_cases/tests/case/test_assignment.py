from collections import Counter
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestAssignment(CaseCommon):
    def register(self, count):
        return (
            self.env["zrm.case"]
            .with_user(self.operator)
            ._intake([self.intake_vals(name=f"مورد {number}") for number in range(count)])
            .sudo()
        )

    def test_by_hand_unless_the_unit_says_otherwise(self):
        self.assertFalse(self.register(2).user_id)

    def test_a_batch_is_spread_by_open_load(self):
        busy = self.register(2).with_user(self.manager)
        busy.action_assign(self.expert.id)
        self.unit.assignment = "balanced"
        cases = self.register(6)
        shares = Counter(case.user_id for case in cases)
        self.assertEqual(shares, {self.expert2: 4, self.expert: 2})
        for case in cases:
            self.assertEqual(case._open_action_leg().user_id, case.user_id)

    def test_confidential_cases_go_to_who_may_open_them(self):
        insider = make_user(
            self.env, "zrm_insider3", "zrm_base.group_expert,zrm_base.group_confidential"
        )
        self.unit.assignment = "balanced"
        self.subject.is_sensitive = True
        self.assertFalse(self.register(2).user_id)
        self.unit.member_ids |= insider
        case = self.register(1)
        self.assertEqual(case.user_id, insider)
        with self.assertRaisesRegex(UserError, "may not open this confidential case"):
            case.with_user(insider).action_assign(self.expert.id)
        with self.assertRaisesRegex(UserError, "may not open this confidential case"):
            case.with_user(insider).action_refer(self.unit.id, user_id=self.expert.id)

    def test_who_has_no_role_for_it_gets_none(self):
        self.unit.member_ids |= self.operator
        case = self.register(1)
        words = "has no role that handles cases"
        with self.assertRaisesRegex(UserError, words):
            case.with_user(self.manager).action_assign(self.operator.id)
        with self.assertRaisesRegex(UserError, words):
            case.with_user(self.manager).action_refer(self.unit.id, user_id=self.operator.id)
        with self.assertRaisesRegex(UserError, words):
            case._open_action_leg().with_user(self.operator).action_accept()

    def test_who_leaves_the_unit_leaves_the_cases_there(self):
        case, secret = self.register(2)
        case.with_user(self.manager).action_assign(self.expert.id)
        self.manager.group_ids |= self.env.ref("zrm_base.group_confidential")
        secret.is_confidential = True
        task = secret.activity_schedule("mail.mail_activity_data_todo", user_id=self.manager.id)
        self.unit.member_ids -= self.expert
        self.assertFalse(case.user_id)
        self.assertOneOpenLeg(case)
        self.assertFalse(case._open_action_leg().user_id)
        told = self.env["mail.message"].search([("partner_ids", "in", self.manager.partner_id.ids)])
        self.assertIn(f"which {self.expert.name} handled", told[:1].body)
        self.unit.manager_id = False
        self.assertFalse(task.exists())

    def test_closed_cases_are_no_load(self):
        case = self.register(1).with_user(self.expert)
        case.action_take()
        case.action_reject("تکراری")
        self.unit.assignment = "balanced"
        self.assertEqual(self.register(1).user_id, self.expert)

    @freeze_time("2026-11-21 09:00:00")
    def test_who_is_away_gets_nothing(self):
        self.unit.assignment = "balanced"
        self.expert.with_user(self.manager).action_zrm_away(date(2026, 11, 22))
        self.assertEqual(self.register(3).user_id, self.expert2)
        with freeze_time("2026-11-23 09:00:00"):
            self.assertEqual(self.register(1).user_id, self.expert)
        with self.assertRaises(AccessError):
            self.expert.with_user(self.expert2).action_zrm_away(False)
        self.expert.with_user(self.expert).zrm_away_until = False
        self.assertIn(self.expert, self.register(2).user_id)

    def test_with_nobody_there_it_waits_in_the_unit(self):
        self.unit.assignment = "balanced"
        self.unit.member_ids = False
        case = self.register(1)
        self.assertFalse(case.user_id)
        self.assertOneOpenLeg(case)

    def test_referred_cases_are_given_to_somebody_too(self):
        self.other_unit.assignment = "balanced"
        case = self.open_case()
        case.action_refer(self.other_unit.id)
        self.assertEqual(case.sudo().user_id, self.outsider)

    def test_a_manager_distributes_what_lies_there(self):
        cases = self.register(4).with_user(self.manager)
        cases.action_distribute()
        self.assertEqual(Counter(case.user_id for case in cases), {self.expert: 2, self.expert2: 2})

    def test_moving_in_bulk(self):
        cases = self.register(3).with_user(self.expert)
        act = (
            self.env["zrm.case.act"]
            .with_user(self.expert)
            .create({"verb": "move", "case_ids": [(6, 0, cases.ids)]})
        )
        self.assertEqual(act.possible_step_ids, self.steps["new"].next_step_ids)
        act.step_id = self.steps["open"]
        act.action_apply()
        self.assertEqual(set(cases.mapped("state")), {"open"})
