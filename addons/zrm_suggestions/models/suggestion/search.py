from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.zrm_base.tools import persian

SEARCHED = 20_000
# Fewer letters find everything.
LEAST = 3
SIMILAR = 5


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
        words = {
            word for word in persian.search_key((text or "")[:500]).split() if len(word) >= LEAST
        }
        if not words:
            return self.sudo().browse()
        query = self.sudo()._search(
            fields.Domain("state", "not in", ("draft", "withdrawn"))
            & fields.Domain("is_withheld", "=", False)
            & domain
        )
        wanted = SQL("to_tsquery('simple', %s)", " | ".join(sorted(words)))
        key = SQL("to_tsvector('simple'::regconfig, %s)", SQL.identifier(self._table, "text_key"))
        query.add_where(SQL("%s @@ %s", key, wanted))
        query.order = SQL(
            "ts_rank(%s, %s) DESC, %s DESC", key, wanted, SQL.identifier(self._table, "id")
        )
        query.limit = limit
        return self.sudo().browse(query)
