from odoo import SUPERUSER_ID, models
from odoo.exceptions import LockError, UserError

# Of a secret vote by fewer, the count tells who voted how.
LEAST_SECRET = 3


class ZrmSuggestionItem(models.Model):
    """Taking a vote: the chair or the secretariat opens and counts it, members vote on their
    own screens. Everybody sees how many votes are in, nobody which."""

    _inherit = "zrm.suggestion.item"

    def _lock_to_lead(self):
        """:raise AccessError: for all but the secretariat and the chair"""
        self.session_id._check_leads()
        self.check_access("read")
        try:
            # sudo: the chair has no right to write, but leads.
            self.sudo().lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is deciding about it at this moment; look at it again.")
            ) from error
        return self.sudo()

    def action_open_vote(self):
        """Opens the vote for the members who are there and have no conflict; again, when it is
        to be repeated.

        :raise UserError: without a quorum, or while another vote is open
        """
        self.ensure_one()
        own = self._lock_to_lead()
        session, suggestion = own.session_id, own.suggestion_id
        if session.state != "open":
            raise UserError(self.env._("Open the session of the committee first."))
        if own.state not in ("waiting", "counted"):
            raise UserError(self.env._("The vote is open already, or it is decided."))
        if suggestion.state != "committee":
            raise UserError(self.env._("%s does not wait for the committee.", suggestion.name))
        if session.item_ids.filtered(lambda one: one.state == "voting"):
            raise UserError(self.env._("Another vote is open; count it first."))
        found = suggestion._conflicts(session.present_ids, decides=True)
        left = session.present_ids.filtered(lambda user: found[user])
        voters = (session.present_ids & session.member_ids) - left
        session._check_quorum(voters)
        if own.is_secret and len(voters) < LEAST_SECRET:
            raise UserError(
                self.env._("A secret vote needs at least %s voters; vote openly.", LEAST_SECRET)
            )
        suggestion._check_somebody_new(voters)
        own.write(
            {
                "state": "voting",
                "ballot_number": own.ballot_number + 1,
                "eligible_ids": [(6, 0, voters.ids)],
                "left_ids": [(6, 0, left.ids)],
                "votes_for": 0,
                "votes_against": 0,
                "votes_abstained": 0,
            }
        )
        own.env["zrm.suggestion.ballot"].create({"item_id": own.id})
        return True

    def action_vote(self, choice):
        """Votes; once, and for good.

        :param str choice: ``for``, ``against`` or ``abstained``
        :raise UserError: for who may not vote, or has voted
        """
        self.ensure_one()
        self.check_access("read")
        if choice not in ("for", "against", "abstained"):
            raise UserError(self.env._("Vote for, against, or abstain."))
        # sudo: that it is a voter is checked here.
        own = self.sudo()
        if own.session_id.state != "open" or own.state != "voting":
            raise UserError(self.env._("No vote is open on this one."))
        if self.env.user not in own.eligible_ids:
            raise UserError(self.env._("You are not among the voters on this one."))
        if not own.env["zrm.suggestion.ballot"]._put_in(own.id, self.env.uid, choice):
            raise UserError(self.env._("You have voted already."))
        if not own.is_secret:
            own.with_user(SUPERUSER_ID).env["zrm.suggestion.vote"].create(
                {
                    "item_id": own.id,
                    "ballot_number": own.ballot_number,
                    "user_id": self.env.uid,
                    "choice": choice,
                }
            )
        return True

    def action_vote_for(self):
        """Button on the member's screen."""
        return self.action_vote("for")

    def action_vote_against(self):
        """Button on the member's screen."""
        return self.action_vote("against")

    def action_abstain(self):
        """Button on the member's screen."""
        return self.action_vote("abstained")

    def action_count_votes(self):
        """Ends the vote and shows how many were for, against, and abstained.

        :raise UserError: for a secret vote with too few votes to stay secret
        """
        self.ensure_one()
        own = self._lock_to_lead()
        if own.state != "voting":
            raise UserError(self.env._("No vote is open on this one."))
        ballots = own.env["zrm.suggestion.ballot"]
        if own.is_secret and 0 < ballots._count(own.id) < LEAST_SECRET:
            raise UserError(
                self.env._(
                    "Fewer than %s votes are in: counting them would tell who voted how.",
                    LEAST_SECRET,
                )
            )
        counts = ballots._empty(own.id) or (0, 0, 0)
        own.write(
            {
                "state": "counted",
                "votes_for": counts[0],
                "votes_against": counts[1],
                "votes_abstained": counts[2],
            }
        )
        return True

    def action_postpone(self):
        """Leaves the item to a later session."""
        for item in self:
            own = item._lock_to_lead()
            if own.state not in ("waiting", "counted"):
                raise UserError(self.env._("Count the votes first, or it is decided already."))
            own.state = "postponed"
        return True
