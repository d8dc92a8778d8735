"""A real mail server for tests, which stores each message.

Plain Python without Odoo, so that tests/ starts it beside real servers as well.
"""

import email
import email.policy
import socketserver
import threading
from contextlib import suppress


class MailSink:
    """Speaks as much SMTP as a client needs.

    ``taken`` is a list of ``(recipients, message)`` in the order of arrival.
    ``strike`` is called, once, behind the next message that is taken and before
    its sender hears of it: the worst moment for the sender to die. When it
    returns something true, the sender is left without an answer. ``refuse`` is
    a set of addresses that nobody has here.
    """

    def __init__(self):
        self.taken, self.strike, self.refuse = [], None, set()
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                with suppress(OSError):  # when the client died
                    sink.talk(self.rfile, self.reply)

            def reply(self, line):
                self.wfile.write(f"{line}\r\n".encode())

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 50

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def port(self):
        return self.server.server_address[1]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def talk(self, lines, reply):
        """One connection, until the client goes or is left without an answer."""
        recipients = []
        reply("220 sink")
        while line := lines.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                reply("354 go on")
                if self.take(recipients, lines):
                    return
                reply("250 taken")
                recipients = []
            elif word == b"RCPT":
                address = line.partition(b"<")[2].partition(b">")[0].decode()
                if address in self.refuse:
                    reply("550 nobody here")
                else:
                    recipients.append(address)
                    reply("250 fine")
            elif word == b"QUIT":
                reply("221 bye")
                return
            else:
                recipients = [] if word in (b"MAIL", b"RSET") else recipients
                reply("250 fine")

    def take(self, recipients, lines):
        """Reads and stores a message; returns whether the sender gets no answer."""
        content = []
        while (line := lines.readline()) != b".\r\n":
            if not line:
                raise ConnectionResetError  # cut off in the middle: not taken
            content.append(line[1:] if line.startswith(b"..") else line)
        message = email.message_from_bytes(b"".join(content), policy=email.policy.default)
        self.taken.append((recipients, message))
        strike, self.strike = self.strike, None
        return strike() if strike else False
