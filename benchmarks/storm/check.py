"""Holds the ledger of the storm against the database; read by `scripts/odoo shell`.

Whoever was told a tracking code must find that case, once; what was asked for
and not answered may be there or not, but not twice; and nothing else came in.
"""

import json
import os
from pathlib import Path

SINCE = int(os.environ["STORM_SINCE"])  # the last case before the storm


def read_ledger():
    """``({reference: way}, {reference: code})`` of what was asked and what was told."""
    asked, told = {}, {}
    for line in Path(os.environ["STORM_LEDGER"]).read_text("utf-8").splitlines():
        word, way, reference, code = line.split("\t")
        if word == "asked":
            asked[reference] = way
        else:
            told[reference] = code
    return asked, told


def count(env, query, *values):
    env.cr.execute(query, values)
    return env.cr.fetchone()[0]


def run(env):
    asked, told = read_ledger()
    env.cr.execute("SELECT external_ref, number FROM zrm_case WHERE id > %s", [SINCE])
    registered = {}
    for reference, number in env.cr.fetchall():
        registered.setdefault(reference, []).append(number)
    unanswered = asked.keys() - told.keys()
    ways = {way: sum(asked[ref] == way for ref in told) for way in ("form", "machine")}
    facts = {
        "asked for": len(asked),
        "told a tracking code": len(told),
        "of these by form": ways["form"],
        "of these by machine": ways["machine"],
        "without an answer": len(unanswered),
        "of these registered all the same": len(unanswered & registered.keys()),
        "cases in the database since then": sum(map(len, registered.values())),
    }
    # All of these have to be 0.
    wrong = {
        "told, and not there": sum(
            code not in registered.get(ref, ()) for ref, code in told.items()
        ),
        "a reference that is there twice": sum(len(codes) > 1 for codes in registered.values()),
        "there, and never asked for": len(registered.keys() - asked.keys()),
        "a code that was told twice": len(told) - len(set(told.values())),
        "a code that two cases have": count(
            env, "SELECT count(*) - count(DISTINCT number) FROM zrm_case"
        ),
        "open cases without exactly one open leg": count(
            env,
            """
            SELECT count(*) FROM zrm_case c
             WHERE id > %s AND state NOT IN ('closed', 'rejected') AND 1 != (
                   SELECT count(*) FROM zrm_referral r
                    WHERE r.case_id = c.id AND kind = 'action' AND closed_at IS NULL)
            """,
            SINCE,
        ),
        "cases without exactly one beginning of their story": count(
            env,
            """
            SELECT count(*) FROM zrm_case c
             WHERE id > %s AND 1 != (
                   SELECT count(*) FROM zrm_case_event e
                    WHERE e.case_id = c.id AND kind = 'registered')
            """,
            SINCE,
        ),
        "citizens who are to be told and have no notice": count(
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
