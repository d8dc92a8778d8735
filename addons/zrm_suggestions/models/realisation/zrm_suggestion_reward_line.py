from odoo import api, fields, models


class ZrmSuggestionRewardLine(models.Model):
    """What one author gets of a reward."""

    _name = "zrm.suggestion.reward.line"
    _description = "Part of a Reward"
    _inherit = ["zrm.record.mixin", "zrm.export.log.mixin"]
    _order = "reward_id, id"
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
