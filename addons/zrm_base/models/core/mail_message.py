from odoo import models

from ...readers import reads_jalali


class MailMessage(models.Model):
    _inherit = "mail.message"

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
