from odoo import models


class ZrmSuggestion(models.Model):
    """Words to the authors, each in their own language, by mail or text message."""

    _inherit = "zrm.suggestion"

    def _audience(self):
        """Hook: who hears as an author what happens with a suggestion.

        Not whom the case already informs that the suggestion came from: they would read
        everything twice.

        :return: partners, as superuser
        """
        self.ensure_one()
        return self.sudo().author_ids.partner_id

    def _tell_authors(self, words):
        """Sends each author a message in their own language; an address that is only claimed
        gets what was handed in since, nothing earlier.

        :param words: function of an environment that gives the text
        """
        for suggestion in self.sudo():
            since = suggestion.submitted_at or suggestion.create_date
            for partner in suggestion._audience():
                if partner.preferred_channel == "none":
                    continue
                lang = partner.lang or self.env["res.company"]._zrm_citizen_lang()
                own = partner.with_context(lang=lang)
                if own.email_normalized and own._is_told_about("email", since):
                    own._queue_mail(
                        own.email_normalized, own.env._("Your suggestion"), words(own.env)
                    )
                elif own.phone_sanitized and own._is_told_about("phone", since):
                    own._send_text(own.phone_sanitized, words(own.env))
