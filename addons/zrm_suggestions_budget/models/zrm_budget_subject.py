from odoo import fields, models


class ZrmBudgetSubject(models.Model):
    _inherit = "zrm.budget.subject"

    pays_rewards = fields.Boolean(
        help="Rewards of suggestions are paid from credits for this subject."
    )
