from odoo import fields, models

from ..const import MAX_PER_HOUR, MAX_REPLIES_PER_DAY


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    zrm_sms_max_per_hour = fields.Integer(
        string="Messages of a Number in an Hour",
        config_parameter="zrm_sms.max_per_hour",
        default=MAX_PER_HOUR,
    )
    zrm_sms_max_replies = fields.Integer(
        string="Automatic Replies to a Number in a Day",
        config_parameter="zrm_sms.max_replies_per_day",
        default=MAX_REPLIES_PER_DAY,
    )
