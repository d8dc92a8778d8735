from datetime import datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.zrm_cases.tests.common import CaseCommon

OPENED, CLOSED = datetime(2015, 1, 2, 8), datetime(2015, 1, 12, 9)


@tagged("post_install", "-at_install")
class TestPast(CaseCommon):
    def past(self, **vals):
        entry = self.intake_vals(received_at=OPENED, external_ref="past:1", **vals)
        return self.env["zrm.case"].with_user(self.administrator)._intake_past([entry]).sudo()

    def test_what_was_closed_is_closed_with_its_dates(self):
        case = self.past(closed_at=CLOSED)
        self.assertEqual((case.state, case.outcome), ("closed", "unknown"))
        self.assertEqual(
            (case.received_at, case.closed_at, case.step_since), (OPENED, CLOSED, CLOSED)
        )
        leg = case.referral_ids
        self.assertEqual((leg.opened_at, leg.closed_at, leg.result), (OPENED, CLOSED, "done"))
        self.assertEqual(case.event_ids.mapped("kind"), ["registered", "closed"])
        self.assertEqual(case.event_ids.mapped("at"), [OPENED, CLOSED])
        self.assertOneOpenLeg(case)

    def test_nothing_is_late_and_nobody_is_told(self):
        closed = self.past(closed_at=CLOSED)
        still_open = self.env["zrm.case"]._intake_past(
            [self.intake_vals(received_at=OPENED, external_ref="past:2")]
        )
        for case in closed | still_open:
            self.assertFalse(case.deadline or case.response_deadline or case.step_deadline)
            self.assertFalse(case.next_check_at or case.missed or case.activity_ids)
        self.env["zrm.case"]._check_deadlines()
        notices = self.env["zrm.case.notice"].search([("case_id", "in", (closed | still_open).ids)])
        self.assertFalse(notices)
        self.assertEqual(still_open.state, "new")
        self.assertOneOpenLeg(still_open)

    def test_deadlines_of_open_ones_may_count_from_today(self):
        start = datetime(2026, 11, 2, 8)
        case = self.env["zrm.case"]._intake_past(
            [self.intake_vals(received_at=OPENED, external_ref="past:3")], start
        )
        self.assertEqual(case.received_at, OPENED)
        self.assertEqual(case.deadline, datetime(2026, 11, 6, 16))

    def test_classified_anew_they_are_late_no_more_than_before(self):
        without, counted = (
            self.env["zrm.case"]._intake_past(
                [self.intake_vals(received_at=OPENED, external_ref=f"past:{number}")], start
            )
            for number, start in enumerate((False, datetime(2026, 11, 2, 8)), 4)
        )
        other = self.subject.copy({"name": "آسفالت", "code": "T-S3"})
        other.total_hours = 48
        (without | counted).sudo().subject_id = other
        self.assertFalse(without.deadline or without.next_check_at)
        self.assertEqual(counted.deadline, datetime(2026, 11, 9, 16))

    def test_it_may_lack_a_citizen_and_be_classified_anew(self):
        case = self.past(partner_id=False)
        self.assertFalse(case.partner_id or case.is_anonymous)
        case.nature_id = self.anonymous_nature
        self.assertFalse(case.partner_id)

    def test_the_door_does_not_close_cases_for_others(self):
        vals = self.intake_vals(closed_at=CLOSED, outcome="solved", is_past=True)
        case = self.env["zrm.case"].with_context(zrm_past=True)._intake([vals])
        self.assertEqual((case.state, case.closed_at, case.outcome), ("new", False, False))
        self.assertFalse(case.is_past)
        with self.assertRaises(ValidationError):
            case.write({"is_past": True})
        with self.assertRaises(ValidationError):
            self.make_case(partner_id=False)

    def test_closed_before_received_is_refused(self):
        with self.assertRaisesRegex(UserError, "before it was received"):
            self.past(closed_at=datetime(2014, 1, 1))

    def test_queries_do_not_grow_with_the_batch(self):
        def take(count, start):
            entries = [
                self.intake_vals(
                    received_at=OPENED, closed_at=CLOSED, external_ref=f"past:{start + number}"
                )
                for number in range(count)
            ]
            before = self.env.cr.sql_log_count
            self.env["zrm.case"]._intake_past(entries)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.as_if_committed()
        take(5, 0)
        few, many = take(5, 100), take(60, 200)
        self.assertLessEqual(many, few + 3)
