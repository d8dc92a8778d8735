from odoo.tests import tagged

from .common import FlowCase

ZAHRA = "zahra@zrm.example"


@tagged("post_install", "-at_install")
class TestEscalation(FlowCase):
    """Flow 8: what is late climbs one rung at a time, to somebody who is there."""

    def setUp(self):
        super().setUp()
        self.it_is("2026-11-16 09:00")

    def reported(self):
        case = self.citizen_reports(name="زهرا کریمی", phone="09125554433", email=ZAHRA)
        self.leaves()
        return case

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
                self.it_is("2026-11-16 09:00")

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
