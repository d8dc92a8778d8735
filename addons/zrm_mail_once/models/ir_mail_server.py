from odoo import api, models

from odoo.addons.zrm_cases.const import OURS


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    @api.model
    def send_email(
        self,
        message,
        mail_server_id=None,
        smtp_server=None,
        smtp_port=None,
        smtp_user=None,
        smtp_password=None,
        smtp_encryption=None,
        smtp_ssl_certificate=None,
        smtp_ssl_private_key=None,
        smtp_debug=False,
        smtp_session=None,
    ):
        """As in core; e-mails marked by mail_mail.py are sent once."""
        send = super().send_email
        options = {
            "mail_server_id": mail_server_id,
            "smtp_server": smtp_server,
            "smtp_port": smtp_port,
            "smtp_user": smtp_user,
            "smtp_password": smtp_password,
            "smtp_encryption": smtp_encryption,
            "smtp_ssl_certificate": smtp_ssl_certificate,
            "smtp_ssl_private_key": smtp_ssl_private_key,
            "smtp_debug": smtp_debug,
            "smtp_session": smtp_session,
        }
        context = self.env.context
        if context.get("zrm_handover") is not OURS or self._disable_send():
            return send(message, **options)
        # sudo: users have no rights on the journal.
        journal = self.env["zrm.mail.handover"].sudo()
        with journal._only_once(context["zrm_mail_id"], message) as is_there:
            return message["Message-Id"] if is_there else send(message, **options)
