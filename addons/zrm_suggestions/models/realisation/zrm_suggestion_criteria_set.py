from odoo import fields, models


class ZrmSuggestionCriteriaSet(models.Model):
    """The rules of rewards, beside the criteria."""

    _inherit = "zrm.suggestion.criteria.set"

    reward_rate = fields.Integer(string="Rial per Point")
    saving_share = fields.Float(string="Share of First-Year Saving (%)")
    fixed_reward = fields.Integer(string="Fixed Sum", help="For what cannot be measured, in rial.")
    reward_cap = fields.Integer(string="At Most", help="In rial. 0: no limit.")

    _rewards = models.Constraint(
        "CHECK (coalesce(reward_rate, 0) >= 0 AND coalesce(fixed_reward, 0) >= 0 "
        "AND coalesce(reward_cap, 0) >= 0 AND coalesce(saving_share, 0) BETWEEN 0 AND 100)",
        "Rewards are not negative, and a share of the saving is at most 100 percent.",
    )
