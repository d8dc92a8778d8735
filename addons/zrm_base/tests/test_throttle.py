"""Whole offices share an address: many attempts with one key at the same moment."""

import threading
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged

from ..models.shared.zrm_throttle import TALLY
from ..tools.tally import Tally
from .common import RaceCase, in_one_window

KEY = "198.51.100.7"


@tagged("post_install", "-at_install")
class TestThrottleRaces(RaceCase):
    def setUp(self):
        super().setUp()
        in_one_window(self)
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM zrm_throttle WHERE kind LIKE 'test.%%'")

    def test_nobody_is_refused_below_the_limit_and_each_counts(self):
        def work(env, barrier):
            barrier.wait(10)
            throttle = env["zrm.throttle"]
            return [throttle._allow("test.busy", KEY, 24, 86400) for _time in range(4)]

        results = self.in_threads(8, work)
        answers = [answer for result in results for answer in result]
        self.assertEqual((answers.count(True), answers.count(False)), (24, 8), results)

    def test_several_counts_at_once(self):
        with self.registry.cursor() as cr:
            throttle = api.Environment(cr, SUPERUSER_ID, {})["zrm.throttle"]
            both = [("test.address", KEY, 3), ("test.code", "123", 2)]
            found = [throttle._allow_all(both, 86400) for _time in range(3)]
            self.assertEqual(found, [True, True, False])
            # What went beyond one limit has counted for the other as well.
            self.assertFalse(throttle._allow("test.address", KEY, 3, 86400))

    def test_what_proved_right_does_not_count(self):
        with self.registry.cursor() as cr:
            throttle = api.Environment(cr, SUPERUSER_ID, {})["zrm.throttle"]
            attempts = [("test.address", KEY, 2), ("test.code", "123", 2)]
            for _right in range(5):
                self.assertTrue(throttle._allow_all(attempts, 86400))
                throttle._take_back(attempts, 86400)
            for _wrong in range(2):
                self.assertTrue(throttle._allow_all(attempts, 86400))
            self.assertFalse(throttle._allow_all(attempts, 86400))

    def test_different_things_are_counted_past_nobody(self):
        def work(env, barrier):
            barrier.wait(10)
            throttle = env["zrm.throttle"]
            here = str(threading.get_ident())
            return [
                throttle._count_once("test.things", "somebody", f"{here}.{n}", 86400)
                for n in range(10)
            ]

        results = self.in_threads(6, work)
        counts = [count for result in results for count, _is_new in result]
        self.assertEqual(sorted(counts), list(range(1, 61)), results)

    def test_far_below_the_limit_several_are_written_down_at_once(self):
        TALLY.forget()
        self.addCleanup(TALLY.forget)
        with self.registry.cursor() as cr:
            throttle = api.Environment(cr, SUPERUSER_ID, {})["zrm.throttle"]

            def count(thing, limit=20):
                return throttle._count_once("test.held", "somebody", thing, 86400, limit)

            def in_database():
                cr.rollback()
                cr.execute("SELECT count FROM zrm_throttle WHERE kind = 'test.held'")
                return [number for (number,) in cr.fetchall()]

            self.assertEqual([count(str(n)) for n in range(7)], [(n + 1, True) for n in range(7)])
            self.assertEqual(in_database(), [])
            self.assertEqual(count("7"), (8, True))
            self.assertEqual(in_database(), [8])
            # Another process has counted others meanwhile, and some of the same.
            with patch(f"{throttle._count_once.__module__}.TALLY", Tally()):
                self.assertEqual(count("3", limit=0)[0], 4)
                self.assertEqual(count("a", limit=0), (9, True))
            self.assertEqual((count("b"), count("3")), ((9, True), (4, False)))
            self.assertEqual(in_database(), [9])
            self.assertEqual(count("c"), (10, True))
            # Half of the limit is used up: from here on each at once, and all are counted.
            self.assertEqual(count("d"), (12, True))
            self.assertEqual(in_database(), [12])
            self.assertEqual(count("e"), (13, True))
            self.assertEqual(in_database(), [13])

    def test_the_connection_goes_back_as_it_was(self):
        with self.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["zrm.throttle"]._allow("test.x", KEY, 9, 86400)
        for _each_of_the_pool in range(3):
            with self.registry.cursor() as cr:
                cr.execute("SHOW transaction_isolation")
                self.assertEqual(cr.fetchone()[0], "repeatable read")
                cr.execute("SHOW synchronous_commit")
                self.assertEqual(cr.fetchone()[0], "on")
                self.assertFalse(cr.connection.autocommit)
