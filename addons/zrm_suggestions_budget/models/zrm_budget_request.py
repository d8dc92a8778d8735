from odoo import fields, models


class ZrmBudgetRequest(models.Model):
    _inherit = "zrm.budget.request"

    reward_id = fields.Many2one(
        "zrm.suggestion.reward",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="zrm_suggestions.group_suggestion_secretary",
    )

    def _guarded_fields(self):
        return super()._guarded_fields() | {"reward_id"}
