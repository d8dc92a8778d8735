from odoo import SUPERUSER_ID, api, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        """As core's; composer and templates create mails with rights of the system, so here
        too a user writes on our records in the own name or the organization's."""
        has_message = [bool(vals.get("mail_message_id")) for vals in vals_list]
        mails = super().create(vals_list)
        if self.env.uid != SUPERUSER_ID:
            organization = self.env.user.sudo().company_ids.partner_id
            for mail, is_there in zip(mails.sudo(), has_message, strict=True):
                message = mail.mail_message_id
                if is_there or not (message.model or "").startswith("zrm."):
                    continue
                if not message._zrm_is_own(self.env.user) and message.author_id not in organization:
                    message._zrm_refuse_origin()
        return mails
