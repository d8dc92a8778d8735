"""An organization with units, a process and a subject, for tests of cases."""

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import HttpCase, JsonRpcException
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import ZrmCommon, make_user

from ..models.configuration.zrm_cached_mixin import CACHE, CHANGED

# Loggers that report what a test provokes.
QUIET = ("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


# Digits stand in these by chance.
HASHES = ("checksum", "store_fname", "url")


def remove_cases(cr, ids):
    """Removes records that a test has committed; events and cases cannot be deleted
    otherwise."""
    cr.execute("ALTER TABLE zrm_case_event DISABLE TRIGGER zrm_case_event_append_only")
    cr.execute("DELETE FROM zrm_case_event WHERE case_id = ANY(%s)", [ids])
    cr.execute("DELETE FROM zrm_case WHERE id = ANY(%s)", [ids])
    cr.execute("ALTER TABLE zrm_case_event ENABLE TRIGGER zrm_case_event_append_only")


class CaseCommon(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.expert2 = make_user(env, "zrm_expert2", "zrm_base.group_expert")
        cls.outsider = make_user(env, "zrm_outsider", "zrm_base.group_expert")
        calendar = env["resource.calendar"].create(
            {
                "name": "Weekdays 8 to 16",
                "tz": "UTC",
                "attendance_ids": [(5, 0, 0)]
                + [
                    (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 8, "hour_to": 16})
                    for day in range(5)
                ],
            }
        )
        cls.city = env["zrm.unit"].create(
            {"name": "شهرداری", "code": "T-CITY", "resource_calendar_id": calendar.id}
        )
        cls.unit = env["zrm.unit"].create(
            {
                "name": "خدمات",
                "code": "T-1",
                "parent_id": cls.city.id,
                "manager_id": cls.manager.id,
                "member_ids": [(6, 0, (cls.expert | cls.expert2).ids)],
            }
        )
        cls.other_unit = env["zrm.unit"].create(
            {"name": "عمران", "code": "T-2", "parent_id": cls.city.id}
        )
        cls.other_unit.member_ids = cls.outsider
        stages = {
            state: env["zrm.stage"].create({"name": state, "state": state, "sequence": position})
            for position, state in enumerate(
                ("new", "open", "waiting", "answered", "closed", "rejected")
            )
        }
        cls.process = cls._make_process(stages)
        cls.nature = env["zrm.nature"].create(
            {"name": "Complaint", "kind": "complaint", "code": "t_complaint"}
        )
        cls.anonymous_nature = env["zrm.nature"].create(
            {"name": "Report", "kind": "report", "code": "t_report", "allows_anonymous": True}
        )
        cls.subject = env["zrm.subject"].create(
            {
                "name": "لایروبی جوی",
                "code": "T-S1",
                "process_id": cls.process.id,
                "index_terms": "نهر\nکانال آب",
            }
        )
        env["zrm.routing.rule"].create({"subject_id": cls.subject.id, "unit_id": cls.unit.id})
        cls.channel = env.ref("zrm_base.channel_phone")
        cls.citizen = cls.make_citizen("مریم احمدی", phone="09120007788")

    @classmethod
    def _make_process(cls, stages):
        """new → open ⇄ waiting, open → answered → closed; rejected from new and open."""
        Step = cls.env["zrm.process.step"]
        process = cls.env["zrm.process"].create(
            {
                "name": "Test process",
                "code": "test",
                "response_hours": 8,
                "total_hours": 40,
                "step_ids": [
                    (
                        0,
                        0,
                        {
                            "name": state,
                            "stage_id": stage.id,
                            "sequence": stage.sequence,
                            "hours": 16 if state == "open" else 0,
                            "responsible": "routing" if state == "new" else "holder",
                        },
                    )
                    for state, stage in stages.items()
                ],
                "active": False,
            }
        )
        cls.steps = {step.name: step for step in process.step_ids}
        following = {
            "new": ("open", "rejected"),
            "open": ("waiting", "answered", "rejected"),
            "waiting": ("open",),
            "answered": ("closed", "open"),
        }
        for name, after in following.items():
            cls.steps[name].next_step_ids = Step.union(*(cls.steps[item] for item in after))
        gate = cls.env["ir.model.fields"]._get("zrm.case", "description")
        cls.steps["open"].gate_field_ids = gate
        process.active = True
        return process

    @classmethod
    def ask(cls, key, name, kind="char", options=(), **vals):
        """A question of the subject; options as ``key, name``."""
        cls.env["zrm.subject.question"].create(
            {
                "subject_id": cls.subject.id,
                "key": key,
                "name": name,
                "kind": kind,
                "option_ids": [(0, 0, {"key": one, "name": label}) for one, label in options],
                **vals,
            }
        )

    @classmethod
    def intake_vals(cls, **vals):
        return {
            "partner_id": cls.citizen.id,
            "channel_id": cls.channel.id,
            "nature_id": cls.nature.id,
            "subject_id": cls.subject.id,
            "name": "جوی گرفته است",
            "description": "آب در كوچه جمع شده",
            **vals,
        }

    @classmethod
    def make_case(cls, **vals):
        return cls.env["zrm.case"].with_user(cls.operator)._intake([cls.intake_vals(**vals)]).sudo()

    def open_case(self, **vals):
        """A case that an expert of the unit has in hand."""
        case = self.make_case(**vals).with_user(self.expert)
        case.action_move(self.steps["open"].id)
        return case

    def secret_case(self, **vals):
        return self.make_case(name="راز بزرگ", **vals)

    def seen_by(self, user, record):
        """The record as in a new request of this user, with an empty cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user).sudo(False)

    @classmethod
    def as_if_committed(cls):
        """As in a new request: configuration is cached."""
        cls.env.flush_all()
        cls.env.cr.postcommit.data.pop(CHANGED, None)
        cls.env.registry.clear_cache(CACHE)
        cls.env.invalidate_all()

    def assertUnreadable(self, user, secret, besides=()):
        """No text of any model that this user can read has the secret."""
        self.env.flush_all()
        env = self.env(user=user, su=False)
        found = []
        for name, model in env.registry.items():
            if model._abstract or model._transient or not model._auto:
                continue
            records = env[name]
            if name in besides or not records.has_access("read"):
                continue
            texts = [
                field.name
                for field in records._fields.values()
                if field.store
                and field.type in ("char", "text", "html")
                and field.name not in HASHES
                and field.column_type
                and records._has_field_access(field, "read")
            ]
            domain = Domain.OR(Domain(text, "like", secret) for text in texts)
            if texts and records.with_context(active_test=False).search_count(domain, limit=1):
                found.append(name)
        self.assertFalse(found, user.login)

    def assertOneOpenLeg(self, case):
        legs = case.sudo().referral_ids.filtered(
            lambda leg: leg.kind == "action" and not leg.closed_at
        )
        self.assertEqual(len(legs), 0 if case.state in ("closed", "rejected") else 1)
        if legs:
            self.assertEqual(legs.unit_id, case.sudo().unit_id)


class RpcCase(HttpCase):
    """Calls of methods as a browser's session makes them."""

    def call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def assertRefused(self, model, method, *args, error=AccessError, **kwargs):
        """The call ends with this error and no other: a slip in the call itself
        (an unknown method, a wrong number of arguments) is no refusal."""
        name = f"{model}.{method}"
        with mute_logger(*QUIET), self.assertRaises(JsonRpcException, msg=name) as refused:
            self.call(model, method, *args, **kwargs)
        self.assertEqual(str(refused.exception), f"{error.__module__}.{error.__name__}", name)
