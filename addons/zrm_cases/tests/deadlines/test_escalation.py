from datetime import date, timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestEscalation(CaseCommon):
    """A missed deadline climbs one rung, over those who are not there, and always reaches
    somebody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = make_user(cls.env, "zrm_chief", "zrm_base.group_manager")
        cls.mayor = make_user(cls.env, "zrm_mayor", "zrm_base.group_manager")
        cls.town = cls.env["zrm.unit"].create(
            {"name": "شهر", "code": "T-TOP", "manager_id": cls.mayor.id}
        )
        cls.city.write({"parent_id": cls.town.id, "manager_id": cls.chief.id})

    def miss(self, case, *clocks):
        """These deadlines pass now; gives who was told."""
        case = case.sudo()
        before = case.event_ids
        case._write_handling(
            {
                "renewed": case.missed,
                **dict.fromkeys(clocks, fields.Datetime.now() - timedelta(minutes=1)),
            }
        )
        case._check_deadlines()
        told = (case.event_ids - before).filtered(lambda event: event.kind == "escalated")
        self.assertLessEqual(len(told), 1)
        return told.text

    def assertTold(self, case, user, *clocks):
        self.assertEqual(self.miss(case, *(clocks or ("deadline",))), user.name)
        tasks = case.sudo().activity_ids.filtered(lambda task: task.user_id == user)
        self.assertTrue(tasks, "has a task")

    def test_two_deadlines_at_one_moment_are_one_miss(self):
        case = self.make_case()
        self.assertTold(case, self.manager, "deadline", "response_deadline", "step_deadline")

    def test_one_rung_for_each_miss(self):
        case = self.make_case()
        for user in (self.manager, self.chief, self.mayor):
            self.assertTold(case, user)
        self.assertTold(case, case.sudo()._next_rung())
        self.assertTrue(case.sudo().escalated_user_ids[-1:].has_group("zrm_base.group_oversight"))

    def test_who_manages_two_units_is_one_rung(self):
        self.city.manager_id = self.manager
        case = self.make_case()
        for user in (self.manager, self.mayor):
            self.assertTold(case, user)

    def test_archived_and_absent_managers_are_stepped_over(self):
        self.manager.active = False
        self.chief.zrm_away_until = date(2030, 1, 5)
        with freeze_time("2030-01-05 12:00:00"):
            self.assertTold(self.make_case(), self.mayor)
        with freeze_time("2030-01-05 21:00:00"):  # in Tehran, it is the next day
            self.assertTold(self.make_case(), self.chief)

    def test_who_has_no_role_is_no_rung(self):
        stranger = make_user(self.env, "zrm_stranger", "base.group_user")
        self.unit.manager_id = stranger
        self.assertTold(self.make_case(), self.chief)

    def test_who_may_not_open_it_is_no_rung(self):
        self.chief.group_ids |= self.env.ref("zrm_base.group_confidential")
        self.assertTold(self.make_case(is_confidential=True), self.chief)

    def test_an_excluded_manager_is_no_rung(self):
        case = self.open_case()
        case.answer = "پاسخ"
        case.with_user(self.manager).action_answer()
        case.sudo().action_object("حل نشد")
        case.sudo()._write_handling({"unit_id": self.unit.id})
        self.assertTold(case, self.chief)

    def test_after_an_objection_it_begins_anew(self):
        case = self.open_case()
        self.assertTold(case, self.manager)
        self.assertTold(case, self.chief)
        case.action_answer("پاسخ")
        case.sudo().action_object("حل نشد")
        self.assertEqual(case.sudo().unit_id, self.city)
        self.assertTold(case, self.chief)

    def test_another_unit_begins_with_its_own(self):
        case = self.open_case()
        self.assertTold(case, self.manager)
        other = make_user(self.env, "zrm_other", "zrm_base.group_manager")
        self.other_unit.manager_id = other
        case.action_refer(self.other_unit.id)
        self.assertTold(case, other)

    def test_after_the_managers_oversight_then_an_administrator(self):
        (self.town | self.city | self.unit).manager_id = False
        case, told = self.make_case(), []
        everybody = self.env["res.users"].search([])
        for _time in range(len(everybody)):
            name = self.miss(case, "deadline")
            if name in told:
                break
            told.append(name)
        of_name = {user.name: user for user in everybody}
        ranks = [of_name[name].has_group("zrm_base.group_administrator") for name in told]
        self.assertEqual(ranks, sorted(ranks), "oversight first")
        self.assertIn(self.oversight.name, told)
        self.assertIn(self.administrator.name, told)

    def test_where_everybody_is_away_somebody_learns_of_it(self):
        self.env["res.users"].search([]).zrm_away_until = date(2100, 1, 1)
        self.assertTold(self.make_case(), self.manager)
