from odoo import fields, models

VERBS = [("decline", "Decline"), ("recover", "Recover")]


class ZrmSuggestionRewardAct(models.TransientModel):
    """The dialog that asks why a reward is declined or recovered."""

    _name = "zrm.suggestion.reward.act"
    _description = "Decide about a Reward"

    reward_id = fields.Many2one("zrm.suggestion.reward", required=True, readonly=True)
    verb = fields.Selection(VERBS, required=True)
    reason = fields.Text(string="Why")

    def action_apply(self):
        self.ensure_one()
        if self.verb == "decline":
            self.reward_id.action_decline(self.reason)
        else:
            self.reward_id.action_recover(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
