from odoo import fields, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    is_from_reporter = fields.Boolean(
        groups=fields.NO_ACCESS,
        copy=False,
        help="Written by a reporter of a case who is hidden or anonymous.",
    )
