from odoo import fields, models

CHOICES = [("for", "For"), ("against", "Against"), ("abstained", "Abstained")]


class ZrmSuggestionVote(models.Model):
    """A member's vote in an open vote. Others read it when the votes are counted. Of a secret
    vote there are no such rows at all; see ``ballot``."""

    _name = "zrm.suggestion.vote"
    _description = "Open Vote"
    _inherit = ["zrm.record.mixin"]
    _is_final = True
    _order = "item_id, id"
    _rec_name = "user_id"

    item_id = fields.Many2one(
        "zrm.suggestion.item", required=True, index=True, ondelete="restrict", readonly=True
    )
    ballot_number = fields.Integer(string="Number of the Vote", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Member", required=True, ondelete="restrict", readonly=True, index=True
    )
    choice = fields.Selection(CHOICES, required=True, readonly=True)

    _once = models.UniqueIndex("(item_id, ballot_number, user_id)", "You have voted already.")
