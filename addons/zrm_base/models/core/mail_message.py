from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

from ...readers import reads_jalali

# What says who wrote a message, when, and how it came; never taken from a request.
ORIGIN_FIELDS = {
    "author_id",
    "author_guest_id",
    "date",
    "email_from",
    "message_id",
    "message_type",
    "model",
    "reply_to",
    "res_id",
}
# A message of somebody else is not reworded either.
WORDS = {"attachment_ids", "body", "subject"}


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        """As core's; a user writes on our records in the own name only."""
        messages = super().create(vals_list)
        if not self.env.su:
            for message in messages.sudo():
                if not message._zrm_is_own(self.env.user) and message._zrm_is_ours():
                    self._zrm_refuse_origin()
        return messages

    def write(self, vals):
        """As core's; who wrote a message on our records, and a message of somebody else,
        cannot be changed by a request."""
        changed = (ORIGIN_FIELDS | WORDS) & vals.keys()
        if changed and not self.env.su:
            for message in self.sudo():
                is_theirs = ORIGIN_FIELDS & changed or not message._zrm_is_own(self.env.user)
                if is_theirs and message._zrm_is_ours():
                    self._zrm_refuse_origin()
        return super().write(vals)

    def _zrm_is_ours(self):
        """Whether it stands on a record of ours: a case, a unit, a citizen's file …"""
        if (self.model or "").startswith("zrm."):
            return True
        return (
            self.model == "res.partner"
            and self.env["res.partner"].browse(self.res_id or []).is_citizen
        )

    def _zrm_is_own(self, user):
        """Whether this user wrote it, in the own name and not as if it came by mail."""
        own = user.sudo().partner_id
        address = email_normalize(self.email_from or "")
        return (
            self.author_id == own
            and self.message_type != "email"
            and (not address or address in (own.email_normalized, email_normalize(user.email)))
        )

    @api.model
    def _zrm_refuse_origin(self):
        raise AccessError(
            self.env._("Messages on citizens and cases are written in one's own name only.")
        )

    def _portal_message_format(self, properties_names, options=None):
        """As core's, with Jalali dates for Persian readers."""
        result = super()._portal_message_format(properties_names, options)
        if reads_jalali(self.env):
            converter = self.env["ir.qweb.field.datetime"]
            for values in result:
                if values.get("published_date_str"):
                    values["published_date_str"] = converter.value_to_html(
                        values["date"], {"hide_seconds": True}
                    )
        return result
