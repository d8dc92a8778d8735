"""Records of core that any employee may write, and that name contacts."""

from odoo import api, models


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "zrm.naming.mixin"]


class MailComposeMessage(models.TransientModel):
    _name = "mail.compose.message"
    _inherit = ["mail.compose.message", "zrm.naming.mixin"]


class MailScheduledMessage(models.Model):
    _name = "mail.scheduled.message"
    _inherit = ["mail.scheduled.message", "zrm.naming.mixin"]


class DiscussChannelMember(models.Model):
    _name = "discuss.channel.member"
    _inherit = ["discuss.channel.member", "zrm.naming.mixin"]

    @api.model
    def _zrm_check_named(self, vals_list):
        # Core invites some as superuser, in the name of the user who asked for it.
        return super(DiscussChannelMember, self.sudo(False))._zrm_check_named(vals_list)


class ResPartnerBank(models.Model):
    _name = "res.partner.bank"
    _inherit = ["res.partner.bank", "zrm.naming.mixin"]
