"""Registering, moving and finding among a million cases; read by `scripts/odoo shell`.

The peers are OCA's helpdesk and core's project.task, in a database of their own
(``ZRM_BENCH_PEER``) with as many records about the same matters. Both are asked
for what their own screens ask for, in turns, in this one process.
"""

import json
import os
import random
from itertools import islice

from bench_tools import client, generate_cases
from bench_tools.measuring import Side, in_turns

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

ROWS = int(os.environ.get("ROWS", "1000000"))
FEW = ROWS // 10
ROUNDS = int(os.environ.get("ROUNDS", "5"))
BATCH = 200
OPEN = [("state", "not in", ("closed", "rejected"))]
OPEN_TICKETS = [("stage_id.closed", "=", False)]
OPEN_TASKS = [("is_closed", "=", False)]
# What the rows that part 2 names have to reach; the others stand beside them.
READING = {
    "list as it opens",
    "kanban of a unit as it opens",
    "search by tracking code",
    "search by two words of the text, as the list opens",
}
MODULES = ("helpdesk_mgmt", "helpdesk_mgmt_sla", "helpdesk_mgmt_rating", "helpdesk_type", "project")


class Bench:
    def __init__(self, env, peer_env):
        self.env, self.peer_env = env, peer_env
        self.ours = generate_cases.OurCases(env)
        self.tickets = generate_cases.PeerTickets(peer_env)
        self.tasks = generate_cases.PeerTasks(peer_env, self.tickets.citizens)
        self.specs = {}

    def fill(self, first, last):
        for system in (self.ours, self.tickets, self.tasks):
            system.fill(first, last)
        # These rows came past the ORM.
        for env in (self.env, self.peer_env):
            env.registry.clear_all_caches()
            env.registry.cache_invalidated.clear()

    def in_turns(self, ours, tickets, tasks, records=1, rounds=ROUNDS):
        return in_turns(
            {
                "zrm": Side(self.env, ours, records),
                "peer": Side(self.peer_env, tickets, records),
                "beside": Side(self.peer_env, tasks, records),
            },
            rounds,
        )

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    def our_vals(self, number):
        ours = self.ours
        return {
            "partner_id": ours.citizens[number],
            "channel_id": ours.channels[0].id,
            "nature_id": ours.nature.id,
            "subject_id": ours.subjects[number % generate_cases.SUBJECTS].id,
            "region_id": ours.region.id,
            "name": f"Case {number}",
            "description": "Water stands in the street",
        }

    def ticket_vals(self, number):
        tickets = self.tickets
        return {
            "partner_id": tickets.citizens[number],
            "channel_id": tickets.channels[0].id,
            "category_id": tickets.categories[number % generate_cases.SUBJECTS].id,
            "team_id": tickets.teams[4].id,
            "name": f"Case {number}",
            "description": "<p>Water stands in the street</p>",
        }

    def task_vals(self, number):
        return {
            "partner_id": self.tasks.citizens[number],
            "project_id": self.tasks.projects[4].id,
            "name": f"Case {number}",
            "description": "<p>Water stands in the street</p>",
        }

    def writing(self):
        Case = self.env["zrm.case"].with_user(self.ours.operator)
        Ticket = self.peer_env["helpdesk.ticket"].with_user(self.tickets.oversight)
        Task = self.peer_env["project.task"].with_user(self.tasks.user)
        yield (
            "register one",
            {"ratio": 0.5, "queries": 14},
            self.in_turns(
                lambda number: Case._intake([self.our_vals(number)]),
                lambda number: Ticket.create([self.ticket_vals(number)]),
                lambda number: Task.create([self.task_vals(number)]),
                rounds=3 * ROUNDS,
            ),
        )
        batch = range(BATCH)
        yield (
            f"register {BATCH} at once, per record",
            {"ratio": 0.2, "queries": 1},
            self.in_turns(
                lambda _number: Case._intake([self.our_vals(n) for n in batch]),
                lambda _number: Ticket.create([self.ticket_vals(n) for n in batch]),
                lambda _number: Task.create([self.task_vals(n) for n in batch]),
                records=BATCH,
            ),
        )
        yield ("move one step", {"queries": 12}, self.moving())

    def moving(self):
        """Each to the step of work, by an expert of the unit that has it."""
        ours, tickets, tasks = self.ours, self.tickets, self.tasks
        expert, count = ours.experts[0], 3 * ROUNDS + 1
        triage = [("state", "=", "triage"), ("unit_id", "=", ours.units[4].id)]
        cases = self.env["zrm.case"].with_user(expert).search(triage, limit=count)
        step = ours.process.step_ids.filtered(lambda item: item.state == "open")[:1]
        new = [("stage_id", "=", tickets.stages["new"].id), ("team_id", "=", tickets.teams[4].id)]
        Ticket = self.peer_env["helpdesk.ticket"].with_user(tickets.experts[0])
        ticket_records = Ticket.search(new, limit=count)
        new = [("stage_id", "=", tasks.stages[0].id), ("project_id", "=", tasks.projects[4].id)]
        task_records = self.peer_env["project.task"].with_user(tasks.user).search(new, limit=count)

        def pick(records, number):
            return records[number % len(records)]

        return self.in_turns(
            lambda number: pick(cases, number).action_move(step.id),
            lambda number: pick(ticket_records, number).write(
                {"stage_id": tickets.stages["open"].id}
            ),
            lambda number: pick(task_records, number).write({"stage_id": tasks.stages[2].id}),
            rounds=count - 1,
        )

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def as_users(self):
        """The three models, for the experts of one unit and for those who see all."""
        ours, tickets, tasks = self.ours, self.tickets, self.tasks
        Case, Ticket = self.env["zrm.case"], self.peer_env["helpdesk.ticket"]
        Task = self.peer_env["project.task"].with_user(tasks.user)
        return {
            "expert": (
                Case.with_user(ours.experts[0]),
                Ticket.with_user(tickets.experts[0]),
                Task,
            ),
            "oversight": (
                Case.with_user(ours.oversight),
                Ticket.with_user(tickets.oversight),
                Task,
            ),
        }

    def lists(self, models, domains):
        """Opens the list of each model with its domain, or one that depends on the round."""
        calls = []
        for model, domain in zip(models, domains, strict=True):
            spec = client.specification(model, "list")
            asked = domain if callable(domain) else lambda _number, d=domain: d
            calls.append(lambda number, m=model, s=spec, d=asked: client.open_list(m, d(number), s))
        return self.in_turns(*calls)

    def kanbans(self, models, domains):
        calls = []
        for model, domain in zip(models, domains, strict=True):
            spec = client.specification(model, "kanban")
            # The client has read the view before; only its data is asked for.
            bar, cards = client.progress_bar(model), client.cards(model)
            calls.append(
                lambda _number, m=model, s=spec, d=domain, b=bar, c=cards: client.open_kanban(
                    m, d, s, progress=b, cards=c
                )
            )
        return self.in_turns(*calls)

    def reading(self):
        users = self.as_users()
        team = [("team_id", "=", self.tickets.teams[4].id)]
        project = [("project_id", "=", self.tasks.projects[4].id)]
        mine = [("is_for_me", "=", True), *OPEN]  # as the menu opens it
        unit_domains = (mine, team + OPEN_TICKETS, project + OPEN_TASKS)
        all_domains = (OPEN, OPEN_TICKETS, OPEN_TASKS)
        # Ours and core's open with a filter for open ones; the helpdesk without.
        as_it_opens = (mine, [], OPEN_TASKS)
        unit_as_it_opens = (mine, team, project + OPEN_TASKS)
        yield "list as it opens", self.lists(users["oversight"], as_it_opens)
        yield "list of a unit as it opens", self.lists(users["expert"], unit_as_it_opens)
        yield "kanban of a unit as it opens", self.kanbans(users["expert"], unit_as_it_opens)
        yield "list, closed ones too", self.lists(users["oversight"], ([], [], []))
        yield "list, open ones only", self.lists(users["oversight"], all_domains)
        yield "list of a unit, open ones only", self.lists(users["expert"], unit_domains)
        yield "kanban of a unit, open ones only", self.kanbans(users["expert"], unit_domains)
        yield "kanban of all, open ones only", self.kanbans(users["oversight"], all_domains)
        source = random.Random(11)
        sample = [
            matter
            for matter in islice(generate_cases.matters(0, FEW), 4000)
            if source.random() < 0.01
        ]
        codes = [matter.code for matter in sample]
        words = self.phrases()
        yield (
            "search by tracking code",
            self.lists(
                users["oversight"],
                (
                    lambda number: [("number_spaced", "ilike", codes[number])],
                    lambda number: [
                        "|",
                        ("number", "ilike", codes[number]),
                        ("name", "ilike", codes[number]),
                    ],
                    lambda number: [("name", "ilike", codes[number])],
                ),
            ),
        )
        for work, among in (
            ("search by two words of the text, as the list opens", mine),
            ("search by two words of the text, closed ones too", []),
        ):
            yield (
                work,
                self.lists(
                    users["oversight"],
                    (
                        lambda number, a=among: [*a, ("text_search", "ilike", words[number])],
                        lambda number: [
                            "|",
                            ("name", "ilike", words[number]),
                            ("description", "ilike", words[number]),
                        ],
                        lambda number: [
                            "|",
                            ("name", "ilike", words[number]),
                            ("description", "ilike", words[number]),
                        ],
                    ),
                ),
            )

    @staticmethod
    def phrases():
        """Two words that stand together, as the peers look for the phrase; none of
        the commonest hundred, which nobody looks for ("and", "in the")."""
        common = set(generate_cases.vocabulary()[:100])
        pairs = (m.title.split()[1:3] for m in islice(generate_cases.matters(0, FEW), 4000))
        return [" ".join(pair) for pair in pairs if not common & set(pair)]


def row(work, target, result, before=None):
    """One line of the report, with its verdict."""
    mine, theirs = result["zrm"], result["peer"]
    ratio = round(mine["ms"] / theirs["ms"], 3)
    line = {"work": work, **result, "ratio": ratio, "target": target}
    measured = {"ratio": ratio, "queries": mine["queries"]}
    if before:
        line["growth"] = measured["growth"] = round(mine["ms"] / before["zrm"]["ms"], 2)
        line["peer_growth"] = round(theirs["ms"] / before["peer"]["ms"], 2)
    line["missed"] = {
        name: measured[name] for name, limit in target.items() if measured[name] > limit
    }
    return line


def run(env):
    registry = Registry(os.environ["ZRM_BENCH_PEER"])
    with registry.cursor() as cr:
        peer_env = api.Environment(cr, SUPERUSER_ID, {})
        versions = ", ".join(
            f"{module.name} {module.installed_version}"
            for module in peer_env["ir.module.module"].search([("name", "in", MODULES)])
        )
        bench = Bench(env, peer_env)
        bench.fill(0, FEW)
        before = dict(bench.reading())
        bench.fill(FEW, ROWS)
        rows = [row(work, target, result) for work, target, result in bench.writing()]
        rows += [
            row(
                work,
                {"ratio": 0.1, "growth": 1.3} if work in READING else {},
                result,
                before[work],
            )
            for work, result in bench.reading()
        ]
        cr.rollback()
    return {
        "title": f"Cases: {ROWS:,} of them",
        "peer": f"OCA helpdesk with as many tickets; beside it, core's project.task ({versions})",
        "sides": {"zrm": "ZRM", "peer": "helpdesk", "beside": "project.task"},
        "grown_from": FEW,
        "rows": rows,
    }


print("RESULT " + json.dumps(run(env), ensure_ascii=False))  # noqa: F821
