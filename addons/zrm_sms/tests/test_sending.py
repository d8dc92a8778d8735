import json
import logging
import threading
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .common import SECRET, SmsCommon

NOW = datetime(2026, 11, 21, 9, 0)


@tagged("post_install", "-at_install")
class TestSending(SmsCommon):
    """Requests to the gateway and their results."""

    def test_a_message_is_handed_over(self):
        sms = self.make_sms(body="سلام & درود\n{number}")
        self.run_queue()
        request = self.provider.requests[0]
        self.assertEqual(len(self.provider.requests), 1)
        self.assertEqual(request["path"], "/v1/s3cr3t%2FKey%2B%C3%BC/sms/send.json")
        self.assertEqual(
            request["query"],
            {
                "receptor": "09120001000",
                "sender": "30001234",
                "message": "سلام & درود\n{number}",
                "localid": sms.uuid,
            },
        )
        self.assertEqual(sms.state, "pending")
        self.assertTrue(sms.to_delete)
        row = self.journal(sms)
        self.assertEqual((row.state, row.tries, row.parts, row.cost), ("sent", 1, 1, 100))
        self.assertTrue(row.gateway_message_id)
        self.assertEqual(row.number_masked, "0912•••1000")
        self.run_queue()
        self.assertEqual(len(self.provider.requests), 1, "nothing goes twice")

    def test_long_messages_cost_more(self):
        sms = self.make_sms(body="آ" * 135)
        self.run_queue()
        self.assertEqual((self.journal(sms).parts, self.journal(sms).cost), (3, 300))

    def test_json_with_lists_in_one_request(self):
        self.gateway.write(
            {
                "method": "POST",
                "body_kind": "json",
                "url": f"{self.provider.url}/api/send",
                "headers": "X-Key: {secret:password}",
                "body": '{"to": "{numbers}", "line": "{sender}", "text": "{text}", "ids": "{ids}"}',
                "batch_size": 2,
                "number_format": "international",
                "success_where": "status",
                "success_values": "1, ok",
                "message_id_where": "data.ids.*",
            }
        )
        self.assertEqual(self.gateway.secret_ids.mapped("name"), ["password"])
        self.gateway.secret_ids.value = "pw"
        sms = self.make_sms(3, body='a"} سلام')
        self.provider.plan = [
            {"body": {"status": 1, "data": {"ids": [7, 8]}}},
            {"body": {"status": "ok", "data": {"ids": [9]}}},
        ]
        self.run_queue()
        first = self.provider.requests[0]
        body = json.loads(first["body"])
        self.assertEqual(body["to"], ["989120001000", "989120001001"])
        self.assertEqual(body["text"], 'a"} سلام')
        self.assertEqual(body["ids"], sms[:2].mapped("uuid"))
        self.assertEqual(first["headers"]["X-Key"], "pw")
        self.assertEqual(
            self.journal(sms).sorted("id").mapped("gateway_message_id"), ["7", "8", "9"]
        )

    def test_form_and_plain_text_reply(self):
        self.gateway.write(
            {
                "method": "POST",
                "body_kind": "form",
                "body": "to={number}&text={text}",
                "number_format": "plus",
                "reply_kind": "text",
                "success_where": r"^OK",
                "success_values": "",
                "message_id_where": r"^OK (\d+)",
                "error_where": r"^ERR (\d+)",
            }
        )
        sms = self.make_sms(2)
        self.provider.plan = [{"body": "OK 4711"}, {"body": "ERR 411"}]
        self.run_queue()
        self.assertEqual(
            self.provider.requests[0]["body"], "to=%2B989120001000&text=%D8%B3%D9%84%D8%A7%D9%85"
        )
        rows = self.journal(sms).sorted("id")
        self.assertEqual(rows[0].gateway_message_id, "4711")
        self.assertEqual((rows[1].state, rows[1].failure), ("failed", "wrong_number_format"))
        self.assertEqual(sms[1].failure_type, "sms_number_format")

    def test_each_unit_has_its_line(self):
        own = self.make_gateway(name="Own", sender="2000", unit_ids=[(6, 0, self.unit.ids)])
        city = self.make_gateway(name="City", sender="1000", unit_ids=[(6, 0, self.city.ids)])
        company = self.env.company
        Gateway = self.env["zrm.sms.gateway"]
        self.assertEqual(Gateway._serving(company, self.unit), own)
        self.assertEqual(Gateway._serving(company, self.other_unit), city, "the unit above")
        self.assertEqual(Gateway._serving(company), self.gateway, "none in particular")
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(Gateway._serving(other))
        self.citizen.email = False
        self.make_case()
        self.env["zrm.case.notice"]._lock_waiting()._send()
        self.run_queue()
        self.assertEqual(self.provider.requests[0]["query"]["sender"], "2000")
        own.active = False
        self.assertEqual(Gateway._serving(company, self.unit), city)

    def test_numbers_that_take_no_messages(self):
        sms = self.make_sms(number="02188776655") | self.make_sms(number=False)
        self.run_queue()
        self.assertFalse(self.provider.requests)
        self.assertEqual(set(sms.mapped("state")), {"error"})
        self.assertEqual(sms.mapped("failure_type"), ["sms_number_format", "sms_number_missing"])
        self.assertEqual(set(self.journal(sms).mapped("state")), {"failed"})

    # ------------------------------------------------------------------
    # Errors
    # ------------------------------------------------------------------

    def test_temporary_failures_are_tried_again_later_and_later(self):
        sms = self.make_sms()
        waits, at = [], NOW
        for _try in range(5):
            self.provider.plan = [{"status": 503, "body": "down"}]
            with freeze_time(at):
                self.run_queue()
            row = self.journal(sms)
            if sms.zrm_try_at and row.state == "retry":
                waits.append(int((sms.zrm_try_at - at).total_seconds() / 60))
                self.assertEqual(sms.state, "outgoing")
                with freeze_time(sms.zrm_try_at - timedelta(seconds=2)):
                    self.run_queue()
                at = sms.zrm_try_at
        self.assertEqual(waits, [1, 5, 15, 60])
        self.assertEqual(len(self.provider.requests), 5)
        self.assertEqual({item["query"]["localid"] for item in self.provider.requests}, {sms.uuid})
        self.assertEqual((sms.state, sms.failure_type), ("error", "sms_server"))
        self.assertEqual((row.state, row.tries, row.cost), ("failed", 5, 0))

    def test_after_a_failure_it_goes_on(self):
        sms = self.make_sms()
        self.provider.plan = [{"status": 429, "headers": {"Retry-After": "600"}}]
        with freeze_time(NOW):
            self.run_queue()
        self.assertEqual(sms.zrm_try_at, NOW + timedelta(minutes=10))
        with freeze_time(NOW + timedelta(minutes=11)):
            self.run_queue()
        self.assertEqual((sms.state, self.journal(sms).tries), ("pending", 2))

    def test_permanent_failures_are_not_tried_again(self):
        for plan, failure_type in (
            ({"status": 401}, "sms_acc"),
            ({"status": 402}, "sms_credit"),
            ({"status": 404}, "unknown"),
            ({"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}}, "unknown"),
            ({"body": {"return": {"status": 418, "message": "418"}}}, "sms_credit"),
            ({"status": 400, "body": {"return": {"message": "411"}}}, "sms_number_format"),
            ({"body": {"return": {"status": 5, "message": "x"}}}, "unknown"),
        ):
            with self.subTest(plan=plan):
                self.provider.requests.clear()
                sms = self.make_sms()
                self.provider.plan = [plan]
                self.run_queue()
                self.run_queue()
                self.assertEqual((sms.state, sms.failure_type), ("error", failure_type))
                self.assertEqual(len(self.provider.requests), 1)

    def test_an_error_code_that_means_busy_is_tried_again(self):
        sms = self.make_sms()
        self.provider.plan = [{"body": {"return": {"status": 409, "message": "409"}}}]
        self.run_queue()
        self.assertEqual((sms.state, self.journal(sms).state), ("outgoing", "retry"))

    def test_without_an_answer_in_time(self):
        self.gateway.write({"timeout": 1, "repeats_unclear": True})
        never = threading.Event()
        self.addCleanup(never.set)
        sms = self.make_sms()
        self.provider.plan = [{"wait": never}]
        self.run_queue()
        self.assertEqual(self.journal(sms).state, "retry")
        self.assertIn("in time", self.journal(sms).reason)

    def test_unclear_ones_are_left_alone(self):
        for plan in ({"drop": True}, {"status": 502}):
            with self.subTest(plan=plan):
                sms = self.make_sms()
                self.provider.requests.clear()
                self.provider.plan = [plan]
                self.run_queue()
                self.run_queue()
                self.assertEqual(len(self.provider.requests), 1, "never twice")
                self.assertEqual((sms.state, self.journal(sms).state), ("error", "unclear"))

    def test_a_reply_that_drips_holds_nobody_up(self):
        self.gateway.timeout = 1
        sms = self.make_sms()
        self.provider.plan = [{"drip": True}]
        self.run_queue()
        self.assertEqual(self.journal(sms).state, "unclear")

    def test_garbage_and_too_much_of_it(self):
        for body in ("<html>Oops</html>", b"\xff\xfe\x00", "x" * 200_000, "[]", "null", '"a"'):
            with self.subTest(body=body[:20]):
                sms = self.make_sms()
                self.provider.requests.clear()
                self.provider.plan = [{"body": body}]
                self.run_queue()
                self.run_queue()
                self.assertEqual(len(self.provider.requests), 1, "whatever it was, not twice")
                self.assertEqual(sms.state, "error")
                self.assertIn(self.journal(sms).state, ("unclear", "failed"))

    def test_nobody_there(self):
        self.gateway.url = "http://127.0.0.1:9/{secret:api_key}"
        self.gateway.secret_ids.value = SECRET
        sms = self.make_sms(6)
        with freeze_time(NOW):
            self.run_queue()
        rows = self.journal(sms)
        self.assertEqual(len(rows), 3, "after three the others wait without being tried")
        self.assertEqual(set(rows.mapped("state")), {"retry"})
        self.assertEqual(set(sms.mapped("state")), {"outgoing"})
        self.assertTrue(all(sms.mapped("zrm_try_at")))
        self.assertTrue(self.gateway.paused_until)

    def test_a_secret_that_is_not_set(self):
        self.gateway.headers = "X-Other: {secret:other}"
        sms = self.make_sms()
        self.run_queue()
        self.assertFalse(self.provider.requests)
        self.assertEqual((sms.state, sms.failure_type), ("error", "sms_acc"))
        self.assertIn("other", self.journal(sms).reason)

    # ------------------------------------------------------------------
    # Crashes
    # ------------------------------------------------------------------

    def test_a_crash_after_the_hand_over_sends_nothing_twice(self):
        """The queue's own transaction is lost; the journal's is not."""
        sms = self.make_sms()
        self.run_queue()
        sms.write({"state": "outgoing", "to_delete": False})
        self.run_queue()
        self.assertEqual(len(self.provider.requests), 1)
        self.assertEqual(sms.state, "pending")

    def test_a_crash_during_the_hand_over(self):
        for repeats, requests, state in ((True, 2, "sent"), (False, 1, "unclear")):
            with self.subTest(repeats=repeats), freeze_time(NOW):
                self.gateway.repeats_unclear = repeats
                self.provider.requests.clear()
                sms = self.make_sms()
                self._crash_before_settling(sms)
                self.assertEqual(self.journal(sms).state, "sending")
                self.run_queue()
                self.assertEqual(len(self.provider.requests), 1, "perhaps still in hand")
                for minutes in (2, 16, 31):
                    with freeze_time(NOW + timedelta(minutes=minutes)):
                        self.run_queue()
                self.assertEqual(len(self.provider.requests), requests)
                self.assertEqual(self.journal(sms).state, state)

    def _crash_before_settling(self, sms):
        Message = type(self.env["zrm.sms.message"])
        with (
            patch.object(Message, "_settle", side_effect=RuntimeError),
            self.assertLogs("odoo.addons.zrm_sms", "WARNING"),
        ):
            self.run_queue()
        self.assertEqual(sms.state, "outgoing")

    def test_one_that_breaks_takes_no_other_along(self):
        Message = type(self.env["zrm.sms.message"])
        claim, sms = Message._claim, self.make_sms(3)

        def break_once(self, gateway, e164s, postponed):
            if sms[1].uuid in e164s:
                raise RuntimeError
            return claim(self, gateway, e164s, postponed)

        with (
            patch.object(Message, "_claim", break_once),
            self.assertLogs("odoo.addons.zrm_sms", "WARNING"),
        ):
            self.run_queue()
        self.assertEqual(sms.mapped("state"), ["pending", "outgoing", "pending"])
        self.assertTrue(sms[1].zrm_try_at)

    def test_somebody_has_a_failed_one_sent_again(self):
        sms = self.make_sms()
        self.provider.plan = [{"status": 401}]
        self.run_queue()
        self.assertEqual(sms.state, "error")
        with self.own_cursors():
            sms.resend_failed()
        self.env.invalidate_all()
        self.assertEqual(sms.state, "pending")
        self.assertEqual(len(self.provider.requests), 2)

    def test_the_queues_own_run(self):
        sms = self.make_sms(3)
        later = self.make_sms(zrm_try_at="2126-01-01 00:00:00")
        self.env.flush_all()
        with self.own_cursors():
            self.env.ref("sms.ir_cron_sms_scheduler_action").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(set(sms.mapped("state")), {"pending"})
        self.assertEqual(later.state, "outgoing")

    # ------------------------------------------------------------------
    # Secrets
    # ------------------------------------------------------------------

    def test_secrets_are_in_no_log_and_no_record(self):
        messages = []

        class Listener(logging.Handler):
            def emit(self, record):
                messages.append(record.getMessage() + str(record.exc_info or ""))

        listener, root = Listener(), logging.getLogger()
        urllib3 = logging.getLogger("urllib3")
        level = urllib3.level
        root.addHandler(listener)
        urllib3.addHandler(listener)
        urllib3.setLevel(logging.DEBUG)
        try:
            sms = self.make_sms(4)
            echo = json.dumps({"return": {"status": 1, "message": f"bad key {SECRET}"}})
            self.provider.plan = [{}, {"body": echo}, {"drop": True}]
            self.run_queue()
            self.gateway.url = "http://127.0.0.1:9/{secret:api_key}"
            self.gateway.secret_ids.value = SECRET
            self.make_sms()
            self.run_queue()
        finally:
            root.removeHandler(listener)
            urllib3.removeHandler(listener)
            urllib3.setLevel(level)
        self.assertTrue(messages)
        reasons = " ".join(self.journal(sms).filtered("reason").mapped("reason"))
        self.assertIn("bad key •••", reasons)
        everything = "\n".join(messages) + reasons
        for spelling in (SECRET, "s3cr3t", "Key%2B"):
            self.assertNotIn(spelling, everything)
