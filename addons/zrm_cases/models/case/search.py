from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.zrm_base.tools import persian

from ...const import MAX_SEARCH
from ...domain import tracking_code

# Text beyond this length is stored but not searchable.
SEARCHED = 20_000


class ZrmCase(models.Model):
    """Search by code and full text, and the indexes for lists and boards."""

    _inherit = "zrm.case"

    number_spaced = fields.Char(
        string="Tracking Code in Groups",
        compute="_compute_number_spaced",
        search="_search_number_spaced",
    )
    text_key = fields.Text(compute="_compute_text_key", store=True, precompute=True, prefetch=False)
    text_search = fields.Char(
        string="Full Text", store=False, copy=False, search="_search_text_search"
    )

    # Serves a unit's board, including its record rule.
    _board = models.Index(
        "(unit_id, stage_id, priority DESC, id DESC) "
        "INCLUDE (company_id, is_confidential, state, deadline, warn_at, paused_at, missed, "
        "create_uid, sight_key) WHERE state NOT IN ('closed', 'rejected')"
    )
    # For finding duplicates of a new case.
    _open_by_subject = models.Index(
        "(subject_id, received_at DESC) WHERE state NOT IN ('closed', 'rejected')"
    )
    _open_by_user = models.Index("(user_id) WHERE state NOT IN ('closed', 'rejected')")
    _listed = models.Index("(priority DESC, id DESC)")
    _listed_open = models.Index(
        "(priority DESC, id DESC) INCLUDE (company_id, is_confidential) "
        "WHERE state NOT IN ('closed', 'rejected')"
    )
    _columns_open = models.Index(
        "(stage_id, priority DESC, id DESC) "
        "INCLUDE (company_id, is_confidential, state, deadline, warn_at, paused_at, missed) "
        "WHERE state NOT IN ('closed', 'rejected')"
    )
    _text_idx = models.Index(
        "USING gin (to_tsvector('simple'::regconfig, text_key)) WITH (fastupdate = off)"
    )
    # Most searches start from the default list, which shows open cases.
    _text_open_idx = models.Index(
        "USING gin (to_tsvector('simple'::regconfig, text_key)) WITH (fastupdate = off) "
        "WHERE state NOT IN ('closed', 'rejected')"
    )

    @api.depends("number")
    def _compute_number_spaced(self):
        for case in self:
            case.number_spaced = tracking_code.spaced(case.number or "")

    @api.depends("name", "description")
    def _compute_text_key(self):
        for case in self:
            text = f"{case.name or ''} {(case.description or '')[:SEARCHED]}"
            case.text_key = persian.search_key(text) or False

    def _search_number_spaced(self, operator, value):
        """Searches by tracking code or its beginning, in any notation."""
        if operator not in ("ilike", "in"):
            return NotImplemented
        value = next(iter(value)) if operator == "in" else value
        digits = persian.compact(value or "")
        if not digits.isdecimal():
            return Domain.FALSE
        whole = tracking_code.is_valid(digits)
        return Domain("number", "=" if whole else "=like", digits if whole else f"{digits}%")

    def _search_text_search(self, operator, value):
        """Searches cases whose text contains all words, in any spelling."""
        if operator not in ("ilike", "in"):
            return NotImplemented
        value = next(iter(value)) if operator == "in" else value
        words = persian.search_key((value or "")[:MAX_SEARCH]).split()
        if not words:
            return [("id", "in", [])]
        self.flush_model(["text_key"])
        query = " & ".join(f"{word}:*" for word in words)
        return Domain.custom(
            to_sql=lambda model, alias, _query: SQL(
                "to_tsvector('simple'::regconfig, %s) @@ to_tsquery('simple', %s)",
                SQL.identifier(alias, "text_key"),
                query,
            )
        )
