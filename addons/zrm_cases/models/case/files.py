from odoo import models

from ...domain.forbidden_files import is_forbidden


class ZrmCase(models.Model):
    """Removes forbidden files from incoming e-mails and notes it in the conversation, as
    the sender cannot be shown an error."""

    _inherit = "zrm.case"

    def _process_attachments_for_post(self, attachments, attachment_ids, message_values):
        left_out = []
        if message_values.get("message_type") == "email":
            left_out = [
                file[0] for file in attachments or [] if is_forbidden(file[0], _bytes(file[1]))
            ]
            attachments = [file for file in attachments or [] if file[0] not in left_out]
        result = super()._process_attachments_for_post(attachments, attachment_ids, message_values)
        if left_out:
            self.message_post(
                body=self.env._(
                    "Left out, as programs and web pages are not accepted: %s", ", ".join(left_out)
                ),
                subtype_xmlid="mail.mt_note",
            )
        return result


def _bytes(content):
    return content.encode() if isinstance(content, str) else content or b""
