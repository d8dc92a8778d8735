from odoo import SUPERUSER_ID, api, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        """As core's; composer and templates create mails with rights of the system, so here
        too a user writes on our records in the own name or the organization's."""
        mails = super().create(vals_list)
        if self.env.uid != SUPERUSER_ID:
            for mail in mails.sudo().filtered(lambda one: not one.is_notification):
                message = mail.mail_message_id
                if (message.model or "").startswith("zrm.") and not (
                    message._zrm_is_own(self.env.user)
                    or message.author_id in self.env.user.sudo().company_ids.partner_id
                ):
                    message._zrm_refuse_origin()
        return mails
