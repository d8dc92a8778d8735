import secrets

from odoo import api, fields, models
from odoo.tools import SQL


class ZrmSuggestionFollow(models.Model):
    """A citizen who wants to hear of the public steps of a suggestion, until they do not."""

    _name = "zrm.suggestion.follow"
    _description = "Follower of a Suggestion"
    _inherit = ["zrm.guarded.mixin"]
    _is_created_by_server = True
    _log_access = False
    _rec_name = "partner_id"

    publication_id = fields.Many2one(
        "zrm.suggestion.publication", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="cascade"
    )
    since = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    token = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    muted_at = fields.Datetime(readonly=True, help="Since when they want to hear no more.")

    _once = models.UniqueIndex("(publication_id, partner_id)", "They follow it already.")
    _token_uniq = models.UniqueIndex("(token)")

    @api.model
    def _of_token(self, token):
        """The follower of an opt-out link, as superuser; empty for a wrong one."""
        if not token or len(token) < 20:
            return self.browse()
        # sudo: the random token is the authorization.
        return self.sudo().search([("token", "=", token)], limit=1)

    def _mute(self):
        """Ends the messages; from the link or the page."""
        self.sudo().filtered(lambda one: not one.muted_at).write(
            {"muted_at": fields.Datetime.now()}
        )


class ZrmSuggestionPublication(models.Model):
    _inherit = "zrm.suggestion.publication"

    def _follow(self, partners, again=False):
        """Lets citizens follow these suggestions; who has opted out stays out.

        :param bool again: they ask for it themselves, so an earlier opting out does not count
        """
        for publication in self:
            for partner in partners:
                self.env.cr.execute(
                    SQL(
                        """
                        INSERT INTO zrm_suggestion_follow (publication_id, partner_id, since, token)
                        VALUES (%s, %s, %s, %s)
                            ON CONFLICT (publication_id, partner_id) DO %s
                        """,
                        publication.id,
                        partner.id,
                        fields.Datetime.now(),
                        secrets.token_urlsafe(24),
                        SQL("UPDATE SET muted_at = NULL") if again else SQL("NOTHING"),
                    )
                )
        self.env["zrm.suggestion.follow"].invalidate_model(["muted_at"])

    def _follower(self, partner):
        """The row of a citizen who follows it and has not opted out, as superuser."""
        self.ensure_one()
        return (
            self.env["zrm.suggestion.follow"]
            .sudo()
            .search(
                [
                    ("publication_id", "=", self.id),
                    ("partner_id", "=", partner.id),
                    ("muted_at", "=", False),
                ],
                limit=1,
            )
        )
