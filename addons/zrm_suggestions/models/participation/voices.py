from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...domain.public_text import VOICE_STATES

# The publications of suggestions and of all that were joined to them, directly or by way of
# others. A suggestion that was taken apart is not in it any more: nothing is moved.
TREE = """
    WITH RECURSIVE tree (root, id) AS (
        SELECT id, id FROM zrm_suggestion WHERE id = ANY(%s)
         UNION
        SELECT tree.root, s.id FROM zrm_suggestion s JOIN tree ON s.duplicate_of_id = tree.id
    )
"""


class ZrmSuggestionPublication(models.Model):
    """Voices: giving, taking back and counting them.

    No click writes a row that another click writes or reads: a voice is a row of its own under
    a unique index, counted by that index. Voices of what was joined count once per citizen.
    """

    _inherit = "zrm.suggestion.publication"

    # ------------------------------------------------------------------
    # Counting
    # ------------------------------------------------------------------

    def _query_tree(self, statement, *parameters):
        """The rows of a statement over these suggestions and all that were joined to them."""
        self.env["zrm.suggestion"].flush_model(["duplicate_of_id"])
        self.env["zrm.suggestion.support"].flush_model()
        roots = self.sudo().suggestion_id.ids
        return self.env.execute_query(SQL(TREE + statement, roots, *parameters))

    def _voices(self):
        """The exact number of citizens who support each publication's suggestion.

        :return: ``{publication id: count}``; one query
        """
        by_suggestion = {one.suggestion_id.id: one.id for one in self.sudo()}
        rows = self._query_tree(
            """
            SELECT tree.root, count(DISTINCT v.partner_id)
              FROM tree
              JOIN zrm_suggestion_publication p ON p.suggestion_id = tree.id
              JOIN zrm_suggestion_support v ON v.publication_id = p.id
             GROUP BY tree.root
            """
        )
        counts = {by_suggestion[root]: count for root, count in rows}
        return {one.id: counts.get(one.id, 0) for one in self}

    def _fold_voices(self):
        """Writes the counts for sorting, of these and of what they were joined to."""
        roots = self.sudo()
        for publication in self.sudo():
            roots |= publication.suggestion_id._goes_on_in().publication_ids
        counts = roots._voices()
        for publication in roots.filtered(lambda one: one.support_count != counts[one.id]):
            publication.support_count = counts[publication.id]

    def _with_joined(self):
        """These publications and those of the suggestions joined to theirs."""
        rows = self._query_tree(
            """
            SELECT p.id FROM tree
              JOIN zrm_suggestion_publication p ON p.suggestion_id = tree.id
            """
        )
        return self.browse({row[0] for row in rows}) | self

    def _supported_by(self, partner):
        """Whether this citizen has given their voice to the suggestion or to what was joined."""
        self.ensure_one()
        rows = self._query_tree(
            """
            SELECT 1 FROM tree
              JOIN zrm_suggestion_publication p ON p.suggestion_id = tree.id
              JOIN zrm_suggestion_support v ON v.publication_id = p.id
             WHERE v.partner_id = %s LIMIT 1
            """,
            partner.id,
        )
        return bool(rows)

    # ------------------------------------------------------------------
    # Giving and taking back
    # ------------------------------------------------------------------

    def _is_open(self):
        """Whether voices and comments are taken at this moment."""
        self.ensure_one()
        own = self.sudo()
        return (
            own.state == "open"
            and own.published_state in VOICE_STATES
            and own.company_id.zrm_suggestions_public
        )

    def _check_open(self):
        if not self._is_open():
            raise UserError(self.env._("Voices and comments are not taken on this one any more."))

    def _support(self, partner, source="web", evidence=False):
        """Gives a citizen's voice; giving it twice is giving it once.

        :param partner: the citizen
        :param str source: web, paper or phone
        :return: whether it is new
        :raise UserError: when voices are not taken any more
        """
        self.ensure_one()
        self._check_open()
        if self._supported_by(partner):
            return False
        user = self.env.user
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO zrm_suggestion_support
                       (publication_id, partner_id, source, at, recorded_by_id, evidence)
                VALUES (%s, %s, %s, %s, %s, %s)
                    ON CONFLICT (publication_id, partner_id) DO NOTHING RETURNING id
                """,
                self.id,
                partner.id,
                source,
                fields.Datetime.now(),
                None if source == "web" else user.id,
                evidence or None,
            )
        )
        if rows:
            self.env["zrm.suggestion.recount"]._mark(self)
        return bool(rows)

    def _withdraw_support(self, partner):
        """Takes a citizen's voice back, also where it was given to what was joined.

        :return: whether there was one
        """
        self.ensure_one()
        self._check_open()
        voices = (
            self.env["zrm.suggestion.support"]
            .sudo()
            .search(
                [
                    ("publication_id", "in", self._with_joined().ids),
                    ("partner_id", "=", partner.id),
                ]
            )
        )
        if not voices:
            return False
        self.env["zrm.suggestion.recount"]._mark(voices.publication_id)
        voices.unlink()
        return True


class ZrmSuggestion(models.Model):
    _inherit = "zrm.suggestion"

    support_count = fields.Integer(
        string="Voices", compute="_compute_support_count", help="Citizens, each counted once."
    )

    def _compute_support_count(self):
        # sudo: the number tells nobody's name.
        counts = self.sudo().publication_ids._voices()
        for suggestion in self:
            suggestion.support_count = sum(
                counts[one.id] for one in suggestion.sudo().publication_ids
            )

    comment_count = fields.Integer(compute="_compute_comment_count")

    def _compute_comment_count(self):
        # sudo: the number tells nobody's words.
        Comment = self.env["zrm.suggestion.comment"].sudo()
        domain = [("publication_id", "in", self.sudo().publication_ids.ids)]
        counts = dict(Comment._read_group(domain, ["publication_id"], ["__count"]))
        for suggestion in self:
            suggestion.comment_count = sum(
                counts.get(one, 0) for one in suggestion.sudo().publication_ids
            )

    def action_merge(self, target_id):
        """Counts anew for the public list."""
        result = super().action_merge(target_id)
        self._mark_voices()
        return result

    def action_unmerge(self):
        targets = self.sudo().duplicate_of_id
        result = super().action_unmerge()
        (self | targets)._mark_voices()
        return result

    def _mark_voices(self):
        self.env["zrm.suggestion.recount"]._mark(self.sudo().publication_ids)

    def action_voices(self):
        """Opens the voices of a suggestion and of what was joined to it."""
        self.ensure_one()
        self._lock_for_secretary()
        # sudo: only ids; the voices have their own rights.
        publications = self.sudo().publication_ids._with_joined()
        domain = [("publication_id", "in", publications.ids)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Voices"),
            "res_model": "zrm.suggestion.support",
            "view_mode": "list",
            "domain": domain,
            "context": {"default_suggestion_id": self.id},
        }

    def action_comments(self):
        """Opens the comments of a suggestion."""
        self.ensure_one()
        self._lock_for_secretary()
        # sudo: only ids; the comments have their own rights.
        publications = self.sudo().publication_ids._with_joined()
        domain = [("publication_id", "in", publications.ids)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Comments"),
            "res_model": "zrm.suggestion.comment",
            "view_mode": "list,form",
            "domain": domain,
        }

    def action_open_public_page(self):
        """Opens the public page of a suggestion."""
        self.ensure_one()
        self.check_access("read")
        # sudo: the number is public.
        return {
            "type": "ir.actions.act_url",
            "url": f"/zrm/suggestions/{self.sudo().publication_ids.number}",
            "target": "new",
        }
