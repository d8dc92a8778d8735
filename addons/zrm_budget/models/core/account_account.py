from odoo import fields, models


class AccountAccount(models.Model):
    _inherit = "account.account"

    zrm_budget_subject_ids = fields.One2many(
        "zrm.budget.subject", "account_id", string="Budget Subjects", readonly=True
    )
