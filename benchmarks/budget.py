"""A year of public money with a million entries in the ledger; read by `scripts/odoo shell`.

The floor of reading is reading as many rows of a plain model (countries' states) in the same
run, or for the pivot what it asks for of as many of these; that of a reservation is the bare
conditional UPDATE in PostgreSQL.
"""

import json
import os

from bench_tools.generate_budget import AMOUNT, SERVICES, Year
from bench_tools.measuring import Side, in_turns

from odoo.tests import new_test_user

ROWS = int(os.environ.get("ROWS", "1000000"))
FEW = ROWS // 10
ROUNDS = int(os.environ.get("ROUNDS", "9"))
BATCH, PAGE, LATEST = 200, 20, 40
MAY_TAKE, MAY_GROW = 3, 1.3
MEASURES = ["approved:sum", "allotted:sum", "reserved:sum", "committed:sum", "spent:sum"]
PLAIN = {"name": {}, "code": {}, "country_id": {"fields": {"display_name": {}}}}


def named(*names):
    return {name: {"fields": {"display_name": {}}} for name in names}


# What the form of a credit asks for, lists within it too.
FORM = {
    **{
        name: {}
        for name in ("state", "level", "display_name", "bar", "approved", "allotted", "reserved",
                     "committed", "spent", "available", "used_percent", "warn_at", "tell_at",
                     "stop_at", "overrun", "is_too_early", "elapsed_percent", "held", "expected",
                     "expected_rest", "forecast_words")
    },
    **named("unit_id", "subject_id", "period_id", "currency_id"),
    "latest_move_ids": {
        "fields": {"at": {}, "kind": {}, "amount": {}, **named("document_id", "user_id")},
        "limit": LATEST,
    },
    "month_ids": {"fields": {"month": {}, "allotted": {}, "spent": {}}, "limit": LATEST},
    "document_ids": {"fields": {"kind": {}, "amount": {}, "reason": {}, "state": {}}},
}  # fmt: skip


class Bench:
    def __init__(self, env):
        self.year = Year(env)
        groups = "zrm_budget.group_budget_officer"
        self.officer = new_test_user(env, "bench_officer", groups=groups)
        self.certifier = new_test_user(
            env, "bench_certifier", groups="zrm_budget.group_budget_user"
        )
        env["zrm.budget.authority"].create({"user_id": self.certifier.id, "duty": "certify"})
        env["res.country.state"].create(
            [
                {
                    "name": f"bench {number}",
                    "code": f"B{number}",
                    "country_id": env.ref("base.ir").id,
                }
                for number in range(len(self.year.lines) * 14)
            ]
        )
        env.cr.commit()
        self.env = env

    def plain(self, rows):
        """Reads so many rows of a plain model."""
        model = self.env(user=self.officer)["res.country.state"]
        return lambda _number: model.web_search_read([], PLAIN, limit=rows, count_limit=1)[
            "records"
        ]

    def against_plain(self, call, rows):
        sides = {"zrm": Side(self.env, call), "peer": Side(self.env, self.plain(rows))}
        return in_turns(sides, ROUNDS)

    def against_groups(self, call, rows):
        """Beside the same request of the client for as many rows of a plain model."""
        model = self.env(user=self.officer)["res.country.state"]
        domain = [("id", "in", model.search([], limit=rows).ids)]
        by_row = ["country_id", "name", "code"]
        sides = {
            "zrm": Side(self.env, call),
            "peer": Side(
                self.env, lambda _number: model.formatted_read_group(domain, by_row, ["__count"])
            ),
        }
        return in_turns(sides, ROUNDS)

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def reading(self):
        env, lines = self.env(user=self.officer), self.year.lines
        Performance, Line = env["zrm.budget.performance"], env["zrm.budget.line"]
        is_open = [("period_id.state", "=", "open")]
        months = Performance.search_count([("line_id", "=", lines[0].id)])
        yield (
            "the form of a credit",
            self.against_plain(
                lambda number: Line.browse(lines[number].id).web_read(FORM), 1 + LATEST + months
            ),
        )
        by_month = ["unit_id", "subject_id", "month:month"]
        groups = len(Performance._read_group(is_open, by_month))
        yield (
            "performance by unit, subject and month",
            self.against_plain(
                lambda _number: Performance._read_group(is_open, by_month, MEASURES), groups
            ),
        )
        # What the client asks for is words and a domain for each group, which take most of it.
        yield (
            "the same, as the pivot asks for it",
            self.against_groups(
                lambda _number: Performance.formatted_read_group(is_open, by_month, MEASURES),
                groups,
            ),
        )
        by_unit = [[], ["unit_id"], ["unit_id", "subject_id"]]
        yield (
            "the pivot as it opens, by unit and subject",
            self.against_groups(
                lambda _number: Performance.formatted_read_grouping_sets(
                    is_open, by_unit, MEASURES
                ),
                len(lines) + len(lines.unit_id) + 1,
            ),
        )
        people = self.year.regulars()
        Services = self.env["res.partner"], self.env["zrm.budget.request.line"]
        yield "a citizen's account", self.against_plain(self.account(people, *Services), PAGE)
        yield (
            "its sums by organization",
            self.against_plain(lambda number: people[number]._zrm_account(), SERVICES),
        )
        spec = {
            **{name: {} for name in ("stage", "amount", "since", "days", "bucket")},
            **named("request_id", "unit_id", "subject_id"),
        }
        Ageing = env["zrm.budget.ageing"]
        yield (
            "ageing of what is held, by unit (a twentieth of the requests)",
            self.against_plain(
                lambda _number: Ageing.formatted_read_group([], ["unit_id"], ["amount:sum"]),
                len(lines.unit_id),
            ),
        )
        yield (
            "ageing, the first page",
            self.against_plain(
                lambda _number: Ageing.web_search_read([], spec, limit=80)["records"], 80
            ),
        )

    @staticmethod
    def account(people, Partner, Services):
        """What the page of a citizen's own services reads."""

        def page(number):
            everybody = Partner.browse(people[number].id)._acts_as()
            own = Services._domain_of_citizens(everybody)
            Services.search_count(own)
            services = Services.search(own, limit=PAGE, order="id desc")
            return [
                (
                    one.name or one.budget_line_id.subject_id.name,
                    one.payable,
                    one.request_id.state,
                    one.budget_line_id.unit_id.display_name,
                )
                for one in services
            ]

        return page

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    def writing(self):
        env, line = self.env, self.year.lines[0]
        vals = {
            "name": "bench",
            "unit_id": line.unit_id.id,
            "line_ids": [(0, 0, {"budget_line_id": line.id, "amount": AMOUNT})],
        }
        requests = env["zrm.budget.request"].create([vals] * (BATCH + ROUNDS + 1))
        requests._enter("approved", "system")
        env.cr.commit()
        many = requests[:BATCH].ids

        def reserve(ids):
            own = env(user=self.certifier)["zrm.budget.request"].browse(ids)
            return own.action_reserve()

        def bare(_number):
            env.cr.execute(
                "UPDATE zrm_budget_line SET reserved = reserved + 1 WHERE id = %s "
                "AND allotted >= reserved + committed + spent + 1 RETURNING id",
                [line.id],
            )
            return env.cr.fetchone()

        one = {
            "zrm": Side(env, lambda number: reserve([requests[BATCH + number].id])),
            "peer": Side(env, bare),
        }
        yield "a reservation", {"queries": 12}, in_turns(one, ROUNDS)
        batch = {
            "zrm": Side(env, lambda _number: reserve(many), BATCH),
            "peer": Side(env, lambda number: all(bare(number) for _one in many), BATCH),
        }
        yield f"each of {BATCH} reservations at once", {"queries": 1.5}, in_turns(batch, ROUNDS)


def row(work, target, result, before=None):
    """One line of the report, with its verdict."""
    mine, floor = result["zrm"], result["peer"]
    ratio = round(mine["ms"] / floor["ms"], 2)
    line = {"work": work, **result, "ratio": ratio, "target": target}
    measured = {"ratio": ratio, "queries": mine["queries"]}
    if before:
        line["growth"] = round(mine["ms"] / before["zrm"]["ms"], 2)
        line["peer_growth"] = round(floor["ms"] / before["peer"]["ms"], 2)
        # The floor reads as many rows as before: what it has grown is the machine's load.
        measured["growth"] = round(line["growth"] / line["peer_growth"], 2)
    line["missed"] = {
        name: measured[name] for name, limit in target.items() if measured[name] > limit
    }
    return line


def run(env):
    bench = Bench(env)
    bench.year.fill(FEW)
    before = list(bench.reading())
    bench.year.fill(ROWS)
    rows = [
        # How much is under way grows with all: ageing has no target.
        row(work, {} if "ageing" in work else {"ratio": MAY_TAKE, "growth": MAY_GROW}, now, then)
        for (work, now), (_work, then) in zip(bench.reading(), before, strict=True)
    ]
    rows += [row(work, target, result) for work, target, result in bench.writing()]
    return {
        "title": f"Public money: {ROWS:,} entries in the ledger",
        "peer": "reading as many rows of a plain model (countries' states); for a reservation "
        "the bare conditional UPDATE",
        "sides": {"zrm": "ZRM", "peer": "floor"},
        "grown_from": FEW,
        "rows": rows,
    }


print("RESULT " + json.dumps(run(env), ensure_ascii=False))  # noqa: F821
