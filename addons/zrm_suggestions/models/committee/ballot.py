from odoo import api, fields, models
from odoo.tools import SQL

COUNTERS = {"for": "votes_for", "against": "votes_against", "abstained": "votes_abstained"}


class ZrmSuggestionBallot(models.Model):
    """The box into which votes are put while a vote is open: one row for each vote, with three
    counters and the sorted set of who has voted.

    Nothing joins a voter and a vote: there is no row per voter, so no id, order, transaction
    number or time of one; the set is sorted by person, not by time; the row has no time of
    writing. It is removed when the votes are counted, and the set with it. Nobody has access
    to it, and no method returns the counters before the votes are counted.

    What remains: who administers the server can read earlier versions of the row in the
    database's files and logs until these are cleaned, or look at the row after each vote.
    """

    _name = "zrm.suggestion.ballot"
    _description = "Ballot Box"
    _allow_sudo_commands = False
    _log_access = False

    item_id = fields.Many2one("zrm.suggestion.item", required=True, ondelete="cascade")
    votes_for = fields.Integer(required=True, default=0)
    votes_against = fields.Integer(required=True, default=0)
    votes_abstained = fields.Integer(required=True, default=0)

    _once = models.UniqueIndex("(item_id)")

    def init(self):
        # The ORM has no arrays.
        self.env.cr.execute(
            "ALTER TABLE zrm_suggestion_ballot "
            "ADD COLUMN IF NOT EXISTS voter_ids integer[] NOT NULL DEFAULT '{}'"
        )

    @api.model
    def _put_in(self, item_id, user_id, choice):
        """Counts one vote.

        :param str choice: ``for``, ``against`` or ``abstained``
        :return: whether it counted; not for who has voted already, or without an open vote
        """
        counter = SQL.identifier(COUNTERS[choice])
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE zrm_suggestion_ballot
                   SET %(counter)s = %(counter)s + 1,
                       voter_ids = (SELECT array_agg(id ORDER BY id)
                                      FROM unnest(voter_ids || %(user)s) AS id)
                 WHERE item_id = %(item)s AND NOT (%(user)s = ANY(voter_ids))
                RETURNING 1
                """,
                counter=counter,
                user=user_id,
                item=item_id,
            )
        )
        return bool(rows)

    @api.model
    def _has_voted(self, item_id, user_id):
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT 1 FROM zrm_suggestion_ballot "
                    "WHERE item_id = %s AND %s = ANY(voter_ids)",
                    item_id,
                    user_id,
                )
            )
        )

    @api.model
    def _count(self, item_id):
        """How many votes are in, not which."""
        rows = self.env.execute_query(
            SQL(
                "SELECT cardinality(voter_ids) FROM zrm_suggestion_ballot WHERE item_id = %s",
                item_id,
            )
        )
        return rows[0][0] if rows else 0

    @api.model
    def _empty(self, item_id):
        """Ends the vote and removes the box.

        :return: ``(for, against, abstained)``, or None when there is none
        """
        rows = self.env.execute_query(
            SQL(
                "DELETE FROM zrm_suggestion_ballot WHERE item_id = %s "
                "RETURNING votes_for, votes_against, votes_abstained",
                item_id,
            )
        )
        return rows[0] if rows else None
