"""The public page of suggestions, its look-ups and a click; read by `scripts/odoo shell`.

The peer is the same work among a tenth of the suggestions: what grows with their number
would be felt by every visitor.
"""

import json
import os

from bench_tools.generate_cases import vocabulary
from bench_tools.generate_suggestions import fill
from bench_tools.measuring import Side, in_turns

ROWS = int(os.environ.get("ROWS", "100000"))
FEW = ROWS // 10
ROUNDS = int(os.environ.get("ROUNDS", "15"))
COUNTED, PAGE = 2000, 20
MAY_GROW = 1.3


def pieces(env):
    """What visitors and citizens ask for: name and function of the number of the round."""
    Publication, company = env["zrm.suggestion.publication"].sudo(), env.company
    words = vocabulary()
    person = env["res.partner"].search([("name", "=", "bench voice 199")], limit=1)
    is_open = [("published_state", "=", "submitted")]
    loud = Publication.search(is_open, order="id desc", limit=ROUNDS + 1)

    def page(order, **chosen):
        domain = Publication._filtered(company, **chosen)
        Publication.search_count(domain, limit=COUNTED)
        Publication._years(company)
        return Publication.search(domain, order=order, limit=PAGE)._public_rows()

    def typed(*places):
        return " ".join(words[place] for place in places)

    yield "newest page of the public list", lambda number: page("id desc")
    yield "the most supported", lambda number: page("support_count desc, id desc")
    yield (
        "the most supported in one state",
        lambda number: page("support_count desc, id desc", state="approved"),
    )
    yield (
        "found by two words",
        lambda number: page("id desc", words=typed(200 + number, 300 + number)),
    )
    yield (
        "similar while typing, common words too",
        lambda number: Publication._similar(
            typed(number, number + 1, 50 + number, 400 + number), company
        ),
    )
    yield (
        "one suggestion with its voices and comments",
        lambda number: (
            loud[number]._public_rows()
            + loud[number]._comments_for(person)
            + [loud[number]._supported_by(person)]
        ),
    )
    yield "a click of support", lambda number: loud[number]._support(person)


def measure(env):
    return {work: in_turns({"side": Side(env, call)}, ROUNDS)["side"] for work, call in pieces(env)}


def row(work, many, few):
    ratio = round(many["ms"] / few["ms"], 2)
    return {
        "work": work,
        "zrm": many,
        "peer": few,
        "ratio": ratio,
        "target": {"ratio": MAY_GROW},
        "missed": {"ratio": ratio} if ratio > MAY_GROW else {},
    }


def run(env):
    env.company.zrm_suggestions_public = True
    fill(env, 0, FEW)
    few = measure(env)
    fill(env, FEW, ROWS)
    many = measure(env)
    return {
        "title": f"Participation: {ROWS:,} published suggestions",
        "peer": f"the same work among {FEW:,} of them",
        "sides": {"zrm": f"{ROWS:,}", "peer": f"{FEW:,}"},
        "grown_from": FEW,
        "rows": [row(work, many[work], few[work]) for work in many],
    }


print("RESULT " + json.dumps(run(env), ensure_ascii=False))  # noqa: F821
