import json
from contextlib import nullcontext
from urllib.parse import urlencode

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import SmsCommon


class RoutesCommon(SmsCommon, HttpCase):
    def own_cursors(self):
        # HttpCase shares its transaction already.
        return nullcontext()

    def call(self, what, parameters=None, token=None, **options):
        self.env.flush_all()
        url = f"/zrm/sms/{token or self.gateway.token}/{what}"
        if options.pop("as_json", False):
            options["headers"] = {"Content-Type": "application/json"}
            options["data"] = json.dumps(parameters)
        elif options.pop("as_query", False):
            url = f"{url}?{urlencode(parameters)}"
        else:
            options["data"] = parameters
        response = self.url_open(url, **options)
        self.env.invalidate_all()
        return response


@tagged("post_install", "-at_install")
class TestDelivery(RoutesCommon):
    """Delivery reports."""

    def sent(self):
        sms = self.make_sms()
        self.run_queue()
        return sms, self.journal(sms)

    def test_delivered_whatever_way_it_is_said(self):
        for options in ({}, {"as_json": True}, {"as_query": True}):
            with self.subTest(options=options):
                sms, row = self.sent()
                report = {"messageid": row.gateway_message_id, "status": 10}
                response = self.call("delivery", report, **options)
                self.assertEqual((response.status_code, response.text), (200, "OK"))
                self.assertEqual((row.state, sms.state), ("delivered", "sent"))
                self.assertTrue(row.delivered_at)

    def test_again_and_late_ones_change_nothing(self):
        _sms, row = self.sent()
        for status in (4, 10, 10, 11, 4, 99):
            self.call("delivery", {"messageid": row.gateway_message_id, "status": status})
        self.assertEqual(row.state, "delivered")

    def test_several_at_once(self):
        rows = self.sent()[1] | self.sent()[1]
        self.call(
            "delivery",
            [{"messageid": int(row.gateway_message_id), "status": "10"} for row in rows],
            as_json=True,
        )
        self.assertEqual(rows.mapped("state"), ["delivered", "delivered"])

    def test_by_our_own_id_and_by_a_path(self):
        self.gateway.write({"report_own_name": "data.ref", "report_status_name": "data.state"})
        _sms, row = self.sent()
        self.call("delivery", {"data": {"ref": row.uuid, "state": 11}}, as_json=True)
        self.assertEqual(row.state, "undelivered")

    def test_not_delivered_the_expert_hears(self):
        self.citizen.lang = "en_US"
        case = self.open_case()
        case.action_take()
        case.action_answer("انجام شد")
        self.env["zrm.case.notice"]._lock_waiting()._send()
        self.run_queue()
        answered = case.sudo().notice_ids.filtered(lambda notice: notice.moment == "answered")
        row = self.env["zrm.sms.message"].search([("uuid", "=", answered.sms_uuid)])
        for _twice in range(2):
            self.call("delivery", {"messageid": row.gateway_message_id, "status": 11})
        self.assertEqual(answered.state, "skipped")
        self.assertEqual(len(case.sudo().activity_ids), 1)

    def test_another_gateways_message(self):
        _sms, row = self.sent()
        other = self.make_gateway(name="Other", unit_ids=[(6, 0, self.unit.ids)])
        self.call(
            "delivery", {"messageid": row.gateway_message_id, "status": 10}, token=other.token
        )
        self.assertEqual(row.state, "sent")

    def test_unknown_tokens_are_no_page(self):
        unknown = self.call("delivery", {}, token="unknown")
        _sms, row = self.sent()
        report = {"messageid": row.gateway_message_id, "status": 10}
        inactive = self.make_gateway(name="Old", active=False).token
        old = self.gateway.token
        self.gateway.action_rotate_token()
        for token in ("x", "ü", "a" * 300, inactive, old, f"{self.gateway.token}x"):
            for what in ("delivery", "inbound"):
                with self.subTest(token=token[:10], what=what):
                    response = self.call(what, report, token=token)
                    self.assertEqual(response.status_code, 404)
                    self.assertEqual(response.text, unknown.text)
        self.assertEqual(row.state, "sent")

    def test_what_cannot_be_read(self):
        with mute_logger("odoo.http"):
            for body in ("{", "[]", "[1]", '"x"', "null"):
                with self.subTest(body=body):
                    response = self.url_open(
                        f"/zrm/sms/{self.gateway.token}/delivery",
                        data=body,
                        headers={"Content-Type": "application/json"},
                    )
                    self.assertEqual(response.status_code, 400)
            response = self.call("inbound", {"from": "09120007788"})
            self.assertEqual(response.status_code, 400)
            response = self.call("inbound", {"from": "09120007788", "message": "x" * 100_000})
            self.assertEqual(response.status_code, 413)
