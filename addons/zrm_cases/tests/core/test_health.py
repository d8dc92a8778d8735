from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestHealth(CaseCommon, HttpCase):
    def ask(self):
        self.env.flush_all()
        answer = self.url_open("/zrm/health")
        return answer.status_code, answer.json()

    def test_well(self):
        self.make_case()
        status, reply = self.ask()
        self.assertEqual(status, 200)
        self.assertEqual(
            reply,
            {"status": "ok", "checks": {"database": True, "notices": True, "deadlines": True}},
        )

    def test_a_scheduler_that_stands_still_is_noticed(self):
        case = self.make_case()
        case._write_handling({"next_check_at": fields.Datetime.now() - timedelta(hours=3)})
        status, reply = self.ask()
        self.assertEqual((status, reply["status"]), (503, "late"))
        self.assertFalse(reply["checks"]["deadlines"])
