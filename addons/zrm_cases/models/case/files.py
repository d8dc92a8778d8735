from odoo import models
from odoo.exceptions import UserError


class ZrmCase(models.Model):
    """Leaves out files of incoming e-mails that are refused, and notes it in the
    conversation, as the sender cannot be shown an error."""

    _inherit = "zrm.case"

    def _process_attachments_for_post(self, attachments, attachment_ids, message_values):
        reasons = []
        if message_values.get("message_type") == "email":
            attachments, reasons = self._usable_files(attachments or [])
        result = super()._process_attachments_for_post(attachments, attachment_ids, message_values)
        if reasons:
            self.message_post(
                body=self.env._("Left out of this mail: %s", " · ".join(reasons)),
                subtype_xmlid="mail.mt_note",
            )
        return result

    def _usable_files(self, attachments):
        """:return: the files that can be stored, and why others cannot"""
        IrAttachment = self.env["ir.attachment"]
        usable, reasons = [], []
        is_nameless = IrAttachment._zrm_is_nameless(self._name, self.id)
        for position, file in enumerate(attachments, 1):
            name, content, *info = file
            if hasattr(content, "as_bytes"):  # a mail inside the mail
                content = content.as_bytes()
            content = content.encode() if isinstance(content, str) else content or b""
            # The whole mail with all its headers, where the fetching server adds it.
            if is_nameless and name == "original_email.eml":
                continue
            ending = (name or "").rpartition(".")[2]
            shown = f"{position}.{ending}" if is_nameless else name
            try:
                IrAttachment._zrm_clean_file(shown, content, self._name, self.id, {})
                IrAttachment._zrm_refuse_forbidden(name, b"")
            except UserError as error:
                reasons.append(str(error))
                continue
            usable.append((name, content, *info))
        return usable, reasons
