from odoo import fields, models


class ZrmSuggestionInterest(models.Model):
    """An interest that somebody declares: they do not evaluate what this person writes."""

    _name = "zrm.suggestion.interest"
    _description = "Declared Interest"
    _rec_name = "partner_id"

    user_id = fields.Many2one(
        "res.users",
        string="Evaluator",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Person", required=True, index=True, ondelete="cascade"
    )
    reason = fields.Char(required=True)

    _once = models.UniqueIndex("(user_id, partner_id)", "This interest is declared already.")
