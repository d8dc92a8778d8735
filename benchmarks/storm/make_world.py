"""The organization that the storm comes over; read by `scripts/odoo shell`.

A past of generated cases about named citizens, districts to choose from, staff
with passwords and a machine with an API key. Written into the file that
``STORM_WORLD`` names: what the clients have to know.
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from bench_tools import client, generate_citizens
from bench_tools.generate_cases import OurCases, make_user

CASES = int(os.environ["CASES"])
CITIZENS = max(CASES // 2, 1000)
DISTRICTS, NEIGHBOURHOODS = 22, 10
SAMPLE = 3000


def make_districts(env):
    """Ids of the neighbourhoods, for citizens and machines to name."""
    Region = env["zrm.region"]
    districts = Region.create(
        [{"name": f"منطقه {n}", "kind": "district"} for n in range(1, DISTRICTS + 1)]
    )
    return Region.create(
        [
            {"name": f"محله {n} {district.name}", "kind": "neighbourhood", "parent_id": district.id}
            for district in districts
            for n in range(1, NEIGHBOURHOODS + 1)
        ]
    ).ids


def make_cases(env):
    """A past of cases; returns who made and handles them."""
    generate_citizens.fill(env, CITIZENS)
    ours = OurCases(env)
    citizens = env["res.partner"].search([("national_id", "!=", False)], order="id").ids
    ours.citizens = [citizens[n % len(citizens)] for n in range(len(ours.citizens))]
    ours.fill(0, CASES)
    return ours


def give_key(env):
    """A machine that registers cases and may do nothing else that operators may not."""
    machine = make_user(env, "storm_machine", "zrm_base.group_operator")
    until = datetime.now() + timedelta(days=2)
    return env["res.users.apikeys"].with_user(machine).sudo()._generate("rpc", "storm", until)


def give_desks(env, ours):
    """Logins and passwords of staff, each with the list that their menu opens and
    the fields of their views."""
    ours.units[7].member_ids = ours.operator
    desks = []
    unfinished = [("state", "not in", ("closed", "rejected"))]
    for user in ours.operator | ours.experts | ours.oversight:
        user.password = user.login
        domain = unfinished if user == ours.operator else [("is_for_me", "=", True), *unfinished]
        Case = env["zrm.case"].with_user(user)
        desks.append(
            {
                "login": user.login,
                "password": user.login,
                "domain": domain,
                "views": {kind: client.specification(Case, kind) for kind in ("list", "form")},
            }
        )
    return desks


def known_cases(env):
    """Tracking codes of the latest with what proves them: four digits of a phone."""
    env.cr.execute(
        """
        SELECT c.number, right(p.phone_sanitized, 4)
          FROM zrm_case c JOIN res_partner p ON p.id = c.partner_id
         ORDER BY c.id DESC LIMIT %s
        """,
        [SAMPLE],
    )
    return env.cr.fetchall()


def run(env):
    ours = make_cases(env)
    regions = make_districts(env)
    natures = env["zrm.nature"].search([])
    people = env["res.partner"].search([("national_id", "!=", False)], limit=SAMPLE)
    world = {
        "cases": CASES,
        "channel": env.ref("zrm_base.channel_api").id,
        "subjects": ours.subjects.ids,
        "natures": natures.ids,
        "regions": regions,
        "people": [[person.name, person.national_id, person.phone] for person in people],
        "codes": known_cases(env),
        "key": give_key(env),
        "desks": give_desks(env, ours),
    }
    # The first page would otherwise wait for its scripts and styles.
    for bundle in ("web.assets_frontend", "web.assets_frontend_lazy"):
        assets = env["ir.qweb"]._get_asset_bundle(bundle)
        assets.css()
        assets.js()
    env.cr.commit()
    Path(os.environ["STORM_WORLD"]).write_text(json.dumps(world), "utf-8")


run(env)  # noqa: F821
