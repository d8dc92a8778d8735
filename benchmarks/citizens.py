"""Finding one citizen among a million; read by `scripts/odoo shell`.

The peer is plain `res.partner` in the same database: the same people found by
what core offers for it (`vat`, `phone_mobile_search`, `name_search`).
"""

import json
import os
import random
import statistics
import time
from functools import partial

from bench_tools.generate_citizens import fill, people

ROWS = int(os.environ.get("ROWS", "1000000"))
ROUNDS = 15


def measure(env, calls):
    """Median milliseconds and queries of each call; a fresh cache each time."""
    times, queries, hits = [], [], 0
    calls[0]()
    for call in calls[1:]:
        env.invalidate_all()
        before, started = env.cr.sql_log_count, time.perf_counter()
        found = call()
        times.append((time.perf_counter() - started) * 1000)
        queries.append(env.cr.sql_log_count - before)
        hits += bool(found)
    return {
        "ms": round(statistics.median(times), 2),
        "worst_ms": round(max(times), 1),
        "queries": statistics.median(queries),
        "found": f"{hits}/{len(times)}",
    }


def misspell(name, source):
    """One letter of the surname lost or written as a look-alike."""
    alike = {
        "س": "ص",
        "ص": "س",
        "ز": "ذ",
        "ض": "ز",
        "ت": "ط",
        "ط": "ت",
        "ه": "ح",
        "ح": "ه",
        "ق": "غ",
    }
    for letter in name:
        if letter in alike and source.random() < 0.5:
            return name.replace(letter, alike[letter], 1)
    place = len(name) - source.randint(2, 3)
    return name[:place] + name[place + 1 :]


def run(env):
    fill(env, ROWS)
    source = random.Random(7)
    sample = list(people(ROWS))
    picked = [sample[source.randrange(ROWS)] for _ in range(ROUNDS + 1)]
    user = env.ref("base.user_admin")
    Partner = env["res.partner"].with_user(user)
    rows = []
    for title, ours, theirs in (
        (
            "by national ID",
            lambda person: Partner._find_citizens(person[2]),
            lambda person: Partner.search([("vat", "=", person[2])], limit=8),
        ),
        (
            "by phone, as typed",
            lambda person: Partner._find_citizens("+98 " + person[3][1:4] + " " + person[3][4:]),
            lambda person: Partner.search([("phone_mobile_search", "=", person[3])], limit=8),
        ),
        (
            "by name",
            lambda person: Partner._find_citizens(person[0]),
            lambda person: Partner.name_search(person[0], limit=8),
        ),
        (
            "by misspelt name",
            lambda person: Partner._find_citizens(misspell(person[0], source)),
            lambda person: Partner.name_search(misspell(person[0], source), limit=8),
        ),
    ):
        mine = measure(env, [partial(ours, person) for person in picked])
        peer = measure(env, [partial(theirs, person) for person in picked])
        rows.append(
            {"work": title, "zrm": mine, "peer": peer, "ratio": round(mine["ms"] / peer["ms"], 3)}
        )
    return {
        "title": f"One among {ROWS:,} citizens",
        "peer": "plain res.partner, what core offers",
        "rows": rows,
    }


print("RESULT " + json.dumps(run(env), ensure_ascii=False))  # noqa: F821
