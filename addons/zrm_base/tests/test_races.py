"""Two operators at the same moment: real threads, cursors and commits."""

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged

from .common import RaceCase, make_national_id


@tagged("post_install", "-at_install")
class TestRaces(RaceCase):
    def setUp(self):
        super().setUp()
        self.number = make_national_id()
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            env["res.partner"].search([("national_id", "=", self.number)]).unlink()

    def count(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return env["res.partner"].search_count([("national_id", "=", self.number)])

    def test_one_file_for_one_identity(self):
        """With a plain save, one of both operators wins and the other gets an error."""

        def work(env, barrier):
            barrier.wait(10)
            citizen = env["res.partner"].create(
                {"name": "همزمان", "is_citizen": True, "identity_number": self.number}
            )
            citizen.flush_recordset()
            env.cr.commit()
            return citizen.id

        results = self.in_threads(4, work)
        self.assertEqual(sum(isinstance(result, int) for result in results), 1, results)
        self.assertEqual(
            sum(isinstance(result, UniqueViolation | SerializationFailure) for result in results), 3
        )
        self.assertEqual(self.count(), 1)

    def test_find_or_register_gives_everybody_the_same_file(self):
        """As in a request, which Odoo runs again after a serialization failure."""
        vals = {"name": "همزمان", "identity_number": self.number}
        results = self.as_requests(4, lambda env: env["res.partner"]._find_or_register(vals).id)
        self.assertEqual(len(set(results)), 1, results)
        self.assertIsInstance(results[0], int, results)
        self.assertEqual(self.count(), 1)

    def test_a_new_word_does_not_make_others_wait(self):
        """Two operators register people with the same rare name at once."""

        def work(env, barrier):
            barrier.wait(10)
            env["zrm.name.word"]._learn(["zrmrarename"])
            # Who has the word holds it, uncommitted, until all have come here:
            # one that waited for it would break the barrier.
            barrier.wait(10)
            env.cr.rollback()
            return "went on"

        self.assertEqual(self.in_threads(3, work), ["went on"] * 3)
