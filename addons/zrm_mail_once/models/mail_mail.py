from odoo import models

from odoo.addons.zrm_cases.const import OURS


class MailMail(models.Model):
    """Sends e-mails about cases once, even after a crash; all other mails are sent as in
    core."""

    _inherit = "mail.mail"

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        options = {
            "auto_commit": auto_commit,
            "raise_exception": raise_exception,
            "smtp_session": smtp_session,
            "alias_domain_id": alias_domain_id,
            "mail_server": mail_server,
            "post_send_callback": post_send_callback,
        }
        ours = self._about_cases()
        for mail_id in ours.ids:
            # One by one: the journal identifies them by their row in the queue. Browsed
            # again, since each commit empties the cache.
            mail = self.browse(mail_id).with_context(zrm_handover=OURS, zrm_mail_id=mail_id)
            super(MailMail, mail)._send(**options)
        return super(MailMail, self - ours)._send(**options)

    def _about_cases(self):
        """Notices to citizens and other e-mails about cases."""
        # sudo: the sender may have no right to read notices.
        notices = self.env["zrm.case.notice"].sudo().search([("mail_id", "in", self.ids)])
        notified = set(notices.mail_id.ids)
        return self.filtered(lambda mail: mail.model == "zrm.case" or mail.id in notified)

    def mark_outgoing(self):
        result = super().mark_outgoing()
        # sudo: users who may write the queue may decide to send it again.
        self.env["zrm.mail.handover"].sudo()._allow_again(self.ids)
        return result
