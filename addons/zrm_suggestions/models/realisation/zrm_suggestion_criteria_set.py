from odoo import fields, models


class ZrmSuggestionCriteriaSet(models.Model):
    """The rules of rewards, beside the criteria."""

    _inherit = "zrm.suggestion.criteria.set"

    # Sums in rial soon pass what fits into an integer.
    reward_rate = fields.Float(string="Rial per Point", digits=(20, 0))
    saving_share = fields.Float(string="Share of First-Year Saving (%)")
    fixed_reward = fields.Float(
        string="Fixed Sum", digits=(20, 0), help="For what cannot be measured, in rial."
    )
    reward_cap = fields.Float(string="At Most", digits=(20, 0), help="In rial. 0: no limit.")

    _rewards = models.Constraint(
        "CHECK (coalesce(reward_rate, 0) BETWEEN 0 AND 1e12 "
        "AND coalesce(fixed_reward, 0) BETWEEN 0 AND 9e15 "
        "AND coalesce(reward_cap, 0) BETWEEN 0 AND 9e15 "
        "AND coalesce(saving_share, 0) BETWEEN 0 AND 100)",
        "Rewards are not negative and at most 9,000,000 billion rial, and a share of the saving "
        "is at most 100 percent.",
    )

    def _reward_rules(self):
        """The rules as a round keeps them: what is earned later depends on these."""
        self.ensure_one()
        return {
            "rate": self.reward_rate,
            "saving_share": self.saving_share,
            "fixed": self.fixed_reward,
            "cap": self.reward_cap,
        }
