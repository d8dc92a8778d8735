from odoo.tests import tagged

from .common import VisitorCase


@tagged("post_install", "-at_install")
class TestStory(VisitorCase):
    """One matter from the report on a telephone to the accepted answer, as the
    citizen does it in a real browser, and as each role of the staff sees it."""

    browser_size = "390x844"
    touch_enabled = True

    def send_notices(self):
        self.env["zrm.case.notice"]._lock_waiting()._send()
        self.env.invalidate_all()

    def mails_to(self, partner):
        return self.env["mail.mail"].search([("recipient_ids", "in", partner.ids)])

    def test_report_track_reply_object_accept(self):
        self.subject.write(
            {
                "name": "لایروبی آزمون",
                "index_terms": "کانال آب آزمون",
                "nature_ids": [(6, 0, self.nature.ids)],
            }
        )
        self.city.member_ids = self.expert2
        self.start_tour("/fa/zrm/report", "zrm_portal_public_report")
        case = self.env["zrm.case"].search([("name", "=", "جوی کوچه گرفته است")])
        neighbour = self.make_citizen("همسایه", email="neighbour@zrm.example", lang="fa_IR")
        case._join(neighbour)
        # The citizen chose no messages in the tour; now they want e-mails.
        citizen = case.partner_id
        citizen.write({"preferred_channel": "email", "email": "zahra@zrm.example"})

        handled = case.with_user(self.expert)
        handled.action_take()
        handled.action_move(self.steps["open"].id)
        handled.action_ask("پلاک را بنویسید")
        self.send_notices()
        self.assertTrue(any("پلاک" in mail.body_html for mail in self.mails_to(citizen)))

        self.start_tour(f"/fa/zrm/track?code={case.number}", "zrm_story_reply")
        self.env.invalidate_all()
        self.assertEqual(case.state, "open")
        self.assertIn(self.expert, case.activity_ids.user_id, "the expert is notified of the reply")

        handled.action_answer("لایروبی شد")
        self.send_notices()
        self.assertTrue(any("/zrm/verdict/" in mail.body_html for mail in self.mails_to(citizen)))
        self.assertIn("لایروبی شد", self.mails_to(neighbour).body_html)

        first = case.verdict_token
        self.start_tour(f"/fa/zrm/verdict/{first}", "zrm_story_object")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.unit_id), ("open", self.city))
        self.assertIn(self.expert, case.excluded_user_ids)

        case.with_user(self.expert2).action_answer("دوباره لایروبی شد")
        self.start_tour(f"/fa/zrm/verdict/{case.verdict_token}", "zrm_story_accept")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.verdict, case.stars), ("closed", "accepted", 5))
        self.assertOneOpenLeg(case)

        self.assertSeenBy(case)

    def assertSeenBy(self, case):
        """The staff who can see the case now, and which data."""
        for user in (self.expert, self.manager, self.expert2, self.oversight):
            seen = case.with_user(user)
            self.assertEqual(seen.partner_id.name, "زهرا کریمی")
            self.assertIn("objected", seen.event_ids.mapped("kind"))
            self.assertTrue(seen.history_picture and seen.referral_picture and seen.steps_picture)
        # Registered by nobody of the desk: not theirs to look at.
        self.assertFalse(case.with_user(self.operator).has_access("read"))
        self.assertFalse(case.with_user(self.outsider).has_access("read"))
