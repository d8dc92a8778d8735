"""A small city for random stories: units three levels deep, processes with and without
approval, people of every role, and citizens."""

from types import SimpleNamespace

from odoo.addons.zrm_base.tests.common import make_user

# login: (group, unit, whether they manage it)
PEOPLE = {
    "mayor": ("manager", "city", True),
    "deputy": ("expert", "city", False),
    "head_a": ("manager", "district_a", True),
    "chief_a1": ("manager", "office_a1", True),
    "anna": ("expert", "office_a1", False),
    "amir": ("expert", "office_a1", False),
    "arash": ("expert", "office_a2", False),
    "azar": ("expert", "office_a2", False),
    "head_b": ("manager", "district_b", True),
    "chief_b1": ("manager", "office_b1", True),
    "babak": ("expert", "office_b1", False),
    "inspector": ("manager", "inspection", True),
    "iraj": ("expert", "inspection", False),
    "oversight": ("oversight", None, False),
    "administrator": ("administrator", None, False),
    "operator": ("operator", None, False),
}
# May open confidential cases of their units: an expert below, a head elsewhere.
CONFIDENTIAL = ("amir", "head_b")
# Archived and brought back, sent away and called back.
MANAGERS = ("mayor", "head_a", "chief_a1", "head_b", "chief_b1", "inspector")
ABSENT = (*MANAGERS, "anna", "amir", "arash", "babak", "deputy")

# name: (parent, assignment)
UNITS = {
    "city": (None, "manual"),
    "inspection": ("city", "manual"),
    "district_a": ("city", "manual"),
    "district_b": ("city", "manual"),
    "office_a1": ("district_a", "manual"),
    "office_a2": ("district_a", "balanced"),
    "office_b1": ("district_b", "balanced"),
}
STAGES = ("new", "open", "review", "waiting", "answered", "closed", "rejected")
# subject: (process, unit, hours of its own, whether it is sensitive)
SUBJECTS = {
    "lanes": ("plain", "office_a1", 0, False),
    "trees": ("manager", "office_a1", 24, False),
    "noise": ("parent", "office_a2", 0, False),
    "building": ("inspection", "office_b1", 16, False),
    "bribes": ("manager", "office_a1", 0, True),
    "parks": ("plain", "district_b", 80, False),
}


class City:
    """Its units, people, subjects and citizens by name, each a record as superuser."""

    def __init__(self, env):
        self.env = env
        self.people = SimpleNamespace(**{name: self._person(name) for name in PEOPLE})
        self.units = SimpleNamespace(**self._make_units())
        self.natures = self._make_natures()
        self.processes = self._make_processes()
        self.subjects = SimpleNamespace(**self._make_subjects())
        self.channel = env.ref("zrm_base.channel_phone")
        self.public = env.ref("base.public_user")
        self.citizens = self._make_citizens()

    @property
    def staff(self):
        return list(vars(self.people).values())

    @property
    def absent(self):
        """Those whose accounts are closed now and then, or who are away."""
        return [getattr(self.people, name) for name in ABSENT]

    def _person(self, name):
        return make_user(self.env, f"st_{name}", f"zrm_base.group_{PEOPLE[name][0]}", name=name)

    def _make_units(self):
        calendar = self.env["resource.calendar"].create(
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
        self.env.company.resource_calendar_id = calendar
        units = {}
        for name, (parent, assignment) in UNITS.items():
            units[name] = self.env["zrm.unit"].create(
                {
                    "name": name,
                    "code": f"ST-{name}",
                    "parent_id": units[parent].id if parent else False,
                    "resource_calendar_id": False if parent else calendar.id,
                    "assignment": assignment,
                }
            )
        for name, (_group, unit, manages) in PEOPLE.items():
            person = getattr(self.people, name)
            if unit and manages:
                units[unit].manager_id = person
            elif unit:
                units[unit].member_ids |= person
        for name in CONFIDENTIAL:
            getattr(self.people, name).group_ids |= self.env.ref("zrm_base.group_confidential")
        return units

    def _make_natures(self):
        Nature = self.env["zrm.nature"]
        return [
            Nature.create({"name": "Complaint", "kind": "complaint", "code": "st_complaint"}),
            Nature.create(
                {"name": "Report", "kind": "report", "code": "st_report", "allows_anonymous": True}
            ),
        ]

    # ------------------------------------------------------------------
    # Processes
    # ------------------------------------------------------------------

    def _make_processes(self):
        """All have the same stages: new → open ⇄ waiting, open → answered → closed.

        ``parent`` has a review by the higher unit in between, ``manager`` and ``inspection``
        need an approval while the case is open.
        """
        self.stages = {
            name: self.env["zrm.stage"].create(
                {"name": name, "state": "open" if name == "review" else name, "sequence": position}
            )
            for position, name in enumerate(STAGES)
        }
        following = {
            "new": ("open", "rejected"),
            "open": ("waiting", "answered", "rejected"),
            "waiting": ("open",),
            "answered": ("closed", "open"),
        }
        reviewed = {
            **following,
            "open": ("waiting", "review", "rejected"),
            "review": ("answered", "open", "rejected"),
        }
        inspection = {"needs_approval": True, "approval_unit_id": self.units.inspection.id}
        return {
            "plain": self._make_process("plain", following, {}),
            "manager": self._make_process("manager", following, {"open": {"needs_approval": True}}),
            "parent": self._make_process(
                "parent",
                reviewed,
                {"review": {"needs_approval": True, "responsible": "parent", "hours": 4}},
            ),
            "inspection": self._make_process("inspection", following, {"open": inspection}),
        }

    def _make_process(self, name, following, special):
        Step = self.env["zrm.process.step"]
        process = self.env["zrm.process"].create(
            {"name": name, "code": f"st_{name}", "response_hours": 8, "total_hours": 40}
        )
        steps = {}
        for position, stage in enumerate(STAGES):
            if stage in following or stage in ("closed", "rejected"):
                vals = {"responsible": "holder", "hours": 16 if stage == "open" else 0}
                if stage == "new":
                    vals["responsible"] = "routing"
                if stage == "open" and "review" in following:
                    vals["responsible"] = "handler"
                steps[stage] = Step.create(
                    {
                        "name": stage,
                        "process_id": process.id,
                        "stage_id": self.stages[stage].id,
                        "sequence": position,
                        **vals,
                        **special.get(stage, {}),
                    }
                )
        for stage, after in following.items():
            steps[stage].next_step_ids = Step.union(*(steps[one] for one in after))
        process.active = True
        return process

    def _make_subjects(self):
        subjects = {}
        for name, (process, unit, hours, is_sensitive) in SUBJECTS.items():
            subjects[name] = self.env["zrm.subject"].create(
                {
                    "name": name,
                    "code": f"ST-{name}",
                    "process_id": self.processes[process].id,
                    "total_hours": hours,
                    "is_sensitive": is_sensitive,
                }
            )
            self.env["zrm.routing.rule"].create(
                {"subject_id": subjects[name].id, "unit_id": getattr(self.units, unit).id}
            )
        return subjects

    # ------------------------------------------------------------------
    # Citizens
    # ------------------------------------------------------------------

    def _make_citizens(self):
        """With phone and e-mail, with two numbers, by e-mail alone, and out of reach."""
        return [
            self.env["res.partner"].create({"is_citizen": True, **vals})
            for vals in (
                {"name": "Maryam", "phone": "09120001111", "email": "maryam@example.com"},
                {"name": "Reza", "phone": "09120002222", "landline": "02188002222"},
                {"name": "Sara", "email": "sara@example.com"},
                {"name": "Nobody's", "preferred_channel": "none"},
                {"name": "Omid"},
            )
        ]
