from odoo import fields, models


class ZrmSuggestionObjection(models.Model):
    """An author's objection to a published decision; at most two, each to a committee that
    includes somebody new."""

    _name = "zrm.suggestion.objection"
    _description = "Objection to a Decision"
    _inherit = ["zrm.record.mixin"]
    _order = "id"
    _rec_name = "suggestion_id"

    suggestion_id = fields.Many2one(
        "zrm.suggestion", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(related="suggestion_id.company_id", store=True, index=True)
    number = fields.Integer(required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    raised_at = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    heard_before_ids = fields.Many2many(
        "res.users",
        "zrm_suggestion_objection_heard_rel",
        "objection_id",
        "user_id",
        readonly=True,
        help="Who decided before; somebody else has to be in the committee now.",
    )

    _once = models.UniqueIndex("(suggestion_id, number)", "This objection exists already.")
    _at_most_two = models.Constraint(
        "CHECK (number BETWEEN 1 AND 2)", "At most two objections are possible."
    )
