"""Compares the ledger of the storm with the database; read by `scripts/odoo shell`.

Each returned tracking code must belong to one case; a request without a reply
may be registered or not, but not twice; and there are no other cases.
"""

import json
import os
from pathlib import Path

SINCE = int(os.environ["STORM_SINCE"])  # the last case before the storm


def read_ledger():
    """``({reference: source}, {reference: code})`` of requests and of replies."""
    asked, answered = {}, {}
    for line in Path(os.environ["STORM_LEDGER"]).read_text("utf-8").splitlines():
        kind, source, reference, code = line.split("\t")
        if kind == "asked":
            asked[reference] = source
        else:
            answered[reference] = code
    return asked, answered


def count(env, query, *values):
    env.cr.execute(query, values)
    return env.cr.fetchone()[0]


def run(env):
    asked, answered = read_ledger()
    env.cr.execute("SELECT external_ref, number FROM zrm_case WHERE id > %s", [SINCE])
    registered = {}
    for reference, number in env.cr.fetchall():
        registered.setdefault(reference, []).append(number)
    unanswered = asked.keys() - answered.keys()
    by = {name: sum(asked[ref] == name for ref in answered) for name in ("form", "machine")}
    facts = {
        "asked for": len(asked),
        "answered with a tracking code": len(answered),
        "of these by form": by["form"],
        "of these by machine": by["machine"],
        "without an answer": len(unanswered),
        "of these registered all the same": len(unanswered & registered.keys()),
        "cases in the database since then": sum(map(len, registered.values())),
    }
    # All of these have to be 0.
    wrong = {
        "answered, and not there": sum(
            code not in registered.get(ref, ()) for ref, code in answered.items()
        ),
        "a reference that is there twice": sum(len(codes) > 1 for codes in registered.values()),
        "there, and never asked for": len(registered.keys() - asked.keys()),
        "a code that was returned twice": len(answered) - len(set(answered.values())),
        "a code that two cases have": count(
            env, "SELECT count(*) - count(DISTINCT number) FROM zrm_case"
        ),
        "open cases without exactly one open referral for action": count(
            env,
            """
            SELECT count(*) FROM zrm_case c
             WHERE id > %s AND state NOT IN ('closed', 'rejected') AND 1 != (
                   SELECT count(*) FROM zrm_referral r
                    WHERE r.case_id = c.id AND kind = 'action' AND closed_at IS NULL)
            """,
            SINCE,
        ),
        "cases without exactly one event of registration": count(
            env,
            """
            SELECT count(*) FROM zrm_case c
             WHERE id > %s AND 1 != (
                   SELECT count(*) FROM zrm_case_event e
                    WHERE e.case_id = c.id AND kind = 'registered')
            """,
            SINCE,
        ),
        "citizens without a notice of registration": count(
            env,
            """
            SELECT count(*) FROM zrm_case c
             WHERE id > %s AND partner_id IS NOT NULL AND NOT EXISTS (
                   SELECT FROM zrm_case_notice n
                    WHERE n.case_id = c.id AND moment = 'registered')
            """,
            SINCE,
        ),
        "identity numbers that two files have": count(
            env,
            """
            SELECT count(*) - count(DISTINCT (identity_type, national_id))
              FROM res_partner WHERE national_id IS NOT NULL
            """,
        ),
    }
    return {"facts": facts, "wrong": wrong}


print("RESULT " + json.dumps(run(env)))  # noqa: F821
