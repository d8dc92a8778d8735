# pylint: disable=translation-required
import json

from odoo.tests import tagged

from .test_inbound import MINE, InboundCommon

# In the citizen's own file it may be read, which does not tell of the case.
FILES = ("res.partner",)


@tagged("post_install", "-at_install")
class TestHiddenReports(InboundCommon):
    """A report by text message: staff find neither number nor sender beside it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subject.hides_reporter = True

    def users(self):
        return (
            self.operator,
            self.expert,
            self.manager,
            self.oversight,
            self.administrator,
            self.confidential,
        )

    def assertNameless(self):
        for user in self.users():
            for trace in (MINE, MINE[1:], MINE[-4:], "0912•••", self.citizen.name):
                self.assertUnreadable(user, trace, besides=FILES)

    def test_the_report_its_notices_and_a_reply(self):
        message = self.write_in("رئیس رشوه می‌گیرد")
        case = self.env["zrm.case"].search([("reporter_id", "=", self.citizen.id)])
        self.assertEqual(message.effect, "case")
        self.assertTrue(case.is_reporter_hidden)
        self.assertNotIn(message.message_id, case.external_ref)
        self.env["zrm.case.notice"]._lock_waiting()._send()
        self.run_queue()
        self.write_in(case.number)
        self.run_queue()
        self.assertNameless()
        for user in self.users():
            sent = self.env["zrm.sms.message"].with_user(user)
            self.assertFalse(sent.has_access("read") and sent.search([("case_id", "=", case.id)]))
            notices = self.env["zrm.case.notice"].with_user(user)
            self.assertFalse(
                notices.has_access("read") and notices.search([("case_id", "=", case.id)])
            )

    def test_a_gateway_that_names_the_number_in_its_error(self):
        for number in (MINE, f"98{MINE[1:]}", f"+98{MINE[1:]}"):
            wrong = {"return": {"status": 411, "message": f"{number} is wrong"}}
            self.provider.plan = [{"body": json.dumps(wrong)}]
            self.write_in(f"رئیس رشوه می‌گیرد {number[:2]}")
            self.env["zrm.case.notice"]._lock_waiting()._send()
            self.run_queue()
        self.assertTrue(self.env["zrm.sms.message"].search([("reason", "ilike", "is wrong")]))
        self.assertNameless()

    def test_a_number_that_we_give_tells_nothing(self):
        """Whoever knows text and time cannot try numbers."""
        first = self.env["zrm.sms.inbound"]._message_id_of(MINE, "x")
        self.env["ir.config_parameter"].sudo().set_param("database.secret", "another")
        self.assertNotEqual(self.env["zrm.sms.inbound"]._message_id_of(MINE, "x"), first)
