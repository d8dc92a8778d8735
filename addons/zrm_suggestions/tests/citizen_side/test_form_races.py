"""The same form sent at the same moment."""

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import RaceCase

from ..citizen_common import IDEA


@tagged("post_install", "-at_install")
class TestFormRaces(RaceCase):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            subject = env["zrm.subject"].create({"name": "همزمان پیشنهاد", "code": "RACE-S"})
            Draft = env["zrm.suggestion.draft"]
            draft = Draft._of_key(Draft._new_key(), env.ref("base.public_user"))
            who = {"who_name": "همزمان سوم", "who_phone": "09127654322"}
            draft._store_form({**IDEA, **who, "subject_id": str(subject.id)}, [])
            self.draft_id, self.subject_id = draft.id, subject.id
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM zrm_suggestion_draft WHERE id = %s", [self.draft_id])
            cr.execute("SELECT id FROM zrm_suggestion WHERE subject_id = %s", [self.subject_id])
            ids = [row[0] for row in cr.fetchall()]
            cr.execute("ALTER TABLE zrm_suggestion_event DISABLE TRIGGER USER")
            cr.execute("DELETE FROM zrm_suggestion_event WHERE suggestion_id = ANY(%s)", [ids])
            cr.execute("ALTER TABLE zrm_suggestion_event ENABLE TRIGGER USER")
            cr.execute(
                "DELETE FROM mail_message WHERE model = 'zrm.suggestion' AND res_id = ANY(%s)",
                [ids],
            )
            cr.execute("DELETE FROM zrm_suggestion WHERE id = ANY(%s)", [ids])
            cr.execute("DELETE FROM zrm_subject WHERE id = %s", [self.subject_id])
            cr.execute("SELECT id FROM res_partner WHERE name = 'همزمان سوم'")
            people = [row[0] for row in cr.fetchall()]
            cr.execute(
                "DELETE FROM mail_message WHERE model = 'res.partner' AND res_id = ANY(%s)",
                [people],
            )
            cr.execute("DELETE FROM res_partner WHERE id = ANY(%s)", [people])

    def test_sent_four_times_at_once(self):
        results = self.as_requests(
            4, lambda env: env["zrm.suggestion.draft"].browse(self.draft_id)._send().id
        )
        self.assertEqual(len(set(results)), 1, results)
        self.assertIsInstance(results[0], int, results)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            made = env["zrm.suggestion"].search([("subject_id", "=", self.subject_id)])
            self.assertEqual(made.ids, [results[0]])
            self.assertEqual(
                env["res.partner"].search_count([("phone_sanitized", "=", "+989127654322")]), 1
            )
