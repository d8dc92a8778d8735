from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain import shares

STAGES = [("approval", "On approval"), ("benefit", "On measured benefit")]
STATES = [
    ("proposed", "Proposed"),
    ("approved", "Approved"),
    ("recovered", "Recovered"),
]


class ZrmSuggestionReward(models.Model):
    """A reward of a suggestion, split among its authors to the last rial; approved by
    another than its proposer."""

    _name = "zrm.suggestion.reward"
    _description = "Reward"
    _inherit = ["zrm.record.mixin", "zrm.export.log.mixin"]
    _order = "suggestion_id, id"
    _rec_name = "suggestion_id"

    suggestion_id = fields.Many2one(
        "zrm.suggestion", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(related="suggestion_id.company_id", store=True, index=True)
    stage = fields.Selection(STAGES, required=True, readonly=True)
    amount = fields.Float(string="Amount (rial)", required=True, digits=(20, 0), readonly=True)
    state = fields.Selection(STATES, required=True, default="proposed", readonly=True)
    proposed_by_id = fields.Many2one("res.users", readonly=True)
    approved_by_id = fields.Many2one("res.users", readonly=True)
    recovery = fields.Text(string="Why Recovered", readonly=True)
    line_ids = fields.One2many("zrm.suggestion.reward.line", "reward_id", readonly=True)

    _once = models.UniqueIndex(
        "(suggestion_id, stage) WHERE state <> 'recovered'", "This reward is proposed already."
    )
    _positive = models.Constraint("CHECK (amount > 0)", "A reward is above zero.")

    @api.model
    def _export_citizen_fields(self):
        return ["suggestion_id.author_ids.partner_id"]

    def _split(self):
        """Splits the amount by the shares of the authors; the parts sum to it."""
        for reward in self:
            authors = reward.suggestion_id.author_ids
            parts = shares.split(int(reward.amount), authors.mapped("share"))
            reward.env["zrm.suggestion.reward.line"].create(
                [
                    {"reward_id": reward.id, "partner_id": author.partner_id.id, "amount": part}
                    for author, part in zip(authors, parts, strict=True)
                ]
            )

    def action_approve(self):
        """Approves proposed rewards; never the own proposal or a reward of one's own."""
        self.check_access("read")
        for reward in self:
            reward._check_secretary()
            if reward.state != "proposed":
                raise UserError(self.env._("This reward is decided already."))
            if self.env.user == reward.proposed_by_id:
                raise UserError(self.env._("You proposed this reward; somebody else approves it."))
            if self.env.user.partner_id in reward.sudo().line_ids.partner_id:
                raise UserError(self.env._("You would get this reward; somebody else approves it."))
            # sudo: the role was checked above.
            reward.sudo().write({"state": "approved", "approved_by_id": self.env.uid})
        return True

    def action_recover(self, reason):
        """Takes a reward back when what earned it proves wrong.

        :param str reason: why
        """
        self.check_access("read")
        for reward in self:
            reward._check_secretary()
            if not (reason or "").strip():
                raise UserError(self.env._("Write why the reward is recovered."))
            # sudo: the role was checked above.
            reward.sudo().write({"state": "recovered", "recovery": reason.strip()})
        return True

    def _check_secretary(self):
        if not self.env.user.has_group("zrm_suggestions.group_suggestion_secretary"):
            raise UserError(self.env._("The secretariat of the suggestions does this."))


class ZrmSuggestionRewardLine(models.Model):
    _name = "zrm.suggestion.reward.line"
    _description = "Part of a Reward"
    _inherit = ["zrm.record.mixin", "zrm.export.log.mixin"]
    _rec_name = "partner_id"

    reward_id = fields.Many2one(
        "zrm.suggestion.reward", required=True, index=True, ondelete="restrict", readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict", readonly=True
    )
    amount = fields.Float(string="Amount (rial)", digits=(20, 0), readonly=True)

    @api.model
    def _export_citizen_fields(self):
        return ["partner_id"]
