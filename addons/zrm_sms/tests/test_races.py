"""The same message, and the same queue, in two concurrent transactions."""

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import RaceCase
from odoo.addons.zrm_cases.tests.common import remove_cases

from .common import LocalRequests, Provider

NUMBER = "+989127000011"


@tagged("post_install", "-at_install")
class TestSmsRaces(LocalRequests, RaceCase):
    def setUp(self):
        super().setUp()
        self.provider = Provider()
        self.addCleanup(self.provider.stop)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            self.gateway = (
                env["zrm.sms.gateway"]
                .create(
                    {
                        "name": "race",
                        "method": "GET",
                        "url": self.provider.url,
                        "body_kind": "query",
                        "body": "receptor={number}&localid={id}",
                        "message_id_where": "entries.*.messageid",
                        "timeout": 10,
                    }
                )
                .id
            )
            env["zrm.unit"].create({"name": "همزمان", "code": "RACE-SMS"})
            self.sms = env["sms.sms"].create(
                [{"number": NUMBER, "body": f"race {number}"} for number in range(4)]
            )
            self.uuids = self.sms.mapped("uuid")
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT id FROM res_partner WHERE phone_sanitized = %s", [NUMBER])
            partners = [row[0] for row in cr.fetchall()]
            cr.execute("DELETE FROM sms_sms WHERE uuid = ANY(%s)", [self.uuids])
            cr.execute(
                "DELETE FROM sms_sms WHERE uuid IN (SELECT uuid FROM zrm_sms_message "
                "WHERE number_masked = '0912•••0011')"
            )
            cr.execute("DELETE FROM zrm_sms_message WHERE number_masked = '0912•••0011'")
            cr.execute("DELETE FROM zrm_sms_inbound WHERE number = %s", [NUMBER])
            cr.execute("SELECT id FROM zrm_case WHERE partner_id = ANY(%s)", [partners])
            remove_cases(cr, [row[0] for row in cr.fetchall()])
            cr.execute(
                "DELETE FROM mail_message WHERE model = 'res.partner' AND res_id = ANY(%s)",
                [partners],
            )
            cr.execute("DELETE FROM res_partner WHERE id = ANY(%s)", [partners])
            cr.execute("DELETE FROM zrm_unit WHERE code = 'RACE-SMS'")
            cr.execute("DELETE FROM zrm_sms_gateway WHERE id = %s", [self.gateway])

    def test_two_workers_on_the_same_queue(self):
        def work(env, barrier):
            env.cr.execute("SELECT 1")
            barrier.wait(10)
            env["sms.sms"].search([("uuid", "in", self.uuids)]).send()
            env.cr.commit()
            return True

        results = self.in_threads(3, work)
        self.assertEqual(results, [True] * 3, results)
        handed = [request["query"]["localid"] for request in self.provider.requests]
        self.assertEqual(sorted(handed), sorted(self.uuids), "each once")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            rows = env["zrm.sms.message"].search([("uuid", "in", self.uuids)])
            self.assertEqual(set(rows.mapped("state")), {"sent"})
            self.assertEqual(
                set(env["sms.sms"].search([("uuid", "in", self.uuids)]).mapped("state")),
                {"pending"},
            )

    def test_a_queue_that_is_rolled_back_sends_nothing_twice(self):
        for commit in (False, True):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["sms.sms"].search([("uuid", "in", self.uuids)]).send()
                if not commit:
                    cr.rollback()  # as after a crash
        self.assertEqual(len(self.provider.requests), 4)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            states = env["sms.sms"].search([("uuid", "in", self.uuids)]).mapped("state")
            self.assertEqual(set(states), {"pending"})

    def test_the_same_message_of_a_citizen_at_the_same_moment(self):
        def request(env):
            gateway = env["zrm.sms.gateway"].browse(self.gateway)
            return env["zrm.sms.inbound"]._inbound(NUMBER, "چراغ خاموش", "race", gateway).id

        results = self.as_requests(3, request)
        self.assertEqual(len(set(results)), 1, results)
        self.assertIsInstance(results[0], int, results)
        with self.registry.cursor() as cr:
            cr.execute("SELECT effect, reason FROM zrm_sms_inbound WHERE number = %s", [NUMBER])
            self.assertEqual(cr.fetchall(), [("case", None)])
            cr.execute(
                "SELECT count(*) FROM zrm_case WHERE external_ref = %s", [f"{self.gateway}-race"]
            )
            self.assertEqual(cr.fetchone()[0], 1)
