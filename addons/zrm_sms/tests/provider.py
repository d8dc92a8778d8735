"""A real gateway for tests: an HTTP server in a thread.

Plain Python without Odoo, so that tests/ starts it beside real servers as well.
"""

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Provider:
    """Answers as planned, and stores the requests.

    ``plan`` is a list of replies for the next requests: a dict with ``status``,
    ``body`` (str, bytes or what becomes JSON), ``headers``, ``wait`` (an event
    that is awaited before the answer), ``drop`` (hangs up without a word) or
    ``drip`` (never ends). After the plan each is taken. ``strike`` is called,
    once, after the next request is stored and before it is answered: the worst moment for
    the sender to die.
    """

    def __init__(self):
        self.requests, self.plan, self.count = [], [], 0
        self.strike = None
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
        strike, self.strike = self.strike, None
        if strike:
            strike()
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
