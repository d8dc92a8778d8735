# pylint: disable=translation-required
import os
import socket
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tests.common import _super_send

from ..own_network import SETTING
from .common import SECRET, SmsCommon


@tagged("post_install", "-at_install")
class TestSecrets(SmsCommon):
    """A secret goes only where it was set for, and no request into the own network."""

    def send_test(self):
        dialog = (
            self.env["zrm.sms.test"]
            .with_user(self.administrator)
            .create({"gateway_id": self.gateway.id, "number": "09121234567"})
        )
        dialog.action_send()
        return dialog

    def assertForgotten(self, **vals):
        self.gateway.secret_ids.value = SECRET
        self.assertTrue(self.gateway.secret_ids.is_set)
        self.provider.requests.clear()
        self.gateway.with_user(self.administrator).write(vals)
        with self.subTest(vals):
            self.assertFalse(self.gateway.secret_ids.filtered("is_set"))
            dialog = self.send_test()
            self.assertEqual(dialog.result, "refused")
            self.assertIn("is not set", dialog.reason)
            self.assertFalse(self.provider.requests)

    def test_a_secret_is_not_sent_elsewhere(self):
        path = "/v1/{secret:api_key}/sms/send.json"
        body = self.gateway.body
        self.assertForgotten(url=f"https://evil.example{path}")
        self.assertForgotten(url=f"http://127.0.0.1:{self.provider.server.server_port + 1}{path}")
        self.assertForgotten(url=f"{self.provider.url}{path}")
        self.assertForgotten(body=body.replace("{text}", "{secret:api_key}"))
        self.assertForgotten(body=body, headers="X-Key: {secret:api_key}")

    def test_other_changes_keep_it(self):
        gateway = self.gateway.with_user(self.administrator)
        gateway.body += "\ntype=1"
        gateway.write({"url": gateway.url + "?version=2", "timeout": 3})
        self.assertTrue(gateway.secret_ids.is_set)
        self.assertEqual(self.send_test().result, "sent")

    def test_a_secret_does_not_change_its_place(self):
        other = self.make_gateway(name="Other", url="https://evil.example/{secret:other}")
        secret = self.gateway.secret_ids.with_user(self.administrator)
        for vals in ({"gateway_id": other.id}, {"name": "other"}):
            with self.assertRaisesRegex(ValidationError, "its place"):
                secret.write(vals)

    def test_the_own_network_is_not_reached(self):
        for host in (
            "127.0.0.1",
            "localhost",
            "10.0.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
            "2130706433",
        ):
            with self.subTest(host), patch.dict(os.environ, {SETTING: ""}):
                self.gateway.url = f"http://{host}:{self.provider.server.server_port}/x"
                dialog = self.send_test()
                self.assertEqual(dialog.result, "refused")
                self.assertIn("own network", dialog.reason)
                self.assertFalse(dialog.reply)
        self.assertFalse(self.provider.requests)

    def test_a_name_that_leads_there_is_not_reached(self):
        port = self.provider.server.server_port
        inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        outside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]
        self.gateway.url = f"http://gateway.example:{port}/x"
        # Also where the name has another address when it is looked up again.
        for answers in ([inside] * 9, [outside] + [inside] * 9):
            with (
                patch.dict(os.environ, {SETTING: ""}),
                patch.object(socket, "getaddrinfo", side_effect=answers),
                patch.object(type(self), "_request_handler", _super_send),
            ):
                dialog = self.send_test()
            self.assertFalse(self.provider.requests)
            self.assertNotEqual(dialog.result, "sent")

    def test_what_the_server_allows_is_reached(self):
        self.assertEqual(self.send_test().result, "sent")
