"""A gateway that is really there: an HTTP server in a thread of the test."""

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from odoo.tests.common import _super_send

from odoo.addons.zrm_cases.tests.common import CaseCommon


class Provider:
    """Answers as it is told, and keeps what it was sent.

    ``plan`` is a list of replies for the next requests: a dict with ``status``,
    ``body`` (str, bytes or what becomes JSON), ``headers``, ``wait`` (an event
    that is awaited before the answer), ``drop`` (hangs up without a word) or
    ``drip`` (never ends). After the plan each is taken.
    """

    def __init__(self):
        self.requests, self.plan, self.count = [], [], 0
        self.stopped = threading.Event()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                provider.answer(self)

            do_POST = do_GET

            def log_message(self, *args):
                pass  # the tests' log is not the provider's

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self):
        self.stopped.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def answer(self, handler):
        size = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(size).decode()
        parts = urlsplit(handler.path)
        self.requests.append(
            {
                "method": handler.command,
                "path": parts.path,
                "query": {key: value[0] for key, value in parse_qs(parts.query).items()},
                "body": body,
                "headers": dict(handler.headers),
            }
        )
        self.count += 1
        reply = self.plan.pop(0) if self.plan else {}
        if event := reply.get("wait"):
            event.wait(20)
        if reply.get("drop"):
            handler.close_connection = True
            handler.connection.close()
            return
        content = reply.get("body", self.taken(self.requests[-1]))
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        content = content.encode() if isinstance(content, str) else content
        with suppress(OSError):  # when the caller has hung up
            handler.send_response(reply.get("status", 200))
            for name, value in reply.get("headers", {}).items():
                handler.send_header(name, value)
            if reply.get("drip"):
                handler.end_headers()
                while not self.stopped.wait(0.05):
                    handler.wfile.write(b" ")
                return
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)

    def taken(self, request):
        """The reply of a provider that takes the message."""
        numbers = request["query"].get("receptor", "").split(",")
        return {
            "return": {"status": 200, "message": "OK"},
            "entries": [
                {"messageid": self.count * 100 + position} for position in range(len(numbers))
            ],
        }


class LocalRequests:
    """Lets requests to this machine through, with the timeouts they have."""

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
