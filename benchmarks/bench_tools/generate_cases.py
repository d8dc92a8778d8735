"""Cases, tickets and tasks about the same things, the same at each run.

One stream of matters (``matters``) fills our tables and those of the peers, past
the ORM, which would take hours. About five in a hundred are open, most of these
among the latest; units and subjects are unequal, words follow Zipf's law.
"""

import io
import random
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.domain import tracking_code

from bench_tools.generate_citizens import fill_in_required

UNITS, SUBJECTS, CITIZENS, EXPERTS = 36, 60, 20_000, 4
END = datetime(2026, 11, 1)
BATCH = 50_000
# Of a hundred open ones.
OPEN_STATES = {"new": 20, "triage": 10, "open": 40, "waiting": 14, "answered": 16}
SYLLABLES = [
    "با",
    "بر",
    "تا",
    "خو",
    "دا",
    "در",
    "را",
    "رو",
    "زی",
    "سا",
    "شه",
    "کا",
    "گر",
    "لو",
    "ما",
    "نو",
    "هم",
    "یا",
    "مند",
    "گاه",
    "زار",
    "دان",
    "ستا",
    "پور",
]


class Matter(NamedTuple):
    number: int
    code: str
    title: str
    text: str
    unit: int
    before: int | None  # the unit that had it first
    copied: int | None  # a unit that has a copy
    subject: int
    channel: int
    state: str
    priority: str
    citizen: int
    expert: int | None
    received: datetime


def _pick(source, count, exponent):
    """A function that draws from range(count), the first the most often."""
    weights = list(accumulate(1 / (rank + 1) ** exponent for rank in range(count)))
    numbers = range(count)
    return lambda many=1: source.choices(numbers, cum_weights=weights, k=many)


@cache
def vocabulary():
    source, words = random.Random(5), {}
    while len(words) < 8000:
        words["".join(source.choices(SYLLABLES, k=source.randint(2, 4)))] = None
    return list(words)


def matters(first, last):
    """Those numbered from ``first`` up to ``last``."""
    source = random.Random(first + 1405)
    words = vocabulary()
    word, unit, subject = (
        _pick(source, count, exponent)
        for count, exponent in ((len(words), 1.0), (UNITS, 0.6), (SUBJECTS, 0.7))
    )
    states, weights = list(OPEN_STATES), list(OPEN_STATES.values())
    for number in range(first, last):
        late = number >= last - (last - first) // 10
        state = "closed" if source.random() < 0.95 else "rejected"
        if source.random() < (0.41 if late else 0.01):
            state = source.choices(states, weights)[0]
        digits = f"{1_000_000_007 + number * 7919 % 8_999_999_993}"
        holder = unit()[0]
        yield Matter(
            number,
            digits + tracking_code.check_digits(digits),
            " ".join(words[item] for item in word(6)),
            " ".join(words[item] for item in word(25)),
            holder,
            unit()[0] if source.random() < 0.25 else None,
            unit()[0] if source.random() < 0.05 else None,
            subject()[0],
            source.randrange(4),
            state,
            source.choices("012", (85, 12, 3))[0],
            source.randrange(CITIZENS),
            source.randrange(EXPERTS) if source.random() < 0.8 else None,
            END - timedelta(minutes=(last - number) / (last - first) * 1_500_000),
        )


# ----------------------------------------------------------------------
# Past the ORM
# ----------------------------------------------------------------------


class Table:
    """Rows on their way into a table, by COPY."""

    def __init__(self, cr, name, columns):
        self.cr, self.name, self.columns = cr, name, columns.split()
        self.rows = []
        cr.execute(f"SELECT coalesce(max(id), 0) FROM {name}")
        self.last_id = cr.fetchone()[0]

    def add(self, *values):
        self.last_id += 1
        self.rows.append("\t".join("\\N" if v is None else str(v) for v in (self.last_id, *values)))
        return self.last_id

    def send(self):
        buffer = io.StringIO("\n".join(self.rows) + "\n" if self.rows else "")
        columns = ", ".join(["id", *self.columns])
        self.cr._obj.copy_expert(f"COPY {self.name} ({columns}) FROM STDIN", buffer)
        self.cr.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [self.name, self.last_id]
        )
        self.rows.clear()


@contextmanager
def filling(cr, *tables):
    """Without foreign keys and secondary indexes meanwhile; these are made anew."""
    cr.execute("SET session_replication_role = replica")
    cr.execute(
        """
        SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
          FROM pg_index i
          LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
         WHERE i.indrelid = ANY(%s::regclass[]) AND c.oid IS NULL
        """,
        [list(tables)],
    )
    indexes = cr.fetchall()
    for name, _definition in indexes:
        cr.execute(f"DROP INDEX {name}")
    yield
    cr.execute("SET maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        cr.execute(definition)
    cr.execute("SET session_replication_role = DEFAULT")
    cr.commit()
    cr._cnx.autocommit = True
    for table in tables:
        cr.execute(f"VACUUM ANALYZE {table}")
    cr._cnx.autocommit = False


def in_batches(rows, *tables):
    """Passes the rows on; sends the tables now and then, and at the end."""
    for position, row in enumerate(rows, 1):
        yield row
        if not position % BATCH:
            for table in tables:
                table.send()
    for table in tables:
        table.send()


def fill_citizens(env, flags):
    """The same people on both sides; returns their ids.

    :param dict flags: columns that are the same for all
    """
    fill_in_required(env)
    columns = "name complete_name active type lang partner_share " + " ".join(flags)
    table = Table(env.cr, "res_partner", columns)
    same = ("t", "contact", "en_US", "t", *flags.values())
    ids = [table.add(f"Citizen {number}", f"Citizen {number}", *same) for number in range(CITIZENS)]
    table.send()
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", [ids])
    return ids


def make_user(env, login, *groups):
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            "group_ids": [(6, 0, [env.ref(group).id for group in groups])],
        }
    )


# ----------------------------------------------------------------------
# Ours
# ----------------------------------------------------------------------


class OurCases:
    """An organization of three departments with twelve units each."""

    def __init__(self, env):
        self.env = env
        Unit = env["zrm.unit"]
        top = Unit.search([("parent_id", "=", False)], limit=1) or Unit.create({"name": "City"})
        departments = Unit.create(
            [{"name": f"Department {n}", "parent_id": top.id} for n in range(3)]
        )
        self.units = Unit.create(
            [{"name": f"Unit {n}", "parent_id": departments[n % 3].id} for n in range(UNITS)]
        )
        self.process = env.ref("zrm_cases.process_field_service")
        self.subjects = env["zrm.subject"].create(
            [
                {"name": f"Subject {n}", "code": f"B-{n}", "process_id": self.process.id}
                for n in range(SUBJECTS)
            ]
        )
        env["zrm.routing.rule"].create(
            [
                {"subject_id": subject.id, "unit_id": self.units[n % UNITS].id}
                for n, subject in enumerate(self.subjects)
            ]
        )
        self.nature = env["zrm.nature"].search([], limit=1)
        self.channels = env["zrm.channel"].search([], limit=4)
        self.region = env["zrm.region"].create({"name": "District"})
        self.operator = make_user(env, "bench_operator", "zrm_base.group_operator")
        self.oversight = make_user(env, "bench_oversight", "zrm_base.group_oversight")
        self.experts = env["res.users"].concat(
            *(make_user(env, f"bench_expert_{n}", "zrm_base.group_expert") for n in range(EXPERTS))
        )
        # The expert who measures has the fifth largest unit; the others, all.
        self.units[4].member_ids = self.experts
        self.citizens = fill_citizens(env, {"is_citizen": "t", "citizen_type": "person"})
        env.flush_all()
        env.cr.commit()

    def fill(self, first, last):
        cr = self.env.cr
        steps = {
            step.state: step for step in self.process.step_ids.sorted("sequence", reverse=True)
        }
        cases = Table(
            cr,
            "zrm_case",
            "name number partner_id channel_id nature_id subject_id region_id description priority"
            " process_id step_id stage_id state step_since unit_id user_id sight_key text_key"
            " received_at closed_at outcome public_reason deadline warn_at next_check_at"
            " response_deadline responded_at company_id create_uid write_uid create_date"
            " write_date is_confidential is_anonymous bounce_count objection_count warned",
        )
        legs = Table(
            cr,
            "zrm_referral",
            "case_id kind from_unit_id from_user_id unit_id user_id deadline opened_at closed_at"
            " result company_id create_uid create_date",
        )
        events = Table(
            cr,
            "zrm_case_event",
            "case_id at kind user_id to_unit_id to_step_id is_public create_uid",
        )
        key = cache(persian.search_key)
        units, subjects = self.units.ids, self.subjects.ids
        channels, experts = self.channels.ids, self.experts.ids
        company, by = self.env.company.id, self.operator.id
        with filling(cr, "zrm_case", "zrm_referral", "zrm_case_event"):
            for matter in in_batches(matters(first, last), cases, legs, events):
                step = steps[matter.state]
                final = matter.state in ("closed", "rejected")
                received, unit = matter.received, units[matter.unit]
                expert = experts[matter.expert] if matter.expert is not None else None
                ended = received + timedelta(days=9) if final else None
                others = [matter.before, matter.copied]
                others = [units[number] for number in others if number is not None]
                deadline = received + timedelta(days=14)
                case = cases.add(
                    matter.title,
                    matter.code,
                    self.citizens[matter.citizen],
                    channels[matter.channel],
                    self.nature.id,
                    subjects[matter.subject],
                    self.region.id,
                    matter.text,
                    matter.priority,
                    self.process.id,
                    step.id,
                    step.stage_id.id,
                    matter.state,
                    received,
                    unit,
                    expert,
                    ",".join(map(str, sorted({unit, *others}))),
                    " ".join(key(word) for word in f"{matter.title} {matter.text}".split()),
                    received,
                    ended,
                    "solved" if matter.state == "closed" else None,
                    "Elsewhere" if matter.state == "rejected" else None,
                    deadline,
                    deadline - timedelta(days=3),
                    None if final else deadline,
                    received + timedelta(days=1),
                    received,
                    company,
                    by,
                    by,
                    received,
                    received,
                    *("f", "f", 0, 0, "f"),
                )
                if matter.before is not None:
                    before = units[matter.before]
                    leg = ("action", None, by, before, None, deadline, received, received, "done")
                    legs.add(case, *leg, company, by, received)
                leg = ("action", None, by, unit, expert, deadline, received, ended)
                legs.add(case, *leg, "done" if final else None, company, by, received)
                if matter.copied is not None:
                    leg = ("copy", None, by, units[matter.copied], None, None, received, received)
                    legs.add(case, *leg, "done", company, by, received)
                events.add(case, received, "registered", by, unit, None, "t", by)
                events.add(case, received, "moved", by, None, step.id, "f", by)
                if final:
                    events.add(case, ended, matter.state, by, None, None, "t", by)


# ----------------------------------------------------------------------
# Theirs
# ----------------------------------------------------------------------


class PeerTickets:
    """OCA's helpdesk: a team for each of our units, a category for each subject."""

    STAGES = {
        "new": "New",
        "triage": "In Progress",
        "open": "In Progress",
        "answered": "In Progress",
        "waiting": "Awaiting",
        "closed": "Done",
        "rejected": "Rejected",
    }

    def __init__(self, env):
        self.env = env
        groups = "helpdesk_mgmt.group_helpdesk_user_team", "helpdesk_mgmt.group_helpdesk_user"
        self.experts = env["res.users"].concat(
            *(make_user(env, f"bench_ticket_{n}", groups[0]) for n in range(EXPERTS))
        )
        self.oversight = make_user(env, "bench_ticket_all", groups[1])
        self.teams = env["helpdesk.ticket.team"].create(
            [{"name": f"Unit {n}", "use_sla": True} for n in range(UNITS)]
        )
        self.teams[4].user_ids = self.experts
        self.categories = env["helpdesk.ticket.category"].create(
            [{"name": f"Subject {n}"} for n in range(SUBJECTS)]
        )
        self.channels = env["helpdesk.ticket.channel"].search([], limit=4)
        self.stages = {
            state: env["helpdesk.ticket.stage"].search([("name", "=", name)], limit=1)
            for state, name in self.STAGES.items()
        }
        self.sla = env["helpdesk.sla"].create(
            {"name": "Two weeks", "days": 10, "hours": 0, "stage_id": self.stages["closed"].id}
        )
        self.citizens = fill_citizens(env, {})
        env.flush_all()
        env.cr.commit()

    def fill(self, first, last):
        cr = self.env.cr
        tickets = Table(
            cr,
            "helpdesk_ticket",
            "name number partner_id partner_name commercial_partner_id channel_id category_id"
            " description priority stage_id team_id user_id last_stage_update closed_date"
            " company_id create_uid write_uid create_date write_date sequence active unattended"
            " rating_status positive_rate_percentage",
        )
        slas = Table(
            cr, "helpdesk_ticket_sla", "ticket_id sla_id state deadline last_state_date create_date"
        )
        stages = {state: (stage.id, stage.unattended) for state, stage in self.stages.items()}
        teams, categories = self.teams.ids, self.categories.ids
        channels, experts = self.channels.ids, self.experts.ids
        company, by = self.env.company.id, self.oversight.id
        with filling(cr, "helpdesk_ticket", "helpdesk_ticket_sla"):
            for matter in in_batches(matters(first, last), tickets, slas):
                final = matter.state in ("closed", "rejected")
                received, citizen = matter.received, self.citizens[matter.citizen]
                stage, unattended = stages[matter.state]
                ticket = tickets.add(
                    matter.title,
                    f"HT{matter.code}",
                    citizen,
                    f"Citizen {matter.citizen}",
                    citizen,
                    channels[matter.channel],
                    categories[matter.subject],
                    f"<p>{matter.text}</p>",
                    matter.priority,
                    stage,
                    teams[matter.unit],
                    experts[matter.expert] if matter.expert is not None else None,
                    received,
                    received + timedelta(days=9) if final else None,
                    company,
                    by,
                    by,
                    received,
                    received,
                    10,
                    "t",
                    "t" if unattended else "f",
                    "stage",
                    0,
                )
                state = "accomplished" if final else "in_progress"
                deadline = received + timedelta(days=14)
                slas.add(ticket, self.sla.id, state, deadline, received, received)


class PeerTasks:
    """Core's project: a project for each of our units."""

    STATES = ("new", "triage", "open", "waiting", "answered", "closed", "rejected")

    def __init__(self, env, citizens):
        self.env, self.citizens = env, citizens
        self.user = make_user(env, "bench_task", "project.group_project_user")
        self.stages = env["project.task.type"].create(
            [{"name": name, "user_id": False} for name in self.STATES]
        )
        self.projects = env["project.project"].create(
            [{"name": f"Unit {n}", "type_ids": [(6, 0, self.stages.ids)]} for n in range(UNITS)]
        )
        env.flush_all()
        env.cr.commit()

    def fill(self, first, last):
        cr = self.env.cr
        tasks = Table(
            cr,
            "project_task",
            "name partner_id description priority stage_id project_id state date_last_stage_update"
            " company_id create_uid write_uid create_date write_date sequence active"
            " display_in_project is_template has_template_ancestor recurring_task date_deadline",
        )
        stages = dict(zip(self.STATES, self.stages.ids, strict=True))
        states = {"closed": "1_done", "rejected": "1_canceled"}
        projects = self.projects.ids
        company, by = self.env.company.id, self.user.id
        with filling(cr, "project_task"):
            for matter in in_batches(matters(first, last), tasks):
                received = matter.received
                tasks.add(
                    f"{matter.code} {matter.title}",
                    self.citizens[matter.citizen],
                    f"<p>{matter.text}</p>",
                    "1" if matter.priority > "0" else "0",
                    stages[matter.state],
                    projects[matter.unit],
                    states.get(matter.state, "01_in_progress"),
                    received,
                    company,
                    by,
                    by,
                    received,
                    received,
                    10,
                    *("t", "t", "f", "f", "f"),
                    received + timedelta(days=14),
                )
