"""Two who want the last rial: one gets it, the other reads why not."""

import threading

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import RaceCase

from ..models.credit.booking import Entry


@tagged("post_install", "-at_install")
class TestRaces(RaceCase):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            unit = env["zrm.unit"].create({"name": "همزمان", "code": "RACE-B"})
            subject = env["zrm.budget.subject"].create({"name": "همزمان", "code": "RACE-B"})
            period = env["zrm.budget.period"].create(
                {"name": "race", "date_from": "1990-01-01", "date_to": "1990-12-31"}
            )
            period.action_open()
            lines = env["zrm.budget.line"].create(
                [
                    {"unit_id": unit.id, "subject_id": one.id, "period_id": period.id}
                    for one in subject | subject.create({"name": "دوم", "code": "RACE-C"})
                ]
            )
            for line in lines:
                lines._book(
                    [
                        Entry(line, "appropriate", 100, f"race,{line.id},1"),
                        Entry(line, "allot", 100, f"race,{line.id},2"),
                    ]
                )
            self.line_ids = lines.ids
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            for table in ("zrm_budget_move", "zrm_budget_event"):
                cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            of_unit = "(SELECT id FROM zrm_budget_request WHERE name = 'race')"
            cr.execute(f"DELETE FROM zrm_budget_event WHERE request_id IN {of_unit}")
            cr.execute("DELETE FROM zrm_budget_request WHERE name = 'race'")
            cr.execute("DELETE FROM res_partner WHERE name = 'race'")
            cr.execute("DELETE FROM zrm_budget_move WHERE line_id = ANY(%s)", [self.line_ids])
            cr.execute("DELETE FROM zrm_budget_line WHERE id = ANY(%s)", [self.line_ids])
            cr.execute("DELETE FROM zrm_budget_period WHERE name = 'race'")
            cr.execute("DELETE FROM zrm_budget_subject WHERE code LIKE 'RACE-_'")
            cr.execute("DELETE FROM zrm_unit WHERE code LIKE 'RACE-B%'")
            for table in ("zrm_budget_move", "zrm_budget_event"):
                cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def outcome(self, results):
        refused = [one for one in results if isinstance(one, UserError)]
        strange = [
            one for one in results if isinstance(one, Exception) and not isinstance(one, UserError)
        ]
        self.assertFalse(strange)
        return len(results) - len(refused), len(refused)

    def numbers(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.assertEqual(env["zrm.budget.line"]._differences(), [])
            return [
                (line.reserved, line.spent) for line in env["zrm.budget.line"].browse(self.line_ids)
            ]

    def test_the_last_rial_is_given_once(self):
        taken = iter(range(100))

        def reserve(env):
            line = env["zrm.budget.line"].browse(self.line_ids[0])
            line._book([Entry(line, "reserve", 60, f"race,{next(taken)},r")])
            return True

        self.assertEqual(self.outcome(self.as_requests(2, reserve)), (1, 1))
        self.assertEqual(self.numbers()[0], (60, 0))

    def test_many_at_one_line(self):
        taken = iter(range(1000))

        def reserve(env):
            line = env["zrm.budget.line"].browse(self.line_ids[0])
            line._book([Entry(line, "reserve", 25, f"race,{next(taken)},m")])
            return True

        self.assertEqual(self.outcome(self.as_requests(6, reserve)), (4, 2))
        self.assertEqual(self.numbers()[0], (100, 0))

    def test_several_lines_in_any_order(self):
        taken = iter(range(1000))

        def reserve(env):
            lines = env["zrm.budget.line"].browse(self.line_ids)
            number = next(taken)
            ordered = lines if number % 2 else lines[::-1]
            lines._book(
                [Entry(line, "reserve", 30, f"race,{number},{line.id}") for line in ordered]
            )
            return True

        self.assertEqual(self.outcome(self.as_requests(4, reserve)), (3, 1))
        self.assertEqual(self.numbers(), [(90, 0), (90, 0)])

    def test_the_same_key_at_once_is_booked_once(self):
        def reserve(env):
            line = env["zrm.budget.line"].browse(self.line_ids[0])
            line._book([Entry(line, "reserve", 10, "race,same")])
            return True

        self.assertEqual(self.outcome(self.as_requests(3, reserve)), (3, 0))
        self.assertEqual(self.numbers()[0], (10, 0))

    def test_what_is_given_once_is_given_once(self):
        """Two ask for the same person at the same moment, from two credits of two units."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            first, second = env["zrm.budget.line"].browse(self.line_ids)
            other = first.unit_id.create({"name": "دیگر", "code": "RACE-B2"})
            second.write({"unit_id": other.id, "subject_id": first.subject_id.id})
            first.subject_id.once_per_period = True
            citizen = env["res.partner"].create({"name": "race"})
            requests = env["zrm.budget.request"].create(
                [
                    {
                        "name": "race",
                        "unit_id": line.unit_id.id,
                        "line_ids": [
                            Command.create(
                                {
                                    "budget_line_id": line.id,
                                    "partner_id": citizen.id,
                                    "amount": 5,
                                }
                            )
                        ],
                    }
                    for line in first | second
                ]
            )
            waiting, mine = iter(requests.ids), threading.local()
        # Accounts are not what they race for; this database may have none.
        self.patch(self.registry["zrm.budget.request"], "_check_accounts", lambda self: None)

        def submit(env):
            mine.id = getattr(mine, "id", None) or next(waiting)
            return env["zrm.budget.request"].browse(mine.id).action_submit()

        self.assertEqual(self.outcome(self.as_requests(2, submit)), (1, 1))
