from contextlib import suppress
from datetime import datetime
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ..common import CaseCommon

# A Monday, one hour into the working day of 8 to 16 UTC.
MONDAY = "2026-11-16 09:00:00"


class Killed(BaseException):
    """The process is killed: nothing catches this."""


@tagged("post_install", "-at_install")
class TestDeadlines(CaseCommon):
    @freeze_time(MONDAY)
    def test_deadlines_count_working_time(self):
        case = self.make_case()
        self.assertEqual(case.response_deadline, datetime(2026, 11, 17, 9))
        self.assertEqual(case.deadline, datetime(2026, 11, 23, 9))
        self.assertEqual(case.warn_at, datetime(2026, 11, 20, 9))
        self.assertEqual(case.next_check_at, case.response_deadline)

    def test_holidays_do_not_count(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "تعطیل",
                "calendar_id": self.city.resource_calendar_id.id,
                "date_from": "2026-11-17 00:00:00",
                "date_to": "2026-11-17 23:59:59",
            }
        )
        with freeze_time(MONDAY):
            self.assertEqual(self.make_case().response_deadline, datetime(2026, 11, 18, 9))

    def test_in_time_soon_missed_done(self):
        with freeze_time(MONDAY):
            case = self.open_case()
        Case = self.env["zrm.case"]
        for moment, expected in (
            ("2026-11-17 10:00:00", "in_time"),
            ("2026-11-20 15:00:00", "soon"),
            ("2026-11-24 10:00:00", "missed"),
        ):
            with freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(case.sla_state, expected)
                found = Case.search([("sla_state", "=", expected), ("id", "=", case.id)])
                self.assertTrue(found, expected)
                others = {"in_time", "soon", "missed", "none", "done"} - {expected}
                self.assertFalse(
                    Case.search([("sla_state", "in", list(others)), ("id", "=", case.id)])
                )

    def test_the_clock_stops_while_the_citizen_is_awaited(self):
        with freeze_time(MONDAY):
            case = self.open_case()
            before = case.deadline
        with freeze_time("2026-11-17 09:00:00"):
            case.action_move(self.steps["waiting"].id)
            self.assertEqual(case.sla_state, "none")
        with freeze_time("2026-11-19 09:00:00"):
            case.action_move(self.steps["open"].id)
        # Two working days were waited, so two are added: a weekend lies between.
        self.assertEqual(before, datetime(2026, 11, 23, 9))
        self.assertEqual(case.deadline, datetime(2026, 11, 25, 9))
        self.assertFalse(case.paused_at)

    def test_the_scheduler_visits_only_what_is_due(self):
        with freeze_time(MONDAY):
            late, fresh = self.make_case(), self.make_case()
            fresh.with_user(self.expert).action_move(self.steps["open"].id)
        with freeze_time("2026-11-17 10:00:00"), self.enter_registry_test_mode():
            self.env.ref("zrm_cases.cron_deadlines").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(late.missed, "response_deadline")
        self.assertIn("missed", late.event_ids.mapped("kind"))
        self.assertIn("escalated", late.event_ids.mapped("kind"))
        self.assertEqual(late.activity_ids.user_id, self.manager)
        self.assertFalse(fresh.missed)
        self.assertGreater(late.next_check_at, datetime(2026, 11, 17, 10))

    def assertEscalatedOnce(self, case):
        self.assertEqual(case.missed, "response_deadline")
        kinds = case.event_ids.mapped("kind")
        self.assertEqual((kinds.count("missed"), kinds.count("escalated")), (1, 1))
        self.assertEqual(len(case.activity_ids), 1)
        self.assertEqual(len(self.mails_about(case)), 1)

    def mails_about(self, case):
        """The manager's notification; the queue sends it."""
        return self.env["mail.mail"].search(
            [
                ("model", "=", "zrm.case"),
                ("res_id", "=", case.id),
                ("recipient_ids", "=", self.manager.partner_id.id),
                ("state", "=", "outgoing"),
            ]
        )

    def test_killed_in_the_midst_each_is_escalated_once(self):
        self.manager.write({"notification_type": "email", "email": "manager@city.example"})
        with freeze_time(MONDAY):
            cases = self.env["zrm.case"].union(*(self.make_case() for _number in range(5)))
        Case, Cron, done = type(cases), type(self.env["ir.cron"]), []
        escalate = Case._escalate

        def commit(cron, *_args, **_kwargs):
            """Each commit is a savepoint, to which a crash falls back."""
            cron.env.flush_all()
            cron.env.cr.execute("SAVEPOINT zrm_committed")
            return 60.0

        def dying(case):
            escalate(case)
            done.append(case.id)
            if len(done) == 4:
                raise Killed

        with (
            freeze_time("2026-11-17 10:00:00"),
            patch("odoo.addons.zrm_cases.models.deadlines.deadline.BATCH", 2),
            patch.object(Cron, "_commit_progress", commit),
        ):
            with patch.object(Case, "_escalate", dying), suppress(Killed):
                cases._cron_deadlines()
            self.env.cr.execute("ROLLBACK TO SAVEPOINT zrm_committed")
            self.env.cr.clear()
            self.env.invalidate_all()
            self.assertEqual(cases.mapped(lambda case: bool(case.missed)).count(True), 2)
            for _again in range(2):
                cases._cron_deadlines()
        for case in cases:
            self.assertEscalatedOnce(case)

    def test_what_was_missed_stays_on_record(self):
        with freeze_time(MONDAY):
            case = self.open_case()
        with freeze_time("2026-11-24 10:00:00"):
            case.sudo()._check_deadlines()
            case.action_answer("دیر شد")
            case.action_close("solved")
            self.assertEqual(case.sla_state, "missed")
        self.assertIn("deadline", case.missed.split(","))
        self.assertFalse(case.next_check_at)

    def test_warned_once_before(self):
        self.steps["open"].hours = 0
        with freeze_time(MONDAY):
            case = self.open_case()
            case.action_take()
        with freeze_time("2026-11-20 15:00:00"):
            case.sudo()._check_deadlines()
            case.sudo()._check_deadlines()
        self.assertTrue(case.warned)
        activities = case.sudo().activity_ids.filtered(lambda item: item.user_id == self.expert)
        self.assertEqual(len(activities), 1)
