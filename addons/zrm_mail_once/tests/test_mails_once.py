"""E-mails about cases are sent once, even after a crash."""

import smtplib
import threading
from contextlib import contextmanager, suppress
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import RaceCase
from odoo.addons.zrm_cases.tests.common import CaseCommon
from odoo.addons.zrm_cases.tests.mail_sink import MailSink

MAILS = "odoo.addons.mail.models.mail_mail"


class Killed(BaseException):
    """The process is killed: nothing catches this."""


@tagged("post_install", "-at_install")
class TestMailsOnce(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.email = "137@city.example"
        cls.citizen.write({"email": "maryam@example.com", "lang": "en_US"})
        cls.server = cls.env["ir.mail_server"].create(
            {"name": "sink", "smtp_host": "127.0.0.1", "smtp_encryption": "none", "smtp_port": 9}
        )

    def setUp(self):
        super().setUp()
        self.sink = MailSink()
        self.addCleanup(self.sink.stop)
        self.server.smtp_port = self.sink.port

    @contextmanager
    def really(self):
        """Mails are sent to the sink, and the journal uses separate transactions."""
        Server = type(self.env["ir.mail_server"])
        with (
            self.enter_registry_test_mode(),
            patch.object(Server, "_disable_send", classmethod(lambda cls: False)),
            mute_logger(MAILS),
        ):
            yield

    def send_notices(self):
        self.env["zrm.case.notice"]._lock_waiting()._send()

    def queued_notice(self, case):
        """The notice of the registration, with its mail in the queue."""
        self.send_notices()
        [notice] = case.sudo().notice_ids.filtered(lambda item: item.moment == "registered")
        self.assertEqual((notice.state, notice.mail_id.state), ("sent", "outgoing"))
        return notice

    def send(self, mails):
        with self.really():
            mails.send()
        self.env.invalidate_all()

    def die(self, mails, after=1):
        """Simulates a process killed after the server has accepted some messages."""
        send, taken = smtplib.SMTP.send_message, []

        def dying(*args, **kwargs):
            send(*args, **kwargs)
            taken.append(1)
            if len(taken) == after:
                raise Killed

        # Not assertRaises, which would take the journal's transactions back too.
        with suppress(Killed), patch.object(smtplib.SMTP, "send_message", dying), self.really():
            mails.send()
        self.assertEqual(len(taken), after)
        # The changes of the transaction are lost.
        self.roll_back(mails)

    def roll_back(self, mails):
        self.env.invalidate_all(flush=False)
        self.env.cr.execute(
            "UPDATE mail_mail SET state = 'outgoing', failure_type = NULL WHERE id = ANY(%s)",
            [mails.ids],
        )

    def follow_up(self):
        self.env["zrm.case.notice"]._follow_up()

    def tasks(self, case):
        return case.sudo().activity_ids.filtered(
            lambda task: "may not have received" in task.summary
        )

    def test_killed_behind_the_hand_over(self):
        case = self.make_case()
        notice = self.queued_notice(case)
        self.die(notice.mail_id)
        for _again in range(3):
            self.send(notice.mail_id)
        self.assertEqual(len(self.sink.taken), 1, "the citizen has it once")
        self.assertEqual(notice.mail_id.state, "exception")
        self.assertIn("may have gone out", notice.mail_id.failure_reason)
        self.follow_up()
        self.follow_up()
        self.assertEqual(notice.state, "unclear")
        self.assertEqual(len(self.tasks(case)), 1)
        self.assertEqual(self.tasks(case).user_id, case.user_id or self.manager)

    def test_killed_behind_the_journal(self):
        """The message is recorded as handed over; only Odoo's status was lost."""
        notice = self.queued_notice(self.make_case())
        self.send(notice.mail_id)
        self.roll_back(notice.mail_id)
        self.send(notice.mail_id)
        self.assertEqual(len(self.sink.taken), 1)
        self.assertEqual(notice.mail_id.state, "sent")
        self.follow_up()
        self.assertEqual(notice.state, "sent")

    def test_killed_among_several_recipients(self):
        case = self.make_case()
        people = self.expert.partner_id | self.manager.partner_id
        people[0].email, people[1].email = "one@city.example", "two@city.example"
        mail = self.env["mail.mail"].create(
            {
                "subject": "both",
                "body_html": "<p>both</p>",
                "model": "zrm.case",
                "res_id": case.id,
                "recipient_ids": [(6, 0, people.ids)],
                "email_from": "137@city.example",
            }
        )
        self.die(mail, after=2)
        self.send(mail)
        self.assertEqual(len(self.sink.taken), 2)
        self.assertEqual(mail.state, "exception")

    def test_the_connection_breaks_off(self):
        notice = self.queued_notice(self.make_case())
        self.sink.strike = lambda: True
        with suppress(smtplib.SMTPServerDisconnected):
            self.send(notice.mail_id)
        self.roll_back(notice.mail_id)
        self.send(notice.mail_id)
        self.assertEqual(len(self.sink.taken), 1)
        self.follow_up()
        self.assertEqual(notice.state, "unclear")

    def test_by_hand_it_goes_again(self):
        case = self.make_case()
        notice = self.queued_notice(case)
        self.die(notice.mail_id)
        self.send(notice.mail_id)
        self.follow_up()
        with self.assertRaises(AccessError):
            notice.with_user(self.outsider).action_send_again()
        notice.with_user(self.expert).action_send_again()
        self.assertEqual(notice.state, "waiting")
        self.send(self.queued_notice(case).mail_id)
        self.assertEqual(len(self.sink.taken), 2)

        other = self.queued_notice(self.make_case())
        self.die(other.mail_id)
        self.send(other.mail_id)
        self.follow_up()
        other.mail_id.mark_outgoing()
        self.send(other.mail_id)
        self.assertEqual(len(self.sink.taken), 4)
        self.follow_up()
        self.assertEqual((other.state, other.reason), ("sent", False))

    def test_refused_ones_are_given_up(self):
        case = self.open_case()
        case.action_take()
        case.action_answer("انجام شد")
        self.send_notices()
        notice = case.sudo().notice_ids.filtered(lambda item: item.moment == "answered")
        self.sink.refuse = {"maryam@example.com"}
        self.send(notice.mail_id)
        self.assertEqual((notice.mail_id.state, self.sink.taken), ("exception", []))
        self.follow_up()
        self.assertEqual(notice.state, "skipped")
        self.assertTrue(notice.reason)
        self.assertEqual(case.sudo().activity_ids.user_id, self.expert, "who has to call")
        # The mailbox is there again, and somebody has it sent once more.
        self.sink.refuse = set()
        notice.mail_id.mark_outgoing()
        self.send(notice.mail_id)
        self.assertEqual(len(self.sink.taken), 1)

    def test_while_nobody_is_there_it_waits(self):
        notice = self.queued_notice(self.make_case())
        self.server.smtp_port = 9
        self.send(notice.mail_id)
        self.assertEqual(notice.mail_id.state, "exception", "Odoo itself leaves it there")
        self.follow_up()
        self.assertEqual((notice.state, notice.mail_id.state), ("sent", "exception"), "not at once")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=6)):
            self.follow_up()
            self.assertEqual(notice.mail_id.state, "outgoing")
        self.server.smtp_port = self.sink.port
        self.send(notice.mail_id)
        self.assertEqual((notice.mail_id.state, len(self.sink.taken)), ("sent", 1))

    def test_too_late_it_is_no_news(self):
        notice = self.queued_notice(self.make_case())
        self.server.smtp_port = 9
        self.send(notice.mail_id)
        with freeze_time(fields.Datetime.now() + timedelta(days=8)):
            self.follow_up()
        self.assertEqual(notice.state, "skipped")

    def test_citizens_do_not_wait_for_the_hourly_queue(self):
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        Trigger = self.env["ir.cron.trigger"]
        Trigger.search([("cron_id", "=", queue.id)]).unlink()
        self.queued_notice(self.make_case())
        self.assertTrue(Trigger.search([("cron_id", "=", queue.id)]))
        Trigger.search([("cron_id", "=", queue.id)]).unlink()
        self.follow_up()
        self.assertTrue(Trigger.search([("cron_id", "=", queue.id)]), "nor after a crash")

    def test_mails_of_others_are_sent_as_ever(self):
        mail = self.env["mail.mail"].create(
            {
                "subject": "an invoice",
                "body_html": "<p>of another addon</p>",
                "email_to": "somebody@example.com",
                "email_from": "137@city.example",
            }
        )
        # The key is an object; a request can only send words.
        mail = mail.with_context(zrm_handover="OURS", zrm_mail_id=mail.id)
        self.send(mail)
        self.roll_back(mail)
        self.send(mail)
        self.assertEqual(len(self.sink.taken), 2)
        self.assertFalse(self.env["zrm.mail.handover"].search([("mail_number", "=", mail.id)]))

    def test_the_journal_is_nobodys_and_does_not_grow_for_ever(self):
        notice = self.queued_notice(self.make_case())
        self.send(notice.mail_id)
        journal = self.env["zrm.mail.handover"]
        row = journal.search([("mail_number", "=", notice.mail_id.id)])
        self.assertEqual(row.state, "sent")
        self.assertNotIn("maryam", row.recipients)
        for user in (self.administrator, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                journal.with_user(user).search([])
        journal._gc_old()
        self.assertTrue(row.exists())
        with freeze_time(fields.Datetime.now() + timedelta(days=91)):
            journal._gc_old()
        self.assertFalse(row.exists())


@tagged("post_install", "-at_install")
class TestInAnothersHands(RaceCase):
    """Two workers at once, with transactions that are really their own."""

    MAIL = 2_000_000_000

    def setUp(self):
        super().setUp()
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM zrm_mail_handover WHERE mail_number >= %s", [self.MAIL])

    def test_one_of_them_sends(self):
        in_hand, refused = threading.Event(), threading.Event()

        def work(env, barrier):
            message = {"To": "a@example.com", "Cc": None, "Bcc": None}
            if barrier.wait(10):
                in_hand.wait(10)
            try:
                with env["zrm.mail.handover"]._only_once(self.MAIL, message) as is_there:
                    in_hand.set()
                    # The mail server takes its time, until the other one was here.
                    return is_there, refused.wait(10)
            except psycopg2.errors.LockNotAvailable:
                refused.set()
                raise

        results = self.in_threads(2, work)
        self.assertEqual(results.count((False, True)), 1, results)
        [other] = [result for result in results if result != (False, True)]
        self.assertIsInstance(other, psycopg2.errors.LockNotAvailable)

    def test_the_same_moment_cuts_nothing_off(self):
        message = {"To": "a@example.com", "Cc": None, "Bcc": None}

        def work(env, barrier):
            outcomes = []
            for number in range(self.MAIL, self.MAIL + 20):
                barrier.wait(10)
                try:
                    with env["zrm.mail.handover"]._only_once(number, message) as is_there:
                        outcomes.append(is_there)
                except psycopg2.errors.LockNotAvailable:
                    outcomes.append("busy")
            return outcomes

        results = self.in_threads(2, work)
        for one, other in zip(*results, strict=True):
            self.assertEqual([one, other].count(False), 1, results)
