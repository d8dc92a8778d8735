from odoo import fields, models

from ...const import OUTCOMES


class ZrmSuggestionDecision(models.Model):
    """What a session decided about a suggestion, with the votes and the reason. It is not
    public before it is published."""

    _name = "zrm.suggestion.decision"
    _description = "Decision of the Committee"
    _inherit = ["zrm.record.mixin"]
    _order = "id desc"
    _rec_name = "suggestion_id"

    session_id = fields.Many2one(
        "zrm.suggestion.session", required=True, index=True, ondelete="restrict", readonly=True
    )
    suggestion_id = fields.Many2one(
        "zrm.suggestion", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(related="session_id.company_id", store=True, index=True)
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True)
    reason = fields.Text(string="Public Reason", required=True, readonly=True)
    changes = fields.Text(readonly=True, help="What is carried out differently, in words.")
    deferred_until = fields.Date(readonly=True)
    is_secret = fields.Boolean(string="Secret Vote", readonly=True)
    votes_for = fields.Integer(string="For", readonly=True)
    votes_against = fields.Integer(string="Against", readonly=True)
    votes_abstained = fields.Integer(string="Abstained", readonly=True)
    chair_id = fields.Many2one(
        "res.users",
        string="Led By",
        readonly=True,
        ondelete="restrict",
        help="The chair, or another member where the chair has a conflict.",
    )
    present_ids = fields.Many2many(
        "res.users",
        "zrm_suggestion_decision_present_rel",
        "decision_id",
        "user_id",
        string="Took Part",
        readonly=True,
    )
    left_ids = fields.Many2many(
        "res.users",
        "zrm_suggestion_decision_left_rel",
        "decision_id",
        "user_id",
        string="Left the Room",
        readonly=True,
        help="Members with a conflict of interest do not take part.",
    )
    decided_by_id = fields.Many2one("res.users", string="Recorded By", readonly=True)
    decided_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    published_at = fields.Datetime(readonly=True, index="btree_not_null")

    _once = models.UniqueIndex(
        "(session_id, suggestion_id)", "This session has decided about it already."
    )
    _modified_with_words = models.Constraint(
        "CHECK (outcome <> 'modified' OR changes IS NOT NULL)",
        "What is approved with changes says which.",
    )

    def _public_words(self):
        """What the authors read."""
        self.ensure_one()
        parts = [self.reason]
        if self.changes:
            parts.append(self.env._("Changes: %s", self.changes))
        return "\n\n".join(parts)
