from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestScreens(CaseCommon):
    def dialog(self, case, verb, user=None, **vals):
        wizard = (
            self.env["zrm.case.act"]
            .with_user(user or self.expert)
            .with_context(active_model="zrm.case", active_ids=case.ids)
            .create({"verb": verb, **vals})
        )
        return wizard.action_apply()

    def test_the_form_says_what_to_do_now(self):
        self.steps["open"].instruction = "بازدید کنید"
        case = self.open_case(description=False)
        form = Form(case)
        self.assertEqual(form.instruction, "بازدید کنید")
        self.assertEqual(form.missing_now, "Description")
        self.assertEqual(
            set(case.next_step_ids.mapped("name")), {"waiting", "answered", "rejected"}
        )

    def test_next_steps_are_buttons(self):
        case = self.open_case()
        step = self.steps["waiting"].with_user(self.expert)
        seen = case.step_id.id
        step.with_context(zrm_case_id=case.id, zrm_seen_step_id=seen).action_go()
        self.assertEqual(case.state, "waiting")
        with self.assertRaisesRegex(UserError, "meanwhile"):
            step.with_context(zrm_case_id=case.id, zrm_seen_step_id=seen).action_go()

    def test_verbs_in_the_dialog(self):
        case = self.open_case()
        with self.assertRaisesRegex(UserError, "Choose the unit"):
            self.dialog(case, "refer")
        self.dialog(case, "assign", user_id=self.expert2.id)
        self.assertEqual(case.user_id, self.expert2)
        self.dialog(case, "refer", unit_id=self.other_unit.id, instruction="بررسی")
        self.assertEqual(case.sudo().unit_id, self.other_unit)
        self.dialog(case, "return", user=self.outsider, reason="اشتباه است")
        self.assertEqual(case.sudo().unit_id, self.unit)
        case.action_answer("پاسخ")
        self.dialog(case, "close", outcome="solved")
        self.assertEqual(case.state, "closed")
        self.dialog(case, "object", user=self.operator, reason="حل نشد", channel_id=self.channel.id)
        self.assertEqual(case.sudo().unit_id, self.city)

    def test_many_at_once(self):
        cases = self.open_case() | self.open_case()
        self.dialog(cases, "assign", user_id=self.expert.id)
        self.assertEqual(cases.user_id, self.expert)
        self.dialog(cases, "reject", reason="خارج از صلاحیت")
        self.assertEqual(set(cases.mapped("state")), {"rejected"})

    def test_the_citizens_file_counts_the_cases(self):
        self.make_case()
        self.citizen.invalidate_recordset()
        self.assertEqual(self.citizen.with_user(self.expert).case_count, 1)
        self.assertEqual(self.citizen.with_user(self.outsider).case_count, 0)

    def test_a_copy_is_seen_and_done_from_the_list_of_referrals(self):
        case = self.open_case()
        case.action_refer(self.other_unit.id, kind="copy", instruction="برای اطلاع")
        action = self.env["ir.actions.act_window"]._for_xml_id("zrm_cases.zrm_referral_action")
        legs = self.env[action["res_model"]].with_user(self.outsider)
        leg = legs.search(
            [("closed_at", "=", False), ("unit_id.member_ids", "in", self.outsider.ids)]
        )
        self.assertEqual((leg.case_id, leg.kind), (case, "copy"))
        leg.action_done()
        self.assertEqual(leg.result, "done")
        self.assertOneOpenLeg(case)

    def test_a_manager_says_who_is_away(self):
        member = self.expert.with_user(self.manager)
        member.action_zrm_away_today()
        self.assertFalse(self.expert._zrm_takes_cases())
        member.action_zrm_back()
        self.assertTrue(self.expert._zrm_takes_cases())

    def test_a_dialog_gives_back_all_or_none(self):
        mine = self.open_case()
        mine.action_refer(self.other_unit.id)
        other = self.open_case()
        act = (
            self.env["zrm.case.act"]
            .with_user(self.oversight)
            .create({"verb": "return", "reason": "x", "case_ids": (mine | other).ids})
        )
        other.sudo()._close_legs()
        with self.assertRaisesRegex(UserError, "no open referral"):
            act.action_apply()
