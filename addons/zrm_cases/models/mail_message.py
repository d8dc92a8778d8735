from odoo import fields, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    is_from_reporter = fields.Boolean(
        help="Written by a reporter of a case who is hidden or anonymous."
    )
