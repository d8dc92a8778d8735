"""The same report sent twice at the same moment."""

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged

from odoo.addons.zrm_cases.tests.race_common import CaseRaceCase


@tagged("post_install", "-at_install")
class TestPublicEntryRaces(CaseRaceCase):
    def setUp(self):
        super().setUp()
        vals = self.made["vals"]
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            subject = env["zrm.subject"].browse(vals["subject_id"])
            draft = env["zrm.case.draft"]._begin(subject, env.ref("base.public_user"))
            draft._store("details", {"nature_id": str(vals["nature_id"]), "name": "همزمان"})
            draft._store("where", {"address": "کوچه نهم"})
            who = {"bringer": "self", "name": "همزمان دوم", "phone": "09127654321"}
            draft._store("who", who)
            self.draft_id, self.token = draft.id, draft.token

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM zrm_case_draft WHERE id = %s", [self.draft_id])
        result = super()._remove()
        with self.registry.cursor() as cr:
            cr.execute("SELECT id FROM res_partner WHERE name = 'همزمان دوم'")
            ids = [row[0] for row in cr.fetchall()]
            cr.execute(
                "DELETE FROM mail_message WHERE model = 'res.partner' AND res_id = ANY(%s)", [ids]
            )
            cr.execute("DELETE FROM res_partner WHERE id = ANY(%s)", [ids])
        return result

    def test_sent_four_times_at_once(self):
        results = self.as_requests(
            4, lambda env: env["zrm.case.draft"].browse(self.draft_id)._send().id
        )
        self.assertEqual(len(set(results)), 1, results)
        self.assertIsInstance(results[0], int, results)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cases = env["zrm.case"].search(
                [
                    (
                        "external_ref",
                        "=",
                        env["zrm.case.draft"].browse(self.draft_id)._reference(),
                    )
                ]
            )
            self.assertEqual(cases.ids, [results[0]])
            citizens = env["res.partner"].search([("phone_sanitized", "=", "+989127654321")])
            self.assertEqual(len(citizens), 1)
