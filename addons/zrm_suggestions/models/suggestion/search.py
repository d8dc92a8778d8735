from itertools import combinations

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.zrm_base.tools import persian

SEARCHED = 20_000
# Fewer letters find everything.
LEAST = 3
SIMILAR = 5
# What is compared: as many words of the text, the longest ones; among those that share equally
# many, the newest of so many. So the work stays the same where a word is in half of all records.
MOST_WORDS, AMONG = 5, 20


def telling_words(text, length=500):
    """The words of a text by which others like it are found, the longest first: they tell most.

    :param str text: as typed
    """
    keys = persian.search_key((text or "")[:length]).split()
    words = {word for word in keys if len(word) >= LEAST and word.isalnum()}
    return sorted(words, key=lambda word: (-len(word), word))


def text_matches(alias, wanted):
    """SQL: whether the ``text_key`` of a row has the wanted words."""
    return SQL(
        "to_tsvector('simple'::regconfig, %s) @@ to_tsquery('simple', %s)",
        SQL.identifier(alias, "text_key"),
        wanted,
    )


def likeliest(model, domain, words, limit):
    """The records that share the most words, the likeliest first.

    First those with all words, then those with all but one and so on, until there are enough:
    the index answers each, and few records are read.

    :param model: a model with ``text_key`` and its index, as superuser
    :param domain: which ones the reader may see
    :param words: of :func:`telling_words`
    """
    words, found = words[:MOST_WORDS], model.browse()
    for size in range(len(words), 0, -1):
        wanted = " | ".join(
            f"({' & '.join(some)})" if size > 1 else some[0] for some in combinations(words, size)
        )
        query = model._search(domain & fields.Domain("id", "not in", found.ids), limit=AMONG)
        query.order = None
        query.add_where(text_matches(model._table, wanted))
        found += model.browse(query).sorted("id", reverse=True)
        if len(found) >= limit:
            break
    return found[:limit]


class ZrmSuggestion(models.Model):
    """Full text in any spelling, and earlier suggestions that resemble one being written."""

    _inherit = "zrm.suggestion"

    text_key = fields.Text(compute="_compute_text_key", store=True, precompute=True, prefetch=False)

    _text_idx = models.Index(
        "USING gin (to_tsvector('simple'::regconfig, text_key)) WITH (fastupdate = off)"
    )

    @api.depends("name", "current_state", "proposed_state")
    def _compute_text_key(self):
        for suggestion in self:
            words = f"{suggestion.name or ''} {suggestion.current_state or ''} "
            words += suggestion.proposed_state or ""
            suggestion.text_key = persian.search_key(words[:SEARCHED])

    @api.model
    def _similar(self, text, domain=fields.Domain.TRUE, limit=SIMILAR):
        """Earlier suggestions that share the most words with a text.

        :param str text: as it is being typed
        :param domain: which ones the reader may see; this method checks no rights
        :return: as superuser, the likeliest first
        """
        self.flush_model(["text_key"])
        handed_in = fields.Domain("state", "not in", ("draft", "withdrawn"))
        handed_in &= fields.Domain("is_withheld", "=", False)
        return likeliest(self.sudo(), handed_in & domain, telling_words(text), limit)
