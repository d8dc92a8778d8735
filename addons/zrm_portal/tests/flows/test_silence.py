from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FlowCase

ZAHRA = "zahra@zrm.example"


@tagged("post_install", "-at_install")
class TestSilence(FlowCase):
    """Flow 2: the citizen says nothing to an answer; it counts as accepted, and can be
    objected to for a while."""

    def answered(self):
        self.it_is("2026-11-16 09:00")
        case = self.citizen_reports(name="زهرا کریمی", phone="09125554433", email=ZAHRA)
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_answer("جوی لایروبی شد")
        self.heard(ZAHRA)
        return case

    def test_no_reply_closes_and_she_may_still_object(self):
        case = self.answered()
        # Ten working days; two weekends lie between.
        self.it_is("2026-11-27 16:00")
        self.assertEqual(case.state, "answered")
        self.assertFalse(self.heard(ZAHRA))
        self.it_is("2026-12-01 09:00")
        self.assertEqual((case.state, case.outcome, case.verdict), ("closed", "silent", "silent"))
        self.assertOneOpenLeg(case)
        self.assertHeard(ZAHRA, self.code(case))
        self.it_is("2026-12-02 09:00")
        self.assertFalse(self.heard(ZAHRA), "told once")

        self.leaves()
        self.assertIn("Not solved", self.page_of(case, "4433"))
        page = self.does(case, "object", reason="آب هنوز می‌ایستد")
        self.assertIn("Your objection was received", page)
        self.assertEqual((case.state, case.outcome, case.verdict), ("open", False, "objected"))
        self.assertResponsible(case, self.area, told=self.head, words="objected")
        self.assertBarred(case, self.expert)
        self.assertGreater(str(case.deadline), "2026-12-02", "the clock begins anew")
        self.assertHeard(ZAHRA, "objection")
        self.it_is("2026-12-31 09:00")
        self.assertEqual(case.state, "open", "silence about the old answer closes nothing")

    def test_too_late_is_said_with_what_to_do(self):
        case = self.answered()
        self.it_is("2026-12-01 09:00")
        self.it_is("2027-01-15 09:00")
        self.leaves()
        self.assertNotIn("Not solved", self.page_of(case, "4433"))
        with self.assertRaisesRegex(UserError, "within 30 days"):
            self.by(self.manager, case).action_object("دیر", self.channel.id)

    def test_what_she_did_not_hear_of_does_not_run_out(self):
        """Asked, she says nothing: that is no verdict, and no clock runs."""
        self.it_is("2026-11-16 09:00")
        case = self.citizen_reports(name="زهرا کریمی", phone="09125554433", email=ZAHRA)
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_ask("کجا؟")
        self.it_is("2027-02-16 09:00")
        self.assertEqual((case.state, case.missed), ("waiting", False))
        self.assertNotIn("escalated", case.event_ids.mapped("kind"))
