from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    zrm_suggestions_public = fields.Boolean(
        related="company_id.zrm_suggestions_public", readonly=False
    )
    zrm_suggestions_moderated = fields.Boolean(
        related="company_id.zrm_suggestions_moderated", readonly=False
    )
