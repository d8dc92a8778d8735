from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.const import OURS

from ...const import MAX_TEXT, MAX_TITLE
from ...domain.public_text import PUBLIC_TEXTS

PUBLICATION_STATES = [
    ("open", "Open for voices and comments"),
    ("closed", "Public, closed"),
    ("hidden", "Taken off the public page"),
]


class ZrmSuggestionPublication(models.Model):
    """What the public reads of a suggestion: a copy that the secretariat has looked at.

    A row of its own, for three reasons: what authors wrote (names, telephones) is never shown
    by accident; voices and comments refer to it, so that no click locks or writes the
    suggestion; and the public list reads one narrow table. Its number is public and proves
    nothing, unlike the tracking code.
    """

    _name = "zrm.suggestion.publication"
    _description = "Published Suggestion"
    _inherit = ["zrm.guarded.mixin", "zrm.jalali.period.mixin"]
    _is_created_by_server = True
    _jalali_date_field = "submitted_at"
    _order = "id desc"

    suggestion_id = fields.Many2one(
        "zrm.suggestion", required=True, readonly=True, ondelete="restrict", index=True
    )
    number = fields.Integer(string="Public Number", required=True, readonly=True, aggregator=None)
    state = fields.Selection(PUBLICATION_STATES, required=True, default="open", readonly=True)
    name = fields.Char(string="Title", required=True, readonly=True)
    current_state = fields.Text(string="How It Is Now", readonly=True)
    proposed_state = fields.Text(string="What Is Proposed", readonly=True)
    reason = fields.Text(string="Why It Is Better", readonly=True)
    expected_benefit = fields.Text(readonly=True)
    opened_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    opened_by_id = fields.Many2one("res.users", readonly=True)
    hidden_reason = fields.Char(string="Why Taken Off", readonly=True)
    is_withheld = fields.Boolean(
        readonly=True, help="Its case is confidential, hidden or anonymous; it stays off."
    )
    # Copies, so that lists and filters need this table only.
    published_state = fields.Selection(
        related="suggestion_id.published_state", store=True, string="Where It Stands"
    )
    subject_id = fields.Many2one(related="suggestion_id.subject_id", store=True, index=True)
    region_id = fields.Many2one(
        related="suggestion_id.region_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(related="suggestion_id.company_id", store=True)
    submitted_at = fields.Datetime(
        related="suggestion_id.submitted_at", store=True, precompute=True
    )
    support_count = fields.Integer(
        string="Voices",
        readonly=True,
        default=0,
        help="For sorting; brought up to date every minute. Pages count exactly.",
    )
    comment_ids = fields.One2many("zrm.suggestion.comment", "publication_id", readonly=True)
    text_key = fields.Text(compute="_compute_text_key", store=True, precompute=True, prefetch=False)

    _number_uniq = models.UniqueIndex("(number)", "This public number is taken.")
    _suggestion_uniq = models.UniqueIndex(
        "(suggestion_id)", "This suggestion has been published already."
    )
    _text_idx = models.Index(
        "USING gin (to_tsvector('simple'::regconfig, text_key)) WITH (fastupdate = off)"
    )
    _years_idx = models.Index("(company_id, jalali_year) WHERE state <> 'hidden'")
    _newest = models.Index("(company_id, id DESC) WHERE state <> 'hidden'")
    _loudest = models.Index("(company_id, support_count DESC, id DESC) WHERE state <> 'hidden'")

    @api.constrains(*PUBLIC_TEXTS)
    def _check_texts(self):
        for publication in self:
            if not publication.name.strip():
                raise ValidationError(self.env._("What is published has a title."))
            if len(publication.name) > MAX_TITLE or any(
                len(publication[name] or "") > MAX_TEXT for name in PUBLIC_TEXTS[1:]
            ):
                raise ValidationError(self.env._("This text is too long to be published."))

    @api.depends("name", "current_state", "proposed_state")
    def _compute_text_key(self):
        for publication in self:
            words = " ".join(
                filter(
                    None,
                    (publication.name, publication.current_state, publication.proposed_state),
                )
            )
            publication.text_key = persian.search_key(words)

    def write(self, vals):
        """Refuses what does not come from the verbs of the suggestion."""
        if not self.env.su:
            raise UserError(self.env._("What is public is changed by the buttons."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was published is taken off the page, never removed."))

    @api.model
    def _next_number(self):
        # sudo: numbers are given by the server.
        return int(self.env["ir.sequence"].sudo().next_by_code("zrm.suggestion.publication"))

    def _hide(self, why, is_for_good=False):
        """Takes publications off the public page; voices and comments stay on record.

        :param str why: for the staff
        :param bool is_for_good: until the case may be read again
        """
        for publication in self.sudo():
            if publication.state == "hidden" and not is_for_good:
                continue
            publication.write({"state": "hidden", "hidden_reason": why, "is_withheld": is_for_good})
            publication.suggestion_id.with_context(zrm_handling=OURS)._log_event("hidden", text=why)

    def _url(self):
        """The address of the public page."""
        self.ensure_one()
        return f"{self.get_base_url()}/zrm/suggestions/{self.number}"
