"""An organization that is committed, for threads to share; see RaceCase."""

from odoo import SUPERUSER_ID, api

from odoo.addons.zrm_base.tests.common import RaceCase

from .common import remove_cases


class CaseRaceCase(RaceCase):
    def setUp(self):
        super().setUp()
        # The fixtures of the other tests, but committed, since threads share them.
        with self.registry.cursor() as cr:
            self.env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            self.made = self._make_organization()
        self.addCleanup(self._remove)

    def _make_organization(self):
        env = self.env
        unit = env["zrm.unit"].create({"name": "همزمان", "code": "RACE"})
        process = env["zrm.process"].create(
            {"name": "Race", "code": "race", "active": False, "total_hours": 8}
        )
        steps = {}
        for number, state in enumerate(("new", "open", "closed")):
            stage = env["zrm.stage"].create({"name": f"race {state}", "state": state})
            steps[state] = env["zrm.process.step"].create(
                {
                    "name": state,
                    "process_id": process.id,
                    "stage_id": stage.id,
                    "sequence": number,
                }
            )
        steps["new"].next_step_ids = steps["open"]
        steps["open"].next_step_ids = steps["closed"]
        process.active = True
        subject = env["zrm.subject"].create(
            {"name": "همزمان", "code": "RACE", "process_id": process.id}
        )
        nature = env["zrm.nature"].create({"name": "Race", "code": "race", "kind": "report"})
        citizen = env["res.partner"].create({"name": "همزمان", "is_citizen": True})
        env["zrm.routing.rule"].create({"subject_id": subject.id, "unit_id": unit.id})
        return {
            "unit": unit.id,
            "steps": {state: step.id for state, step in steps.items()},
            "vals": {
                "partner_id": citizen.id,
                "channel_id": env.ref("zrm_base.channel_letter").id,
                "nature_id": nature.id,
                "subject_id": subject.id,
                "name": "همزمان",
                "external_ref": "RACE-1",
            },
        }

    def _remove(self):
        with self.registry.cursor() as cr:
            # Legs and stories cannot be removed by the ORM, which is the point.
            subject = self.made["vals"]["subject_id"]
            cr.execute("SELECT id FROM zrm_case WHERE subject_id = %s", [subject])
            remove_cases(cr, [row[0] for row in cr.fetchall()])
            cr.execute("DELETE FROM zrm_routing_rule WHERE subject_id = %s", [subject])
            cr.execute("DELETE FROM zrm_subject WHERE id = %s", [subject])
            cr.execute("DELETE FROM zrm_process WHERE code = 'race'")
            cr.execute("DELETE FROM zrm_stage WHERE name->>'en_US' LIKE 'race %%'")
            cr.execute("DELETE FROM zrm_nature WHERE code = 'race'")
            cr.execute("DELETE FROM zrm_unit WHERE code = 'RACE'")
            cr.execute(
                "DELETE FROM mail_message WHERE model = 'res.partner' AND res_id = %s",
                [self.made["vals"]["partner_id"]],
            )
            cr.execute("DELETE FROM res_partner WHERE id = %s", [self.made["vals"]["partner_id"]])
