"""Text messages with a real gateway."""

import os
from contextlib import contextmanager
from unittest.mock import patch
from urllib.parse import urlsplit

from odoo.tests.common import _super_send

from odoo.addons.zrm_cases.tests.common import CaseCommon

from ..own_network import SETTING
from .provider import Provider


class LocalRequests:
    """Lets requests to this machine through, with the timeouts they have."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As the server's administrator allows it for a gateway in the house.
        cls.startClassPatcher(patch.dict(os.environ, {SETTING: "127.0.0.1"}))

    @classmethod
    def _request_handler(cls, s, r, /, **kw):
        if urlsplit(r.url).hostname == "127.0.0.1":
            return _super_send(s, r, **kw)
        return super()._request_handler(s, r, **kw)


SECRET = "s3cr3t/Key+ü"


class SmsCommon(LocalRequests, CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = Provider()
        cls.addClassCleanup(cls.provider.stop)
        cls.env["zrm.sms.gateway"].search([]).active = False
        cls.gateway = cls.make_gateway()

    def setUp(self):
        super().setUp()
        self.provider.requests.clear()
        self.provider.plan.clear()

    @classmethod
    def make_gateway(cls, **vals):
        gateway = cls.env["zrm.sms.gateway"].create(
            {
                "name": "Line",
                "sender": "30001234",
                "method": "GET",
                "url": f"{cls.provider.url}/v1/{{secret:api_key}}/sms/send.json",
                "body_kind": "query",
                "body": "receptor={number}\nsender={sender}\nmessage={text}\nlocalid={id}",
                "success_where": "return.status",
                "success_values": "200",
                "message_id_where": "entries.*.messageid",
                "error_where": "return.message",
                "error_map": "411 = number\n418 = credit\n409 = busy",
                "report_map": "10 = delivered\n11 = undelivered\n4 = pending",
                "takes_replies": True,
                "timeout": 2,
                "price": 100,
                **vals,
            }
        )
        gateway.secret_ids.value = SECRET
        return gateway

    def make_sms(self, count=1, **vals):
        return (
            self.env["sms.sms"]
            .sudo()
            .create(
                [
                    {"number": f"+98912000{1000 + number}", "body": "سلام", **vals}
                    for number in range(count)
                ]
            )
        )

    @contextmanager
    def own_cursors(self):
        """Cursors that the code opens share the test's transaction."""
        with self.enter_registry_test_mode():
            yield

    def run_queue(self):
        """One run of Odoo's SMS queue."""
        self.env.flush_all()
        with self.own_cursors():
            found = self.env["sms.sms"].sudo()
            ids = found._zrm_due().ids
            found.browse(ids).send()
        self.env.invalidate_all()

    def journal(self, sms):
        return self.env["zrm.sms.message"].search([("uuid", "in", sms.mapped("uuid"))])

    def queued(self):
        """Texts in the queue, oldest first."""
        return self.env["sms.sms"].search([("state", "=", "outgoing")], order="id").mapped("body")
