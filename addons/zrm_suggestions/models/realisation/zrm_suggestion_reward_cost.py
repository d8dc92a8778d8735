from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain import shares


class ZrmSuggestionRewardCost(models.Model):
    """What one unit bears of a reward: those that benefit share its cost, evenly unless the
    secretariat says otherwise before it is approved. The amounts sum to the reward."""

    _name = "zrm.suggestion.reward.cost"
    _description = "Cost of a Reward"
    _inherit = ["zrm.guarded.mixin"]
    _order = "reward_id, id"
    _rec_name = "unit_id"

    reward_id = fields.Many2one(
        "zrm.suggestion.reward", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="reward_id.company_id", store=True, index=True)
    unit_id = fields.Many2one("zrm.unit", required=True, index=True, ondelete="restrict")
    share = fields.Float(string="Share (%)", required=True, digits=(5, 2))
    amount = fields.Float(string="Amount (rial)", digits=(20, 0), readonly=True)

    _once = models.UniqueIndex("(reward_id, unit_id)", "This unit bears a part already.")
    _share = models.Constraint(
        "CHECK (share > 0 AND share <= 100)", "A share is above 0 and at most 100 percent."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"amount"}

    @api.model_create_multi
    def create(self, vals_list):
        costs = super().create(
            [{name: vals[name] for name in vals if name != "amount"} for vals in vals_list]
        )
        costs._check_proposed()
        costs.reward_id.cost_ids._share_amounts()
        return costs

    def write(self, vals):
        if not self.env.su and {"amount", "reward_id"} & vals.keys():
            raise UserError(self.env._("Amounts follow from the shares."))
        if not self.env.su:
            self._check_proposed()
        result = super().write(vals)
        if "share" in vals:
            self.reward_id.cost_ids._share_amounts()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_proposed(self):
        self._check_proposed()

    def unlink(self):
        rewards = self.reward_id
        result = super().unlink()
        rewards.cost_ids._share_amounts()
        return result

    def _check_proposed(self):
        # sudo: in which state it is does not depend on who asks.
        if any(cost.sudo().reward_id.state != "proposed" for cost in self):
            raise UserError(self.env._("The reward is decided; who bears it stays."))

    def _share_amounts(self):
        """Gives each unit its part; while the shares do not sum to 100, the parts follow the
        shares as they are, and still sum to the reward."""
        # sudo: amounts are written by the server only.
        for reward, costs in self.sudo().grouped("reward_id").items():
            parts = shares.split(int(reward.amount), costs.mapped("share"))
            for cost, part in zip(costs, parts, strict=True):
                cost.amount = part

    def _check_whole(self):
        """:raise UserError: when the shares of the units do not sum to 100 percent"""
        if shares.problem(self.mapped("share")):
            raise UserError(
                self.env._("The shares of the units that bear the reward sum to 100 percent.")
            )
