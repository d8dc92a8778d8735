from odoo import models

from ...domain.public_text import FOLLOWED_KINDS, WORDED_KINDS


class ZrmSuggestion(models.Model):
    """Words to the authors, each in their own language, by mail or text message."""

    _inherit = "zrm.suggestion"

    def _told_authors(self):
        """Hook: whom of the authors we write to.

        Not whom the case already informs that the suggestion came from: they would read
        everything twice.

        :return: partners, as superuser
        """
        self.ensure_one()
        return self.sudo().author_ids.partner_id

    def _tell_authors(self, words):
        """Sends each author a message in their own language. Followers hear of public steps
        through their outbox (``zrm.suggestion.news``), which no step waits for.

        :param words: function of an environment that gives the text
        """
        for suggestion in self.sudo():
            suggestion._tell(suggestion._told_authors(), words)

    def _tell(self, partners, words):
        """Sends a message about this suggestion by mail, else as text; an address that is only
        claimed gets what was handed in since, nothing earlier."""
        self.ensure_one()
        for partner in partners:
            if partner.preferred_channel == "none":
                continue
            since = self._author_since(partner)
            lang = partner.lang or self.env["res.company"]._zrm_citizen_lang()
            own = partner.with_context(lang=lang)
            if own.email_normalized and own._is_told_about("email", since):
                own._queue_mail(own.email_normalized, own.env._("Your suggestion"), words(own.env))
            elif own.phone_sanitized and own._is_told_about("phone", since):
                own._send_text(own.phone_sanitized, words(own.env))

    def _author_since(self, partner):
        """Since when somebody is an author, by the clock that dates their addresses too."""
        self.ensure_one()
        own = self.sudo().author_ids.filtered(lambda one: one.partner_id == partner)
        return own[:1].create_date or self.create_date

    def _log_event(self, kind, text="", is_public=False):
        """Lets the authors of what was joined hear of public steps, as they were promised."""
        events = super()._log_event(kind, text, is_public)
        if is_public and kind in FOLLOWED_KINDS:
            for joined in self.sudo()._all_joined():
                joined._tell_authors(
                    lambda env, one=joined: env._(
                        "News of the earlier suggestion to which yours, “%(name)s”, was joined: "
                        "%(step)s",
                        name=one.name,
                        step=one._step_words(env, kind, text),
                    )
                )
        return events

    def _step_words(self, env, kind, text):
        """A public step in a reader's language, with its words where they are for everybody."""
        kinds = self.env["zrm.suggestion.event"]._fields["kind"]
        step = dict(kinds._description_selection(env))[kind]
        return f"{step}. {text}" if text and kind in WORDED_KINDS else step

    def _all_joined(self):
        """What was joined to these suggestions, directly or by way of others."""
        joined, found = self.browse(), self.sudo().merged_ids
        while found := found - joined:
            joined |= found
            found = found.merged_ids
        return joined
