from datetime import datetime

from odoo.tests import freeze_time, tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon

# Mondays and Tuesdays of working days of 8 to 16 UTC.
MONDAY = "2026-11-16 09:00:00"
TUESDAY = "2026-11-17 09:00:00"
# Two working weeks later.
LATER = "2026-12-01 09:00:00"


@tagged("post_install", "-at_install")
class TestClocks(CaseCommon):
    """Waiting stops each clock once and exactly; what sets clocks anew leaves it out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steps["waiting"].hours = 24
        cls.city.manager_id = make_user(cls.env, "zrm_chief", "zrm_base.group_manager")
        cls.short = cls.env["zrm.subject"].create(
            {
                "name": "آسفالت",
                "code": "T-S2",
                "process_id": cls.process.id,
                "total_hours": 56,
            }
        )
        cls.env["zrm.routing.rule"].create({"subject_id": cls.short.id, "unit_id": cls.unit.id})
        attendances = [
            (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 0, "hour_to": 24})
            for day in range(7)
        ]
        always = cls.env["resource.calendar"].create(
            {"name": "Always", "tz": "UTC", "attendance_ids": [(5, 0, 0), *attendances]}
        )
        cls.night_unit = cls.env["zrm.unit"].create(
            {
                "name": "کشیک",
                "code": "T-N",
                "parent_id": cls.city.id,
                "resource_calendar_id": always.id,
                "member_ids": [(6, 0, cls.outsider.ids)],
            }
        )

    def waiting_case(self):
        """In hand since Monday, waiting since Tuesday; 32 of 40 hours are left."""
        with freeze_time(MONDAY):
            case = self.open_case()
        with freeze_time(TUESDAY):
            case.action_move(self.steps["waiting"].id)
        return case

    def test_while_the_citizen_is_awaited_no_clock_runs(self):
        case = self.waiting_case()
        self.assertFalse(case.step_deadline, "waiting has no limit of its own")
        with freeze_time(LATER):
            with self.enter_registry_test_mode():
                self.env.ref("zrm_cases.cron_deadlines").method_direct_trigger()
            self.assertFalse(case.missed)

    def test_the_step_after_it_has_its_hours_once(self):
        case = self.waiting_case()
        with freeze_time(LATER):
            case.action_move(self.steps["open"].id)
        self.assertEqual(case.step_deadline, datetime(2026, 12, 3, 9), "16 hours")
        self.assertEqual(case.deadline, datetime(2026, 12, 7, 9), "32 hours")
        self.assertEqual(case.warn_at, datetime(2026, 12, 4, 9), "24 hours")
        self.assertEqual(case.next_check_at, case.step_deadline)
        self.assertFalse(case.paused_at or case.hours_left)

    def test_waiting_twice_keeps_what_was_left(self):
        case = self.waiting_case()
        with freeze_time(LATER):
            case.action_move(self.steps["open"].id)
            case.action_move(self.steps["waiting"].id)
        with freeze_time("2026-12-08 09:00:00"):
            case.action_move(self.steps["open"].id)
        self.assertEqual(case.deadline, datetime(2026, 12, 14, 9))

    def test_another_calendar_meanwhile_leaves_the_hours(self):
        case = self.waiting_case()
        with freeze_time("2026-11-18 20:00:00"):
            case.with_user(self.oversight).action_refer(self.night_unit.id)
        with freeze_time(LATER):
            case.with_user(self.outsider).action_move(self.steps["open"].id)
        self.assertEqual(case.sudo().deadline, datetime(2026, 12, 2, 17), "32 hours day and night")
        self.assertEqual(case.sudo().step_deadline, datetime(2026, 12, 2, 1))

    def test_a_holiday_set_meanwhile_leaves_the_hours(self):
        case = self.waiting_case()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "تعطیل",
                "calendar_id": self.city.resource_calendar_id.id,
                "date_from": "2026-11-19 00:00:00",
                "date_to": "2026-11-19 23:59:59",
            }
        )
        with freeze_time(LATER):
            case.action_move(self.steps["open"].id)
        self.assertEqual(case.deadline, datetime(2026, 12, 7, 9))

    def test_the_referral_waits_as_well(self):
        with freeze_time(MONDAY):
            case = self.open_case()
            case.action_refer(self.unit.id, user_id=self.expert2.id, deadline="2026-11-18 09:00:00")
        with freeze_time(TUESDAY):
            case.action_move(self.steps["waiting"].id)
        with freeze_time(LATER):
            case.action_move(self.steps["open"].id)
        leg = case.sudo()._open_action_leg()
        self.assertEqual(leg.deadline, datetime(2026, 12, 2, 9), "a day was left")

    def test_a_referral_meanwhile_waits_as_well(self):
        case = self.waiting_case()
        with freeze_time("2026-11-18 10:00:00"):
            case.action_refer(self.unit.id, user_id=self.expert2.id)
            self.assertFalse(case.sudo()._open_action_leg().deadline)
        with freeze_time(LATER):
            case.action_move(self.steps["open"].id)
        self.assertEqual(case.sudo()._open_action_leg().deadline, case.deadline)

    # ------------------------------------------------------------------
    # Reclassified
    # ------------------------------------------------------------------

    def test_reclassified_it_keeps_what_was_waited(self):
        case = self.waiting_case()
        with freeze_time(LATER):
            case.action_move(self.steps["open"].id)
        with freeze_time("2026-12-02 09:00:00"):
            case.sudo().subject_id = self.short
        # 56 hours, of which 16 have passed: one day before and one after the wait.
        self.assertEqual(case.deadline, datetime(2026, 12, 9, 9))
        self.assertEqual(case.step_deadline, datetime(2026, 12, 4, 9), "renewed")
        self.assertEqual(case.sudo()._open_action_leg().deadline, case.step_deadline)
        self.assertFalse(case.missed)

    def test_reclassified_while_it_waits_it_goes_on_waiting(self):
        case = self.waiting_case()
        with freeze_time(LATER):
            case.sudo().subject_id = self.short
            self.assertEqual((case.state, case.sla_state), ("waiting", "none"))
            self.assertFalse(case.step_deadline)
        with freeze_time("2026-12-02 09:00:00"):
            case.action_move(self.steps["open"].id)
        self.assertEqual(case.deadline, datetime(2026, 12, 10, 9), "48 of 56 hours are left")

    def test_reclassified_while_it_waits_the_referral_goes_with_it(self):
        given, own = self.waiting_case(), self.waiting_case()
        given.sudo()._open_action_leg().write({"deadline": "2026-11-19 09:00:00"})
        given._write_handling({"hours_left": {**given.hours_left, "referral": 16}})
        with freeze_time("2026-11-18 10:00:00"):
            own.action_refer(self.unit.id, user_id=self.expert2.id)
        with freeze_time(LATER):
            (given | own).sudo().subject_id = self.short
            for case in given | own:
                case.action_move(self.steps["open"].id)
        self.assertEqual(own.sudo()._open_action_leg().deadline, own.deadline)
        self.assertEqual(given.sudo()._open_action_leg().deadline, datetime(2026, 12, 3, 9))

    def test_reclassified_after_an_objection_it_counts_from_there(self):
        with freeze_time(MONDAY):
            case = self.open_case()
            case.action_answer("پاسخ")
        with freeze_time("2026-11-30 09:00:00"):
            case.sudo().action_object("حل نشد")
        with freeze_time(LATER):
            case.sudo().subject_id = self.short
        self.assertEqual(case.sudo().deadline, datetime(2026, 12, 9, 9))

    # ------------------------------------------------------------------
    # Missed again
    # ------------------------------------------------------------------

    def kinds(self, case, kind):
        return case.sudo().event_ids.mapped("kind").count(kind)

    def late_case(self):
        with freeze_time(MONDAY):
            case = self.open_case()
        with freeze_time("2026-11-25 09:00:00"):
            case.sudo()._check_deadlines()
        self.assertEqual(set(case.missed.split(",")), {"step_deadline", "deadline"})
        self.assertEqual((self.kinds(case, "missed"), self.kinds(case, "escalated")), (1, 1))
        return case

    def test_after_an_objection_it_is_missed_and_escalated_again(self):
        case = self.late_case()
        with freeze_time("2026-11-26 09:00:00"):
            case.action_answer("پاسخ")
            self.assertEqual(case.sla_state, "missed")
            case.sudo().action_object("حل نشد")
            self.assertEqual(case.sudo().sla_state, "in_time")
            self.assertTrue(case.sudo().next_check_at)
        with freeze_time("2026-12-15 09:00:00"):
            case.sudo()._check_deadlines()
        self.assertEqual((self.kinds(case, "missed"), self.kinds(case, "escalated")), (2, 2))
        self.assertFalse(case.sudo().next_check_at)

    def test_after_a_reopening_too(self):
        case = self.late_case()
        with freeze_time("2026-11-26 09:00:00"):
            case.action_answer("پاسخ")
            case.action_close("solved")
            case.action_reopen("ناتمام")
        with freeze_time("2026-12-15 09:00:00"):
            case.sudo()._check_deadlines()
        self.assertEqual((self.kinds(case, "missed"), self.kinds(case, "escalated")), (2, 2))

    def test_after_a_reclassification_too(self):
        case = self.late_case()
        self.short.total_hours = 64
        with freeze_time("2026-11-25 10:00:00"):
            case.sudo().subject_id = self.short
            case.sudo()._check_deadlines()
            self.assertEqual(case.sla_state, "soon")
        self.assertEqual(self.kinds(case, "missed"), 1, "not yet")
        with freeze_time("2026-12-15 09:00:00"):
            case.sudo()._check_deadlines()
        self.assertEqual((self.kinds(case, "missed"), self.kinds(case, "escalated")), (2, 2))

    def test_the_same_deadline_is_missed_once(self):
        case = self.late_case()
        with freeze_time("2026-11-25 10:00:00"):
            case.sudo().region_id = self.env["zrm.region"].create({"name": "منطقه"})
            case.sudo()._check_deadlines()
        self.assertEqual((self.kinds(case, "missed"), self.kinds(case, "escalated")), (1, 1))

    def test_each_step_that_is_late_counts(self):
        case = self.late_case()
        with freeze_time("2026-11-26 09:00:00"):
            case.action_move(self.steps["waiting"].id)
            case.action_move(self.steps["open"].id)
        with freeze_time("2026-12-15 09:00:00"):
            case.sudo()._check_deadlines()
        last = case.sudo().event_ids.filtered(lambda event: event.kind == "missed").sorted("id")
        self.assertEqual(last.mapped("text"), ["step_deadline, deadline", "step_deadline"])

    def test_what_is_answered_late_is_on_record_before_the_scheduler_comes(self):
        with freeze_time(MONDAY):
            case = self.open_case()
        with freeze_time("2026-11-25 09:00:00"):
            case.action_answer("پاسخ")
            self.assertEqual(case.sla_state, "missed")
        with freeze_time("2027-01-25 09:00:00"):
            case.sudo()._close_silently()
        self.assertEqual(self.kinds(case, "missed"), 1)

    def test_what_moves_on_late_escalates_before_the_scheduler_comes(self):
        for go_on in (
            lambda case: case.action_move(self.steps["waiting"].id),
            lambda case: case.sudo().write({"subject_id": self.short.id}),
        ):
            with freeze_time(MONDAY):
                case = self.open_case()
            with freeze_time("2026-11-25 09:00:00"):
                go_on(case)
            self.assertEqual((self.kinds(case, "missed"), self.kinds(case, "escalated")), (1, 1))

    def test_a_returned_referral_is_looked_at_again(self):
        with freeze_time(MONDAY):
            case = self.open_case()
            case.action_refer(self.other_unit.id)
            leg = case.sudo()._open_action_leg()
            leg.with_user(self.outsider).action_misrouted("از ما نیست")
            due = case.sudo()._open_action_leg().deadline or case.sudo().deadline
        self.assertLessEqual(case.sudo().next_check_at, due)


@tagged("post_install", "-at_install")
class TestSilence(CaseCommon):
    """Ten working days of silence are the organization's, whatever unit has answered."""

    def test_the_same_for_every_unit(self):
        company = self.env["resource.calendar"].create({"name": "City", "tz": "Asia/Tehran"})
        company.attendance_ids = [(5, 0, 0)] + [
            (0, 0, {"name": day, "dayofweek": day, "hour_from": 8, "hour_to": 14})
            for day in ("5", "6", "0", "1", "2")  # Saturday to Wednesday
        ]
        self.city.company_id.resource_calendar_id = company
        self.env["resource.calendar.leaves"].create(
            {
                "name": "تعطیل",
                "company_id": self.city.company_id.id,
                "calendar_id": company.id,
                "date_from": "2026-11-22 20:30:00",
                "date_to": "2026-11-23 20:29:59",
            }
        )
        found = set()
        for hours in (4, 24):
            self.city.resource_calendar_id.attendance_ids.write({"hour_from": 0, "hour_to": hours})
            with freeze_time(MONDAY):
                case = self.open_case()
                case.action_answer("پاسخ")
            found.add(str(case.sudo().silent_at))
        # 17 18 | 21 22 24 25 | 28 29 30 1; the 23rd is a holiday.
        self.assertEqual(found, {"2026-12-01 09:00:00"})
