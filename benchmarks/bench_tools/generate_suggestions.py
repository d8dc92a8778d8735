"""Published suggestions with voices, the same each time, copied past the ORM."""

import random
from itertools import accumulate

from psycopg2.extras import execute_values

from odoo.addons.zrm_base.tools import persian

from bench_tools.generate_cases import vocabulary

STATES = ("submitted", "committee", "approved", "rejected", "implementing", "measured")
WORDS, TITLE = 40, 6
SUPPORTERS, VOICES = 200, 20
BATCH = 10_000

ADD = """
    WITH given (number, name, key, subject, state, day) AS (VALUES %s),
    made AS (
        INSERT INTO zrm_suggestion (name, number, state, published_state, benefit_kind, subject_id,
                                    company_id, submitted_at, text_key, public_answer)
        SELECT name, 'B' || number, state, state, 'qualitative', subject, {company},
               now() - day * interval '1 day', key, 'پاسخ' FROM given
        RETURNING id, number, subject_id, published_state, name, text_key, submitted_at
    )
    INSERT INTO zrm_suggestion_publication (suggestion_id, number, state, name, published_state,
                subject_id, company_id, submitted_at, support_count, text_key, jalali_year)
    SELECT id, substr(number, 2)::int, 'open', name, published_state, subject_id, {company},
           submitted_at, abs(hashtext(number)) %% 500, text_key,
           (1400 + extract(year FROM submitted_at)::int %% 5)::text
      FROM made
"""


def fill(env, first, last):
    """Adds the suggestions from ``first`` to before ``last``, and voices for some of them."""
    source = random.Random(first)
    words = vocabulary()
    keys = [persian.search_key(word) for word in words]
    weights = list(accumulate(1 / (place + 1) for place in range(len(words))))
    subjects = env["zrm.subject"].search([("is_sensitive", "=", False)]).ids
    statement = ADD.format(company=env.company.id)
    for begin in range(first, last, BATCH):
        rows = []
        for number in range(begin, min(begin + BATCH, last)):
            picked = source.choices(range(len(words)), cum_weights=weights, k=WORDS)
            rows.append(
                (
                    number + 1,
                    " ".join(words[place] for place in picked[:TITLE]),
                    " ".join(keys[place] for place in picked),
                    source.choice(subjects),
                    source.choice(STATES),
                    source.randrange(2000),
                )
            )
        execute_values(env.cr._obj, statement, rows, page_size=BATCH)
    add_voices(env)
    env.cr.execute("ANALYZE zrm_suggestion, zrm_suggestion_publication, zrm_suggestion_support")
    env.cr.commit()


def add_voices(env):
    people = env["res.partner"].search([("name", "=like", "bench voice %")])
    if not people:
        people = env["res.partner"].create(
            [{"name": f"bench voice {n}", "is_citizen": True} for n in range(SUPPORTERS)]
        )
        env.flush_all()
    env.cr.execute(
        """
        INSERT INTO zrm_suggestion_support (publication_id, partner_id, source, at)
        SELECT p.id, q.id, 'web', now()
          FROM (SELECT id FROM zrm_suggestion_publication ORDER BY id DESC LIMIT 5000) p,
               (SELECT id FROM res_partner WHERE id = ANY(%s) LIMIT %s) q
            ON CONFLICT DO NOTHING
        """,
        [people.ids, VOICES],
    )
