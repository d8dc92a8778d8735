import json
import logging
import socket
import threading
import time
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from odoo import api, models

from ..const import LONGEST_WAIT, MAX_REPLY_BYTES, MAX_SHOWN, MEANINGS, NUMBER_FORMATS
from ..domain import numbers, reply, template
from ..domain.outcome import Outcome, by_status
from ..own_network import OwnNetworkError, PublicAdapter, check_host

KINDS = [kind for kind, _label in NUMBER_FORMATS]
_calling = threading.local()


class _NoAddresses(logging.Filter):
    """URLs may contain a key, and urllib3 logs them at debug level."""

    def filter(self, record):
        return not getattr(_calling, "on", False)


logging.getLogger("urllib3.connectionpool").addFilter(_NoAddresses())


class ReplyTooLong(Exception):
    """The reply is too large or too slow."""


class ZrmSmsGateway(models.Model):
    """Communication with a gateway: makes the request, reads the reply."""

    _inherit = "zrm.sms.gateway"

    def _call(self, e164s, text, ids):
        """Hands one text to the gateway, for one number or several.

        Never raises for errors of the gateway or the connection, and never returns a secret
        in a text.

        :param list e164s: numbers
        :param str text: the message
        :param list ids: our own id of each
        :return: (:class:`Outcome`, dict for showing it: request, status, reply)
        """
        self.ensure_one()
        secrets = {secret.name: secret._read_value() for secret in self.secret_ids}
        shown = {"request": "", "status": 0, "reply": ""}
        if missing := [name for name, value in secrets.items() if not value]:
            reason = self.env._("The secret %s is not set.", ", ".join(missing))
            return Outcome("refused", state="unregistered", reason=reason), shown
        request = self._prepare_request(e164s, text, ids, secrets)

        def masked(value):
            return template.mask(value, secrets.values())

        shown["request"] = masked(self._describe_request(request))
        try:
            status, content, headers = self._exchange(request)
        except (requests.RequestException, ReplyTooLong, OSError, ValueError) as error:
            # The error message contains the URL, which may contain a key.
            return self._failure(error), shown
        shown.update(status=status, reply=masked(content)[:MAX_SHOWN])
        outcome = self._read_reply(status, content, headers)
        # The reason stays in the journal, where no number is to be read.
        written = [
            numbers.to_gateway(one, kind, self._country_code()) for one in e164s for kind in KINDS
        ]
        outcome.reason = template.mask(masked(outcome.reason), [*e164s, *written])[:500]
        return outcome, shown

    def _prepare_request(self, e164s, text, ids, secrets):
        """The request, by the templates."""
        style, country = self.number_format, self._country_code()
        to = [numbers.to_gateway(e164, style, country) for e164 in e164s]
        values = {
            "number": to,
            "numbers": to,
            "text": text,
            "sender": self.sender or "",
            "id": ids,
            "ids": ids,
            **{f"secret:{name}": value for name, value in secrets.items()},
        }
        request = requests.Request(
            self.method,
            template.fill_url(self.url, values),
            headers={"Accept-Encoding": "identity", **template.fill_headers(self.headers, values)},
        )
        if self.body_kind == "json":
            request.json = template.fill_json(self.body, values)
        elif self.body_kind == "form":
            request.data = template.fill_pairs(self.body, values)
        else:
            request.params = template.fill_pairs(self.body, values)
        return request

    def _country_code(self):
        country = self.env["res.country"].search(
            [("code", "=", self.env["res.partner"]._phone_region())], limit=1
        )
        return str(country.phone_code or "98")

    def _describe_request(self, request):
        """The request for display: one parameter per line, unquoted."""
        lines = [f"{request.method} {request.url}"]
        lines += [
            f"{name}: {value}"
            for name, value in request.headers.items()
            if name != "Accept-Encoding"
        ]
        if self.body_kind == "json":
            lines += ["", json.dumps(request.json, ensure_ascii=False, indent=2)]
        else:
            pairs = request.data if self.body_kind == "form" else request.params
            lines += ["", *(f"{name}={value}" for name, value in pairs)]
        return "\n".join(lines).strip()

    def _exchange(self, request):
        """One request and its reply, within limits of time and size.

        Redirects are not followed: they would send keys to another address.

        :return: (status, text, headers)
        """
        _calling.on = True
        try:
            with requests.Session() as session:
                session.mount("http://", PublicAdapter())
                session.mount("https://", PublicAdapter())
                prepared = session.prepare_request(request)
                target = urlsplit(prepared.url)
                check_host(target.hostname, target.port or target.scheme)
                response = session.send(
                    prepared,
                    timeout=(self.timeout, self.timeout),
                    allow_redirects=False,
                    # The proxy and certificates of this machine, read as a stream.
                    **session.merge_environment_settings(prepared.url, {}, True, None, None),
                )
                with response:
                    content = self._read_body(response)
                    response.encoding = response.encoding or "utf-8"
                    text = content.decode(response.encoding, errors="replace")
                    return response.status_code, text.replace("\x00", ""), response.headers
        except LookupError as error:
            raise ReplyTooLong from error  # unknown encoding
        finally:
            _calling.on = False

    def _read_body(self, response):
        """In small pieces: a server that sends slowly would otherwise block us without
        limit."""
        deadline, content = time.monotonic() + self.timeout, bytearray()
        for piece in response.iter_content(1):
            content += piece
            if len(content) > MAX_REPLY_BYTES or time.monotonic() > deadline:
                raise ReplyTooLong
        return bytes(content)

    def _failure(self, error):
        """The outcome of a failed exchange."""
        if isinstance(error, OwnNetworkError):
            reason = self.env._(
                "The gateway's address lies in the own network, which the configuration of the "
                "server does not allow (ZRM_SMS_OWN_HOSTS)."
            )
            return Outcome("refused", state="unregistered", reason=reason)
        if isinstance(error, socket.gaierror):
            reason = self.env._("The gateway cannot be reached.")
            return Outcome("busy", reason=reason, is_missed=True)
        if isinstance(error, requests.Timeout):
            if isinstance(error, requests.ConnectTimeout):
                reason = self.env._("The gateway cannot be reached in time.")
                return Outcome("busy", reason=reason, is_missed=True)
            reason = self.env._("The gateway did not answer in time.")
            return Outcome("unclear", reason=reason, is_missed=True)
        if isinstance(error, requests.exceptions.SSLError):
            reason = self.env._("The gateway's certificate is not valid.")
            return Outcome("busy", reason=reason, is_missed=True)
        if isinstance(error, requests.exceptions.InvalidSchema | requests.exceptions.InvalidURL):
            reason = self.env._("The gateway's address is not valid.")
            return Outcome("refused", state="unregistered", reason=reason)
        cause = error.args[0] if error.args else None
        never_left = isinstance(error, requests.exceptions.ProxyError) or (
            isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
        )
        if never_left:
            reason = self.env._("The gateway cannot be reached.")
            return Outcome("busy", reason=reason, is_missed=True)
        if isinstance(error, ReplyTooLong | ValueError):
            reason = self.env._("The gateway's reply cannot be read.")
            return Outcome("unreadable", reason=reason)
        reason = self.env._("The connection to the gateway broke off.")
        return Outcome("unclear", reason=reason)

    def _read_reply(self, status, text, headers):
        """The outcome of a reply, by the gateway's settings."""
        kind, state = by_status(status)
        content = text
        if self.reply_kind == "json":
            try:
                content = json.loads(text)
            except ValueError:
                content = None

        def find(where):
            return reply.texts_at(self.reply_kind, content, where) if content is not None else []

        errors = find(self.error_where)
        meaning = next(
            (known for code in errors if (known := reply.read_map(self.error_map).get(code))), None
        )
        reason = " · ".join(filter(None, [f"HTTP {status}" if kind != "sent" else "", *errors]))
        if kind == "sent" and self.success_where:
            if content is None:
                return Outcome(
                    "unreadable", reason=self.env._("The gateway's reply cannot be read.")
                )
            kind = "sent" if self._is_success(find(self.success_where)) else "refused"
            state = "rejected"
        if kind == "sent":
            return Outcome("sent", ids=find(self.message_id_where))
        if meaning:
            kind, state = ("busy" if meaning == "busy" else "refused"), MEANINGS[meaning]
        wait = headers.get("Retry-After") or ""
        return Outcome(
            kind,
            state=state,
            reason=reason or self.env._("The gateway refused the message."),
            wait=min(int(wait), LONGEST_WAIT.seconds) if wait.isdecimal() else 0,
        )

    def _is_success(self, found):
        wanted = {value.strip() for value in (self.success_values or "").split(",")} - {""}
        return any(value in wanted if wanted else value for value in found)

    # ------------------------------------------------------------------
    # What the gateway sends
    # ------------------------------------------------------------------

    def _take_report(self, parameters):
        """Takes in one delivery report.

        :param dict parameters: as they came
        """
        self.ensure_one()
        status = self._parameter(parameters, self.report_status_name)
        if meaning := reply.read_map(self.report_map).get(status):
            self.env["zrm.sms.message"]._report(
                self,
                meaning,
                self._parameter(parameters, self.report_message_name),
                self._parameter(parameters, self.report_own_name),
            )

    def _read_inbound(self, parameters):
        """Takes in a citizen's message (``zrm.sms.inbound._inbound``)."""
        self.ensure_one()
        return {
            "number": self._parameter(parameters, self.inbound_from_name),
            "text": self._parameter(parameters, self.inbound_text_name),
            "message_id": self._parameter(parameters, self.inbound_message_name),
            "line": self._parameter(parameters, self.inbound_to_name),
        }

    @api.model
    def _parameter(self, parameters, name):
        """One of the parameters by its name, or by its path in JSON; "" for none."""
        found = [parameters[name]] if name in parameters else reply.values_at(parameters, name)
        value = reply.as_text(found[0]) if found and found[0] is not None else ""
        return value.replace("\x00", "").strip()
