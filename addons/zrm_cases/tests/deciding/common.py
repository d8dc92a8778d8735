from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon


class ApprovalCommon(CaseCommon):
    """A unit whose manager approves what its experts answer, and a chief above."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = make_user(cls.env, "zrm_chief", "zrm_base.group_manager")
        cls.city.manager_id = cls.chief
        cls.steps["open"].needs_approval = True
        cls.today = cls.env["res.users"]._fields["zrm_away_until"].context_today(cls.manager)

    def drafted(self, **vals):
        case = self.open_case(**vals)
        case.action_take()
        case.answer = "جوی لایروبی شد"
        return case

    def sent(self, **vals):
        case = self.drafted(**vals)
        case.action_send_for_approval()
        return case

    def approval(self, case):
        return case.sudo().approval_ids.sorted("id")[-1:]

    def tasks(self, case):
        return case.sudo().activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref("zrm_cases.activity_approve")
        )

    def assertWaitsFor(self, case, users):
        self.assertEqual(self.approval(case).state, "waiting")
        self.assertEqual(self.approval(case).judge_ids, users)
        self.assertEqual(self.tasks(case).user_id, users[:1])
        for user in self.manager | self.chief | self.oversight:
            queue = self.env["zrm.case.approval"].with_user(user)
            waiting = queue.search([("is_for_me", "=", True), ("case_id", "=", case.id)])
            self.assertEqual(bool(waiting), user in users, user.login)
