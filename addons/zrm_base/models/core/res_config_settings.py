from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    zrm_phone_region = fields.Char(
        string="Home Country of Phone Numbers",
        config_parameter="zrm_base.phone_region",
        default="IR",
        size=2,
        help="ISO code. Numbers of this country are typed and shown without its prefix.",
    )
    zrm_area_code = fields.Char(
        string="Local Area Code",
        config_parameter="zrm_base.area_code",
        help="Put in front of landline numbers that are typed without one, such as 021.",
    )
    zrm_timezone = fields.Char(
        string="Organization's Time Zone",
        config_parameter="zrm_base.timezone",
        default="Asia/Tehran",
        help="Solar periods are counted in it.",
    )
    zrm_citizen_lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        string="Citizens' Language",
        config_parameter="zrm_base.citizen_lang",
        help="Of citizens whose file names none, and of new files. Empty: the language in which "
        "they are registered.",
    )
    zrm_fiscal_start_month = fields.Integer(
        string="First Solar Month of the Fiscal Year",
        config_parameter="zrm_base.fiscal_start_month",
        default=1,
    )
    zrm_separate_citizens = fields.Boolean(
        string="Each Company Has Its Own Citizens",
        config_parameter="zrm_base.separate_citizens",
        help="New files belong to the company that registers them, and no other company finds "
        "them. Otherwise all companies share their citizens. Files that are there stay as they "
        "are: those without a company are shared.",
    )
    zrm_identity_lookups = fields.Integer(
        string="Identity Numbers Looked Up per Hour",
        config_parameter="zrm_base.identity_lookups",
        default=60,
        help="How many different numbers one user may look up; beyond that it is logged and "
        "refused.",
    )
    zrm_mail_gateway_user_ids = fields.Many2many(
        "res.users",
        string="Mail Gateway",
        domain="[('share', '=', False)]",
        help="The account with which the mail server hands in mail (odoo-mailgate.py). Mail "
        "that Odoo fetches itself needs none.",
    )

    @api.model
    def get_values(self):
        # sudo: whoever may open the settings may see who is named there.
        group = self.env.ref("zrm_base.group_mail_gateway").sudo()
        return {**super().get_values(), "zrm_mail_gateway_user_ids": [(6, 0, group.user_ids.ids)]}

    def set_values(self):
        result = super().set_values()
        group = self.env.ref("zrm_base.group_mail_gateway")
        if group.user_ids != self.zrm_mail_gateway_user_ids:
            group.user_ids = self.zrm_mail_gateway_user_ids
        return result
