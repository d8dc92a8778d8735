from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SECRET, SmsCommon


@tagged("post_install", "-at_install")
class TestGateway(SmsCommon):
    """Setting one up, and who may see what."""

    def as_admin(self, record=None):
        return (record or self.gateway).with_user(self.administrator)

    def test_what_cannot_work_is_refused(self):
        for vals, words in (
            ({"url": "ftp://gateway.example"}, "https://"),
            ({"url": "gateway.example"}, "https://"),
            ({"url": "https://{secret:host}/x"}, "fixed"),
            ({"url": "https://user:pw@gateway.example/"}, "fixed"),
            ({"body": "to={mobile}"}, "{mobile}"),
            ({"body_kind": "json", "method": "POST", "body": "{"}, "JSON"),
            ({"body_kind": "form"}, "GET"),
            ({"headers": "no header"}, "Name: value"),
            ({"reply_kind": "text", "error_where": "("}, "regular expression"),
            ({"error_map": "411"}, "411"),
            ({"error_map": "411 = wat"}, "wat"),
            ({"report_map": "1 = gone"}, "gone"),
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(ValidationError, words),
                self.env.cr.savepoint(),
            ):
                self.as_admin().write(vals)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.env.cr.savepoint(),
        ):
            self.as_admin().timeout = 600
            self.env.flush_all()

    def test_secrets_are_asked_for_and_never_shown(self):
        secret = self.as_admin().secret_ids
        self.assertEqual((secret.name, secret.is_set, secret.value), ("api_key", True, False))
        self.assertEqual(secret.read()[0]["value"], False)
        secret.value = "another"
        self.assertFalse(secret.value)
        self.assertEqual(self.gateway.secret_ids._read_value(), "another")
        with self.assertRaises(ValidationError):
            secret.value = "•••"
        self.env.cr.execute("SELECT * FROM zrm_sms_secret WHERE id = %s", [secret.id])
        self.assertNotIn("another", str(self.env.cr.fetchall()))

    def test_nobody_reads_a_secret_by_its_parameter(self):
        key = self.gateway.secret_ids._key()
        system = self.env.ref("base.user_admin")
        self.assertTrue(system.has_group("base.group_system"))
        for user in (system, self.administrator, self.expert):
            Parameter = self.env["ir.config_parameter"].with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                Parameter.get_param(key)
        Parameter = self.env["ir.config_parameter"].with_user(system)
        self.assertFalse(Parameter.search([("key", "=", key)]))
        self.assertFalse(Parameter.search([("value", "=", SECRET)]))
        self.assertTrue(Parameter.get_param("database.uuid"), "others are as they were")
        record = self.env["ir.config_parameter"].sudo().search([("key", "=", key)])
        self.assertTrue(record)
        with self.assertRaises(AccessError):
            record.with_user(system).read(["value"])
        with self.assertRaises(AccessError):
            record.with_user(system).unlink()

    def test_with_the_gateway_its_secrets_go(self):
        key = self.gateway.secret_ids._key()
        self.gateway.url = "https://gateway.example/"
        self.assertFalse(self.gateway.secret_ids)
        self.assertFalse(self.env["ir.config_parameter"].sudo().get_param(key))
        other = self.make_gateway()
        key = other.secret_ids._key()
        other.unlink()
        self.assertFalse(self.env["ir.config_parameter"].sudo().get_param(key))

    def test_roles(self):
        Gateway, Message = self.env["zrm.sms.gateway"], self.env["zrm.sms.message"]
        for user in (self.operator, self.expert, self.clerk):
            for model in ("gateway", "message", "inbound", "secret", "test"):
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    self.env[f"zrm.sms.{model}"].with_user(user).search([])
        self.assertTrue(Gateway.with_user(self.manager).search([]).mapped("name"))
        for name in ("token", "url", "body", "headers", "secret_ids", "inbound_url"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.gateway.with_user(self.manager).read([name])
            with self.assertRaises(AccessError):
                Gateway.with_user(self.manager).search([(name, "!=", False)])
        for user in (self.manager, self.oversight):
            with self.assertRaises(AccessError):
                self.gateway.with_user(user).write({"price": 5})
            with self.assertRaises(AccessError):
                self.gateway.with_user(user).action_rotate_token()
            with self.assertRaises(AccessError):
                self.env["zrm.sms.test"].with_user(user).create(
                    {"gateway_id": self.gateway.id, "number": "09121234567"}
                )
        self.as_admin().price = 7
        with self.assertRaises(AccessError):
            Message.with_user(self.administrator).create({"uuid": "x", "company_id": 1})

    def test_managers_see_the_volume_of_their_units(self):
        Message = self.env["zrm.sms.message"]
        self.citizen.email = False
        case = self.make_case()
        own = self._log(case=case, unit=self.unit)
        other = self._log(unit=self.other_unit)
        self.assertEqual(Message.with_user(self.manager).search([]) & (own | other), own)
        self.assertEqual(Message.with_user(self.oversight).search([]) & (own | other), own | other)
        groups = Message.with_user(self.manager)._read_group(
            [("unit_id", "=", self.unit.id)], ["jalali_month", "unit_id"], ["parts:sum"]
        )
        self.assertEqual(groups[0][1], self.unit)
        case.sudo().is_confidential = True
        self.assertFalse(Message.with_user(self.manager).search([("id", "in", own.ids)]))
        with self.assertRaises(AccessError):
            own.with_user(self.administrator).unlink()

    def _log(self, **entry):
        uuids = self.env["zrm.sms.message"]._enqueue(
            [
                {
                    "number": "+989121234567",
                    "text": "سلام",
                    "company": self.env.company,
                    "kind": "notice",
                    **entry,
                }
            ]
        )
        return self.env["zrm.sms.message"].search([("uuid", "in", uuids)])

    def test_new_addresses(self):
        before = self.as_admin().inbound_url
        self.as_admin().action_rotate_token()
        self.env.invalidate_all()
        self.assertNotEqual(self.as_admin().inbound_url, before)
        self.assertGreaterEqual(len(self.gateway.token), 40)
        copied = self.as_admin().copy()
        self.assertNotEqual(copied.token, self.gateway.token)
        self.assertFalse(copied.active)
        self.assertFalse(copied.secret_ids.is_set)

    def test_the_test_button(self):
        action = self.as_admin().action_test()
        wizard = (
            self.env["zrm.sms.test"]
            .with_user(self.administrator)
            .with_context(**action["context"])
            .create({"number": "۰۹۱۲ ۱۲۳ ۴۵۶۷"})
        )
        self.provider.plan = [
            {"body": {"return": {"status": 200, "message": SECRET}, "entries": [{"messageid": 5}]}}
        ]
        wizard.action_send()
        self.assertEqual((wizard.result, wizard.status), ("sent", 200))
        self.assertEqual(wizard.message_number, "5")
        self.assertIn("receptor=09121234567", wizard.request)
        self.assertIn("/v1/•••/sms/send.json", wizard.request)
        self.assertIn("•••", wizard.reply)
        for shown in (wizard.request, wizard.reply, wizard.reason or ""):
            self.assertNotIn("s3cr3t", shown)
        row = self.env["zrm.sms.message"].search([("kind", "=", "test")])
        self.assertEqual((row.state, row.cost), ("sent", 100))
        self.provider.plan = [{"status": 401, "body": "no"}]
        wizard.action_send()
        self.assertEqual(wizard.result, "refused")
        wizard.number = "02188776655"
        with self.assertRaisesRegex(UserError, "no mobile number"):
            wizard.action_send()

    def test_the_examples_are_not_in_use(self):
        for name in ("gateway_key_in_url", "gateway_json_password"):
            gateway = self.env.ref(f"zrm_sms.{name}")
            self.assertIn("gateway.example", gateway.url)
            self.assertTrue(gateway.secret_ids)
            self.assertFalse(any(gateway.secret_ids.mapped("is_set")))
        self.assertFalse(self.env.ref("zrm_sms.gateway_key_in_url").active)
