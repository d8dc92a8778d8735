"""The scheme from inside: the secretariat's board, an evaluator's list; read by
`scripts/odoo shell`.

The peer is the same work among a tenth of the suggestions.
"""

import json
import os

from bench_tools import client
from bench_tools.generate_cases import make_user
from bench_tools.generate_suggestions import fill
from bench_tools.measuring import Side, in_turns

ROWS = int(os.environ.get("ROWS", "100000"))
FEW = ROWS // 10
ROUNDS = int(os.environ.get("ROUNDS", "9"))
EVALUATORS, EACH, WAITING = 60, 4, 12
MAY_GROW = 1.3
# As the board opens.
UNDER_WAY = [("state", "not in", ("closed", "duplicate", "rejected", "withdrawn"))]
GROUP = "zrm_suggestions.group_suggestion_"


def people(env):
    secretary = make_user(env, "bench_secretary", f"{GROUP}secretary")
    evaluators = [
        make_user(env, f"bench_evaluator_{number}", f"{GROUP}evaluator")
        for number in range(EVALUATORS)
    ]
    env.flush_all()
    env.cr.commit()
    return secretary, evaluators


def add_evaluations(env, evaluators):
    """A round of four evaluators for each suggestion that has none. Some of the latest are
    still awaited, as many for each evaluator however many there are in all; one suggestion
    in twenty is under way."""
    ids = [user.id for user in evaluators]
    env.cr.execute(
        """
        WITH made AS (
            INSERT INTO zrm_suggestion_round (suggestion_id, company_id, number, blind_name,
                        confirmed_at, revealed_at, result_raw, result_normalised, spread)
            SELECT s.id, s.company_id, 1, s.name, now(), now(), 50, 50, 5
              FROM zrm_suggestion s
             WHERE NOT EXISTS (SELECT 1 FROM zrm_suggestion_round r WHERE r.suggestion_id = s.id)
            RETURNING id, suggestion_id, company_id
        )
        INSERT INTO zrm_suggestion_evaluation (round_id, suggestion_id, company_id, evaluator_id,
                    state, is_revealed, is_seated, total, due_on)
        SELECT made.id, made.suggestion_id, made.company_id,
               (%(ids)s)[1 + (made.id + place * 7) %% %(count)s], 'submitted', TRUE, TRUE, 50, now()
          FROM made, generate_series(1, %(each)s) AS place
        """,
        {"ids": ids, "count": len(ids), "each": EACH},
    )
    env.cr.execute(
        """
        UPDATE zrm_suggestion SET state = CASE
                WHEN id %% 20 > 0 THEN CASE WHEN id %% 3 = 0 THEN 'rejected' ELSE 'closed' END
                ELSE (ARRAY['submitted', 'screening', 'evaluation', 'committee', 'approved',
                            'implementing'])[1 + id / 20 %% 6] END;
        UPDATE zrm_suggestion_evaluation SET state = 'submitted', is_revealed = TRUE;
        UPDATE zrm_suggestion_evaluation SET state = 'invited', is_revealed = FALSE, total = 0
         WHERE id IN (SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY evaluator_id ORDER BY id DESC) AS place
              FROM zrm_suggestion_evaluation) AS ranked WHERE place <= %s);
        INSERT INTO zrm_suggestion_round_evaluator_rel (round_id, user_id)
        SELECT round_id, evaluator_id FROM zrm_suggestion_evaluation ON CONFLICT DO NOTHING
        """,
        [WAITING],
    )
    env.cr.commit()
    # As the database's own housekeeping leaves tables.
    env.cr._cnx.autocommit = True
    for table in ("", "_evaluation", "_round", "_round_evaluator_rel"):
        env.cr.execute(f"VACUUM ANALYZE zrm_suggestion{table}")
    env.cr._cnx.autocommit = False
    env.invalidate_all()


def pieces(env, secretary, evaluators):
    """What the web client asks for: name and function of the number of the round."""
    Suggestion = env["zrm.suggestion"].with_user(secretary)
    Evaluation = env["zrm.suggestion.evaluation"].with_user(evaluators[0])
    board, listed = (client.specification(Suggestion, kind) for kind in ("kanban", "list"))
    mine = client.specification(Evaluation, "list")
    bar, cards = client.progress_bar(Suggestion), client.cards(Suggestion)
    yield (
        "the secretariat's board",
        lambda _number: client.open_kanban(
            Suggestion, UNDER_WAY, board, group="state", progress=bar, cards=cards
        ),
    )
    yield "the secretariat's list", lambda _number: client.open_list(Suggestion, UNDER_WAY, listed)
    yield "all that ever was", lambda _number: client.open_list(Suggestion, [], listed)
    yield (
        "what waits for screening",
        lambda _number: client.open_list(
            Suggestion, [("state", "in", ("submitted", "screening"))], listed
        ),
    )
    yield (
        "my evaluations, as an evaluator opens them",
        lambda _number: client.open_list(
            Evaluation, [("is_mine", "=", True), ("state", "=", "invited")], mine
        ),
    )
    yield (
        "my evaluations, those that are over too",
        lambda _number: client.open_list(Evaluation, [("is_mine", "=", True)], mine),
    )


def measure(env, *people_):
    return {
        work: in_turns({"side": Side(env, call)}, ROUNDS)["side"]
        for work, call in pieces(env, *people_)
    }


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
    secretary, evaluators = people(env)
    fill(env, 0, FEW)
    add_evaluations(env, evaluators)
    few = measure(env, secretary, evaluators)
    fill(env, FEW, ROWS)
    add_evaluations(env, evaluators)
    many = measure(env, secretary, evaluators)
    return {
        "title": f"Suggestions: {ROWS:,} with {EACH * ROWS:,} evaluations",
        "peer": f"the same work among {FEW:,} of them",
        "sides": {"zrm": f"{ROWS:,}", "peer": f"{FEW:,}"},
        "grown_from": FEW,
        "rows": [row(work, many[work], few[work]) for work in many],
    }


print("RESULT " + json.dumps(run(env), ensure_ascii=False))  # noqa: F821
