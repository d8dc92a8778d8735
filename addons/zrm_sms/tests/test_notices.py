from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .common import SmsCommon


@tagged("post_install", "-at_install")
class TestNotices(SmsCommon):
    """Notices by text message."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen.lang = "en_US"

    def send_notices(self):
        self.env["zrm.case.notice"]._lock_waiting()._send()
        self.env.invalidate_all()

    def test_without_an_address_by_text_message(self):
        case = self.make_case()
        self.send_notices()
        notice = case.notice_ids
        self.assertEqual((notice.state, notice.channel), ("sent", "sms"))
        sms = self.env["sms.sms"].search([("uuid", "=", notice.sms_uuid)])
        self.assertEqual(sms.number, "+989120007788")
        self.assertEqual(
            sms.body,
            f"Your case is registered.\nTracking code: {case.number}\n{case._tracking_url()}",
        )
        row = self.journal(sms)
        self.assertEqual((row.case_id, row.unit_id, row.kind), (case, self.unit, "notice"))

    def test_by_mail_where_there_is_an_address_unless_they_say_otherwise(self):
        self.citizen.email = "maryam@example.com"
        case = self.make_case()
        self.send_notices()
        self.assertEqual(case.notice_ids.channel, "email")
        self.citizen.preferred_channel = "sms"
        case = self.make_case()
        self.send_notices()
        self.assertEqual(case.notice_ids.channel, "sms")

    def test_in_the_citizens_language(self):
        self.citizen.lang = "fa_IR"
        self.make_case()
        self.send_notices()
        self.assertIn("کد رهگیری", self.queued()[0])

    def test_an_answer_can_be_judged(self):
        case = self.open_case()
        case.action_answer("انجام شد")
        self.send_notices()
        self.assertIn(case.sudo()._verdict_url(), self.queued()[-1])
        self.assertNotIn("انجام شد", self.queued()[-1], "the page shows it")
        self.assertIn("with 1 if it is solved", self.queued()[-1])
        self.gateway.takes_replies = False
        case = self.open_case()
        case.action_answer("انجام شد")
        self.send_notices()
        self.assertNotIn("with 1", self.queued()[-1])

    def test_without_a_page_the_answer_itself(self):
        case = self.open_case()
        with patch.object(type(self.env["zrm.case.notice"]), "_links", return_value=[]):
            case.action_answer("انجام شد")
            self.send_notices()
        self.assertIn("انجام شد", self.queued()[-1])

    def test_who_joined_is_not_asked_to_judge(self):
        case = self.open_case()
        case._join(self.make_citizen("زهرا", phone="09120007799", lang="en_US"))
        case.action_answer("انجام شد")
        self.send_notices()
        sms = self.env["sms.sms"].search([("number", "=", "+989120007799")])
        self.assertIn(case.sudo()._tracking_url(), sms.body)
        self.assertNotIn("verdict", sms.body)
        self.assertNotIn("with 1", sms.body)

    def test_a_question_is_in_the_message(self):
        case = self.open_case()
        case.action_ask("نشانی دقیق؟ " + "بسیار " * 100)
        self.send_notices()
        self.assertIn("نشانی دقیق؟", self.queued()[-1])
        self.assertLess(len(self.queued()[-1]), 350)

    def test_confidential_matters_are_not_in_it(self):
        case = self.open_case(name="خشونت")
        case.sudo().is_confidential = True
        case.with_user(self.oversight).action_answer("راز")
        self.send_notices()
        for text in self.queued():
            self.assertNotIn("راز", text)
            self.assertNotIn("خشونت", text)
            self.assertIn(case.sudo().number, text)

    def test_hidden_reporters_leave_no_trace(self):
        self.subject.hides_reporter = True
        case = self.make_case()
        self.send_notices()
        notice = case.notice_ids
        sms = self.env["sms.sms"].search([("uuid", "=", notice.sms_uuid)])
        self.assertTrue(sms)
        self.assertFalse(sms.partner_id)
        self.assertFalse(self.journal(sms).case_id)

    def test_quiet_hours(self):
        self.env["ir.config_parameter"].set_param("zrm_cases.quiet_hours", "21-8")
        case = self.make_case()
        with freeze_time("2026-11-21 20:00:00"):
            self.send_notices()
        self.assertEqual(case.notice_ids.state, "waiting")

    def test_without_a_gateway_nobody_is_reached(self):
        self.gateway.active = False
        case = self.make_case()
        self.send_notices()
        self.assertEqual(case.notice_ids.state, "skipped")

    def test_what_does_not_arrive_is_told_by_mail_or_by_the_expert(self):
        case = self.open_case()
        case.action_take()
        case.action_answer("انجام شد")
        self.send_notices()
        self.provider.plan = [{"status": 400}] * 3
        self.run_queue()
        answered = case.sudo().notice_ids.filtered(lambda notice: notice.moment == "answered")
        self.assertEqual(answered.state, "skipped")
        self.assertIn("did not arrive", answered.reason)
        self.assertEqual(case.sudo().activity_ids.user_id, self.expert)
        self.citizen.write({"email": "maryam@example.com", "preferred_channel": "sms"})
        case = self.make_case()
        self.send_notices()
        self.provider.plan = [{"status": 400}]
        self.run_queue()
        self.assertEqual((case.notice_ids.state, case.notice_ids.channel), ("sent", "email"))

    # ------------------------------------------------------------------
    # Unclear results
    # ------------------------------------------------------------------

    def unclear(self, **vals):
        """A case of which the text message was cut off, and its journal row."""
        self.citizen.write({"preferred_channel": "sms", **vals})
        case = self.make_case()
        self.send_notices()
        self.provider.plan = [{"drop": True}]
        self.run_queue()
        row = self.env["zrm.sms.message"].search([("uuid", "=", case.notice_ids.sms_uuid)])
        self.assertEqual(row.state, "unclear")
        return case, row

    def test_what_may_have_arrived_is_left_to_people(self):
        case, _row = self.unclear(email="maryam@example.com")
        notice = case.notice_ids
        self.assertEqual(
            (notice.state, notice.channel), ("unclear", "sms"), "not sent by e-mail as well"
        )
        self.assertFalse(notice.mail_id)
        self.assertIn("broke off", notice.reason)
        self.assertEqual(len(case.activity_ids), 1)
        self.run_queue()
        self.assertEqual(len(self.provider.requests), 1)
        notice.with_user(self.expert).action_send_again()
        self.send_notices()
        self.run_queue()
        self.assertEqual((notice.state, len(self.provider.requests)), ("sent", 2))

    def test_sent_again_from_the_queue_it_is_clear(self):
        case, row = self.unclear()
        sms = self.env["sms.sms"].search([("uuid", "=", row.uuid)])
        with self.own_cursors():
            sms.resend_failed()
        self.assertEqual((case.notice_ids.state, case.notice_ids.reason), ("sent", False))

    def test_the_gateway_tells_what_became_of_it(self):
        case, row = self.unclear()
        row._report(self.gateway, "delivered", own_id=row.uuid)
        self.assertEqual((row.state, case.notice_ids.state), ("delivered", "sent"))
        case, row = self.unclear(email="maryam@example.com")
        row._report(self.gateway, "undelivered", own_id=row.uuid)
        self.assertEqual((case.notice_ids.state, case.notice_ids.channel), ("sent", "email"))

    def test_a_queue_that_lost_its_waker_is_woken(self):
        queue = self.env.ref("sms.ir_cron_sms_scheduler_action")
        self.make_case()
        self.send_notices()
        self.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)]).unlink()
        self.env["zrm.case.notice"]._follow_up()
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)]))
