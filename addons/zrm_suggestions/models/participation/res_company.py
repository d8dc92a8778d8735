from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    zrm_suggestions_public = fields.Boolean(
        string="Public Page of Suggestions",
        help="What the secretariat publishes can be read, supported and commented on by all.",
    )
    zrm_suggestions_moderated = fields.Boolean(
        string="Comments Wait for the Secretariat",
        default=True,
        help="Else they appear at once, and are looked at afterwards.",
    )
