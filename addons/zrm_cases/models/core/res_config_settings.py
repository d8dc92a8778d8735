from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    zrm_mail_nature_id = fields.Many2one(related="company_id.zrm_mail_nature_id", readonly=False)
    zrm_mail_subject_id = fields.Many2one(related="company_id.zrm_mail_subject_id", readonly=False)
    zrm_quiet_hours = fields.Char(
        string="Quiet Hours",
        config_parameter="zrm_cases.quiet_hours",
        default="21-8",
        help="No text messages to citizens then, such as 21-8. Empty: at any hour.",
    )
