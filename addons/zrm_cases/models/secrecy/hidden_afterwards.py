from pathlib import PurePath

from odoo import models


class ZrmCase(models.Model):
    """Mails and files that came to a case before its reporter became hidden: they lose what
    those lose that come after."""

    _inherit = "zrm.case"

    def _hide_in_mails(self):
        """Masks the mails of this case, whoever sent them, and the words taken from them."""
        self.ensure_one()
        mails = self.message_ids.filtered(lambda message: message.message_type == "email")
        senders = [*mails.mapped("email_from"), self.reporter_id.email_formatted or ""]
        for mail in mails:
            given = {"body": mail.body, "email_from": mail.email_from}
            mail.write({**self._without_sender(given), **self._nobody()})
        # What we sent says where to.
        sent = self.message_ids.filtered("outgoing_email_to")
        sent.write({"outgoing_email_to": False})
        texts = {name: self[name] or "" for name in ("name", "description")}
        hidden = {name: self._without_names(text, senders) for name, text in texts.items()}
        if hidden != texts:
            self.with_context(mail_notrack=True).write(hidden)

    def _hide_in_files(self):
        """Takes away the mails themselves, and the names of files."""
        self.ensure_one()
        files = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)], order="id"
        )
        originals = files.filtered(
            lambda file: file.mimetype == "message/rfc822" or (file.name or "").endswith(".eml")
        )
        originals.unlink()
        for number, file in enumerate(files - originals, 1):
            ending = PurePath(file.name or "").suffix
            file.write({"name": f"{number}{ending}", "description": False})
