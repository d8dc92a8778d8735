"""Two hundred citizens, and one who taps again and again, at one moment."""

import random

from odoo import SUPERUSER_ID, api
from odoo.service.model import retrying
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import RaceCase

THREADS, EACH = 25, 8


@tagged("post_install", "-at_install")
class TestVoicesRace(RaceCase):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            self.was_public = env.company.zrm_suggestions_public
            env.company.zrm_suggestions_public = True
            subject = env["zrm.subject"].create({"name": "همزمان صدا", "code": "RACE-V"})
            author = env["res.partner"].create({"name": "همزمان نویسنده"})
            suggestion = env["zrm.suggestion"].create(
                {
                    "name": "همزمان",
                    "current_state": "الف",
                    "proposed_state": "ب",
                    "reason": "پ",
                    "subject_id": subject.id,
                    "author_ids": [(0, 0, {"partner_id": author.id})],
                }
            )
            suggestion.action_submit()
            suggestion.action_open_participation()
            people = env["res.partner"].create(
                [
                    {"name": f"همزمان شهروند {number}", "is_citizen": True}
                    for number in range(THREADS * EACH)
                ]
            )
            self.subject_id, self.suggestion_id = subject.id, suggestion.id
            self.publication_id = suggestion.publication_ids.id
            self.people = people.ids
            self.author_id = author.id
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            own = [self.suggestion_id]
            cr.execute(
                "DELETE FROM zrm_suggestion_publication WHERE suggestion_id = ANY(%s)", [own]
            )
            cr.execute("ALTER TABLE zrm_suggestion_event DISABLE TRIGGER USER")
            cr.execute("DELETE FROM zrm_suggestion_event WHERE suggestion_id = ANY(%s)", [own])
            cr.execute("ALTER TABLE zrm_suggestion_event ENABLE TRIGGER USER")
            cr.execute("DELETE FROM zrm_suggestion WHERE id = ANY(%s)", [own])
            cr.execute("DELETE FROM zrm_subject WHERE id = %s", [self.subject_id])
            ids = [*self.people, self.author_id]
            cr.execute(
                "DELETE FROM mail_message WHERE model = 'res.partner' AND res_id = ANY(%s)", [ids]
            )
            cr.execute("DELETE FROM res_partner WHERE id = ANY(%s)", [ids])
            env = api.Environment(cr, SUPERUSER_ID, {})
            env.company.zrm_suggestions_public = self.was_public

    def counted(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            publication = env["zrm.suggestion.publication"].browse(self.publication_id)
            env["zrm.suggestion.recount"]._take()._fold_voices()
            env.flush_all()
            return publication._voices()[publication.id], publication.support_count

    def test_two_hundred_at_once_are_all_counted(self):
        parts = [self.people[at::THREADS] for at in range(THREADS)]
        shares = iter(parts)

        def work(env, barrier):
            own, refused = next(shares), 0
            barrier.wait(10)
            for partner_id in own:

                def click(partner_id=partner_id):
                    publication = env["zrm.suggestion.publication"].browse(self.publication_id)
                    return publication._support(env["res.partner"].browse(partner_id))

                refused += not retrying(click, env)
            return refused

        results = self.in_threads(THREADS, work)
        self.assertEqual(results, [0] * THREADS, "none is refused, none fails")
        self.assertEqual(self.counted(), (THREADS * EACH, THREADS * EACH))

    def test_one_who_taps_many_times_counts_once(self):
        partner_id = self.people[0]

        def tap(env):
            publication = env["zrm.suggestion.publication"].browse(self.publication_id)
            return publication._support(env["res.partner"].browse(partner_id))

        results = self.as_requests(5, tap)
        self.assertEqual(sorted(results), [False] * 4 + [True])
        self.assertEqual(self.counted(), (1, 1))

    def test_toggling_at_once_ends_as_one_or_none(self):
        partner_id = self.people[1]

        def toggle(env):
            publication = env["zrm.suggestion.publication"].browse(self.publication_id)
            partner = env["res.partner"].browse(partner_id)
            if random.Random(env.cr._cnx.get_backend_pid()).random() < 0.5:
                return publication._support(partner)
            return publication._withdraw_support(partner)

        results = self.as_requests(4, toggle)
        self.assertTrue(all(isinstance(result, bool) for result in results), results)
        exact, folded = self.counted()
        self.assertIn(exact, (0, 1))
        self.assertEqual(exact, folded)

    def test_a_verb_of_the_secretariat_does_not_wait_for_clicks(self):
        """Clicks hold no lock on the suggestion: its row can be locked at once meanwhile."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            publication = env["zrm.suggestion.publication"].browse(self.publication_id)
            publication._support(env["res.partner"].browse(self.people[2]))
            env.flush_all()
            with self.registry.cursor() as other:
                secretariat = api.Environment(other, SUPERUSER_ID, {})
                suggestion = secretariat["zrm.suggestion"].browse(self.suggestion_id)
                suggestion.lock_for_update()  # raises LockError where it would wait
                self.assertTrue(suggestion.name)
                other.rollback()
            cr.rollback()
