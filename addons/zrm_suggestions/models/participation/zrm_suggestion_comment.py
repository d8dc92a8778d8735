from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_portal.domain.public_report import clean_text

STATES = [("waiting", "Waits"), ("shown", "Public"), ("removed", "Removed")]
MAX_COMMENT = 2000
MAX_NAME = 60
# Of one citizen in an hour.
COMMENTS_PER_HOUR = 10
HOUR = 3600


class ZrmSuggestionComment(models.Model):
    """A citizen's comment on a published suggestion, under the name that they chose.

    Nothing of their file is shown. What is removed stays on record, with who removed it and
    why; the public reads that something was removed.
    """

    _name = "zrm.suggestion.comment"
    _description = "Comment on a Suggestion"
    _inherit = ["zrm.record.mixin", "zrm.export.log.mixin"]
    _order = "id desc"
    _rec_name = "text"

    publication_id = fields.Many2one(
        "zrm.suggestion.publication",
        string="Suggestion",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="publication_id.company_id", store=True, index=True, readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Citizen",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    public_name = fields.Char(readonly=True, help="Chosen by the citizen; empty: a citizen.")
    text = fields.Text(required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="waiting")
    at = fields.Datetime(string="When", required=True, readonly=True, default=fields.Datetime.now)
    moderated_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    moderated_at = fields.Datetime(readonly=True)
    removed_reason = fields.Char(string="Why Removed", readonly=True)

    _waiting = models.Index("(id) WHERE state = 'waiting'")
    _removed_with_reason = models.Constraint(
        "CHECK (state <> 'removed' OR removed_reason IS NOT NULL)",
        "A comment is removed with a reason.",
    )

    @api.model
    def _export_citizen_fields(self):
        return ["partner_id"]

    # ------------------------------------------------------------------
    # Moderation
    # ------------------------------------------------------------------

    def action_show(self):
        """Makes comments public."""
        self._moderate("shown", False)
        return True

    def action_remove(self, reason=""):
        """Removes comments from the public page.

        :param str reason: kept on record
        :raise UserError: without a reason
        """
        self._check_moderator()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Write why; it is kept on record."))
        self._moderate("removed", reason)
        return True

    def action_ask_reason(self):
        """Opens the dialog that asks why comments are removed."""
        self._check_moderator()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remove from the Public Page"),
            "res_model": "zrm.suggestion.removal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_comment_ids": [(6, 0, self.ids)]},
        }

    def _check_moderator(self):
        """:raise UserError: for all but the secretariat, of the user's companies"""
        self.check_access("read")
        if not self.env.user.has_group("zrm_suggestions.group_suggestion_secretary"):
            raise UserError(self.env._("The secretariat of the suggestions does this."))

    def _moderate(self, state, reason):
        self._check_moderator()
        # sudo: the right was checked; nobody writes these rows directly.
        self.sudo().write(
            {
                "state": state,
                "removed_reason": reason,
                "moderated_by_id": self.env.uid,
                "moderated_at": fields.Datetime.now(),
            }
        )


class ZrmSuggestionPublication(models.Model):
    """Commenting, by signed-in citizens."""

    _inherit = "zrm.suggestion.publication"

    def _comment(self, partner, text, public_name=""):
        """Adds a citizen's comment; it is public at once, or when the secretariat let it.

        :param partner: the signed-in citizen
        :param str text: as typed
        :param str public_name: as typed; under which it stands
        :return: the comment, as superuser
        :raise UserError: says what is wrong
        """
        self.ensure_one()
        self._check_open()
        text = persian.normalize_text(clean_text(text))
        name = persian.normalize_text(clean_text(public_name)).replace("\n", " ")
        if not text:
            raise UserError(self.env._("Write your comment first."))
        if len(text) > MAX_COMMENT or len(name) > MAX_NAME:
            raise UserError(
                self.env._(
                    "At most %(text)s characters, and %(name)s for the name, please.",
                    text=MAX_COMMENT,
                    name=MAX_NAME,
                )
            )
        # sudo: citizens have no rights on comments; this is their own.
        Comment = self.env["zrm.suggestion.comment"].sudo()
        own = [("publication_id", "=", self.id), ("partner_id", "=", partner.id)]
        if last := Comment.search([*own, ("text", "=", text)], limit=1):
            return last  # sent twice
        if not self.env["zrm.throttle"]._allow(
            "suggestion.comment", str(partner.id), COMMENTS_PER_HOUR, HOUR
        ):
            raise UserError(
                self.env._("You wrote many comments within an hour; please go on later.")
            )
        waits = self.sudo().company_id.zrm_suggestions_moderated
        return Comment.create(
            {
                "publication_id": self.id,
                "partner_id": partner.id,
                "text": text,
                "public_name": name or False,
                "state": "waiting" if waits else "shown",
            }
        )

    def _comments_for(self, partner, limit=50, offset=0):
        """The comments that the page shows, oldest first: public ones, markers of removed ones,
        and the reader's own that wait.

        :param partner: the signed-in citizen, or empty
        :return: list of dicts ``at``, ``name``, ``text``, ``state``, ``is_own``
        """
        self.ensure_one()
        # Those of what was joined to it go on here, too.
        pages = self.sudo()._with_joined().filtered(lambda one: one.state != "hidden")
        domain = fields.Domain("state", "in", ("shown", "removed"))
        if partner:
            domain |= fields.Domain("partner_id", "=", partner.id)
        comments = (
            self.env["zrm.suggestion.comment"]
            .sudo()
            .search(
                domain & fields.Domain("publication_id", "in", pages.ids),
                order="id",
                limit=limit,
                offset=offset,
            )
        )
        return [
            {
                "at": one.at,
                "name": one.public_name or self.env._("A citizen"),
                "text": one.text if one.state != "removed" else "",
                "state": one.state,
                "is_own": bool(partner) and one.partner_id == partner,
            }
            for one in comments
        ]

    def _last_name_of(self, partner):
        """The name under which a citizen commented last; they may choose another."""
        own = [("partner_id", "=", partner.id), ("public_name", "!=", False)]
        return self.env["zrm.suggestion.comment"].sudo().search(own, limit=1).public_name or ""
