"""The same message, and the same case, in two concurrent transactions."""

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..race_common import CaseRaceCase


@tagged("post_install", "-at_install")
class TestCaseRaces(CaseRaceCase):
    def test_the_same_message_at_the_same_moment(self):
        results = self.as_requests(4, lambda env: env["zrm.case"]._intake([self.made["vals"]]).id)
        self.assertEqual(len(set(results)), 1, results)
        self.assertIsInstance(results[0], int, results)

    def test_two_people_move_the_same_case(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            case_id = env["zrm.case"]._intake([self.made["vals"]]).id
        new, opened = self.made["steps"]["new"], self.made["steps"]["open"]

        results = self.as_requests(
            3, lambda env: env["zrm.case"].browse(case_id).action_move(opened, new)
        )
        self.assertEqual(results.count(True), 1, results)
        refused = [str(result) for result in results if isinstance(result, UserError)]
        self.assertEqual(len(refused), 2, results)
        for message in refused:
            self.assertIn("Somebody", message)
            self.assertIn("look at it again", message)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            case = env["zrm.case"].browse(case_id)
            self.assertEqual(case.event_ids.mapped("kind").count("moved"), 1)
            self.assertEqual(len(case._open_action_leg()), 1)
