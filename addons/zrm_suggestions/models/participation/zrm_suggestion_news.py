from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...domain.public_text import FOLLOWED_KINDS

BATCH = 200
# Older news are not sent any more.
STALE = timedelta(days=7)


class ZrmSuggestionNews(models.Model):
    """A public step of a suggestion for its followers (outbox): written with the step, sent by a
    scheduled action in batches, each follower once. So no verb waits for a hundred thousand
    mails, and nothing is told of what was rolled back."""

    _name = "zrm.suggestion.news"
    _description = "News for Followers"
    _inherit = ["zrm.guarded.mixin"]
    _is_created_by_server = True

    publication_id = fields.Many2one(
        "zrm.suggestion.publication", required=True, readonly=True, index=True, ondelete="cascade"
    )
    event_id = fields.Many2one(
        "zrm.suggestion.event", required=True, readonly=True, ondelete="cascade"
    )
    texts = fields.Json(readonly=True, help="By language.")
    last_follow_id = fields.Integer(readonly=True, aggregator=None, help="Told up to here.")
    is_sent = fields.Boolean(readonly=True)

    _event_uniq = models.UniqueIndex("(event_id)", "These news are on their way already.")
    _waiting = models.Index("(id) WHERE is_sent IS NOT TRUE")

    @api.model
    def _queue(self, events):
        """Puts public steps into the outbox.

        :param events: of suggestions; those that followers hear of are chosen here
        """
        vals_list = []
        # What is not public costs nothing.
        steps = events.sudo().filtered(lambda one: one.is_public and one.kind in FOLLOWED_KINDS)
        for event in steps:
            publication = event.suggestion_id.publication_ids
            if publication and publication.state != "hidden":
                vals_list.append(
                    {
                        "publication_id": publication.id,
                        "event_id": event.id,
                        "texts": publication._news_texts(event),
                    }
                )
        # sudo: written by the server.
        return self.sudo().create(vals_list) if vals_list else self.sudo()

    @api.model
    def _cron_send(self):
        """Sends what waits, in batches; goes on after a crash where it stopped."""
        while news := self.search([("is_sent", "=", False)], limit=1, order="id"):
            told = news._send_batch()
            left = self.search_count([("is_sent", "=", False)], limit=BATCH)
            if not self.env["ir.cron"]._commit_progress(told, remaining=left):
                break

    def _send_batch(self):
        """Sends these news to the next followers.

        :return: how many followers were looked at
        """
        self.ensure_one()
        publication = self.publication_id
        is_stale = self.create_date < fields.Datetime.now() - STALE
        followers = (
            self.env["zrm.suggestion.follow"]
            if is_stale or publication.state == "hidden"
            else self.env["zrm.suggestion.follow"].browse(self._next_followers())
        )
        if not followers:
            self.is_sent = True
            return 0
        self._mail(followers)
        self.last_follow_id = max(followers.ids)
        self.is_sent = len(followers) < BATCH
        return len(followers)

    def _next_followers(self):
        """Ids of the next followers of the suggestion and of what was joined to it, each citizen
        once."""
        pages = self.publication_id._with_joined().ids
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM zrm_suggestion_follow f
                 WHERE publication_id = ANY(%(pages)s) AND id > %(last)s AND muted_at IS NULL
                   AND NOT EXISTS (
                       SELECT FROM zrm_suggestion_follow e
                        WHERE e.publication_id = ANY(%(pages)s) AND e.partner_id = f.partner_id
                          AND e.id < f.id AND e.muted_at IS NULL)
                 ORDER BY id LIMIT %(most)s
                """,
                pages=pages,
                last=self.last_follow_id,
                most=BATCH,
            )
        )
        return [row[0] for row in rows]

    def _mail(self, followers):
        """Queues a mail for each follower, in their language, with the way out."""
        publication, company = self.publication_id, self.publication_id.company_id
        suggestion = publication.suggestion_id
        # They hear as authors.
        authors = (suggestion | suggestion._all_joined()).author_ids.partner_id
        default = self.env["res.company"]._zrm_citizen_lang()
        vals_list = []
        for follower in followers:
            partner = follower.partner_id
            address = partner.email_normalized
            is_told = address and partner._is_told_about("email", follower.since)
            if partner in authors or not is_told or partner.preferred_channel == "none":
                continue
            lang = partner.lang if partner.lang in self.texts else default
            own = self.with_context(lang=lang)
            out = f"{publication.get_base_url()}/zrm/suggestions/unfollow/{follower.token}"
            text = "\n\n".join(
                [
                    self.texts.get(lang) or next(iter(self.texts.values())),
                    publication._url(),
                    own.env._("To hear no more of it: %s", out),
                ]
            )
            vals_list.append(
                {
                    "email_to": address,
                    "subject": own.env._("News of a suggestion that you follow"),
                    "body_html": own.env["ir.qweb"]._render(
                        "zrm_suggestions.follower_mail", {"paragraphs": text.split("\n\n")}
                    ),
                    "email_from": company.email_formatted or self.env.user.email_formatted,
                    "author_id": company.partner_id.id,
                    "auto_delete": True,
                    "headers": repr(
                        {
                            "Auto-Submitted": "auto-generated",
                            "List-Unsubscribe": f"<{out}>",
                            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                        }
                    ),
                }
            )
        self.env["mail.mail"].create(vals_list)
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()


class ZrmSuggestionPublication(models.Model):
    _inherit = "zrm.suggestion.publication"

    def _news_texts(self, event):
        """What followers read of a public step, in each language that is installed."""
        self.ensure_one()
        texts = {}
        for lang, _name in self.env["res.lang"].get_installed():
            own = self.with_context(lang=lang)
            step = self.suggestion_id._step_words(own.env, event.kind, event.text)
            texts[lang] = own.env._(
                "News of the suggestion “%(name)s” that you follow: %(step)s",
                name=self.name,
                step=step,
            )
        return texts


class ZrmSuggestion(models.Model):
    _inherit = "zrm.suggestion"

    def _log_event(self, kind, text="", is_public=False):
        events = super()._log_event(kind, text, is_public)
        self.env["zrm.suggestion.news"]._queue(events)
        return events
