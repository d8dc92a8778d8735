from odoo import fields, models
from odoo.exceptions import UserError

from ...domain import lifecycle

# Conflicts that keep the secretary from recording what was decided.
OWN_MATTER = {"author", "relative", "declared"}


class ZrmSuggestion(models.Model):
    """Deciding. Nothing is public before it is published."""

    _inherit = "zrm.suggestion"

    decision_ids = fields.One2many(
        "zrm.suggestion.decision",
        "suggestion_id",
        readonly=True,
        groups="zrm_suggestions.group_suggestion_secretary,zrm_suggestions.group_suggestion_committee",
    )

    def action_decide(
        self, session_id, outcome, reason, votes=(0, 0, 0), deferred_until=None, changes=""
    ):
        """Records what an open session decided; nobody outside learns of it before
        :meth:`action_publish`.

        :param int session_id: of the committee, open and with a quorum
        :param str outcome: one of ``const.OUTCOMES``
        :param str reason: what the authors will read
        :param votes: for, against, abstained, of a show of hands; those that were counted on
            the item of the agenda go before
        :param deferred_until: a day in the future, for ``deferred``
        :param str changes: what is carried out differently, for ``modified``
        :raise UserError: without a quorum, also when members with a conflict have left
        """
        session = self.env["zrm.suggestion.session"].browse(session_id or []).exists()
        for suggestion in self._lock_for_secretary():
            # sudo: decisions are written by the server; the secretariat's right was checked.
            own = suggestion.sudo()
            item = own._item_of(session)
            if item.state == "counted":
                votes = (item.votes_for, item.votes_against, item.votes_abstained)
            suggestion._check_decision(session, outcome, reason, deferred_until, changes)
            own._check_item(item)
            left = item.left_ids if item.state == "counted" else own._who_leaves(session)
            there = (session.present_ids & session.member_ids) - left
            if item.state == "counted":
                there = item.eligible_ids
            session._check_quorum(there)
            own._check_votes(outcome, votes, there)
            own._check_somebody_new(there)
            own._give_up_rounds()
            own.env["zrm.suggestion.decision"].create(
                {
                    "session_id": session.id,
                    "suggestion_id": own.id,
                    "outcome": outcome,
                    "reason": reason.strip(),
                    "changes": outcome == "modified" and changes.strip(),
                    "deferred_until": outcome == "deferred" and deferred_until,
                    "is_secret": item.is_secret and item.state == "counted",
                    "votes_for": votes[0],
                    "votes_against": votes[1],
                    "votes_abstained": votes[2],
                    "chair_id": (session.chair_id & there or there[:1]).id,
                    "present_ids": [(6, 0, there.ids)],
                    "left_ids": [(6, 0, left.ids)],
                    "decided_by_id": self.env.uid,
                }
            )
            own._close_item(session, item, left)
            own._enter(
                lifecycle.OUTCOMES[outcome],
                outcome=outcome,
                deferred_until=outcome == "deferred" and deferred_until,
            )
            own._log_event("decided")
        return True

    def _item_of(self, session):
        """The item of this session's agenda; empty, when it was not on it."""
        self.ensure_one()
        return session.sudo().item_ids.filtered(lambda one: one.suggestion_id == self)

    def _who_leaves(self, session):
        """The members who are there and have a conflict."""
        self.ensure_one()
        found = self._conflicts(session.present_ids, decides=True)
        return session.present_ids.filtered(lambda user: found[user])

    def _close_item(self, session, item, left):
        """What was decided stands on the agenda, also when it came up on the spot."""
        self.ensure_one()
        if not item:
            item = item.create(
                {
                    "session_id": session.id,
                    "suggestion_id": self.id,
                    "sequence": max(session.item_ids.mapped("sequence"), default=0) + 10,
                }
            )
        item.write({"state": "decided", "left_ids": [(6, 0, left.ids)]})

    def _check_decision(self, session, outcome, reason, deferred_until, changes):
        self.ensure_one()
        if not session or session.state != "open":
            raise UserError(self.env._("Open the session of the committee first."))
        if session.company_id != self.company_id:
            raise UserError(self.env._("%s is another company's.", self.name))
        if outcome not in lifecycle.OUTCOMES:
            raise UserError(self.env._("Choose what the committee decided."))
        if not (reason or "").strip():
            raise UserError(self.env._("Write the reason; the authors read it."))
        if outcome == "modified" and not (changes or "").strip():
            raise UserError(self.env._("Write what is carried out differently."))
        self._check_length_of(reason)
        self._check_length_of(changes)
        if self.state != "committee":
            self._check_may_follow(lifecycle.OUTCOMES[outcome])
        today = self.env["res.company"]._zrm_today()
        if outcome == "deferred" and not (
            deferred_until and fields.Date.to_date(deferred_until) > today
        ):
            raise UserError(self.env._("Name the day, after today, on which it is taken up again."))
        if not self.env.su and OWN_MATTER.intersection(
            self._conflicts(self.env.user, decides=True)[self.env.user]
        ):
            raise UserError(
                self.env._("You have a conflict about %s; another secretary records it.", self.name)
            )

    def _check_item(self, item):
        """:raise UserError: while a vote runs, or when it was postponed"""
        if item.state == "voting":
            raise UserError(self.env._("Count the votes on “%s” first.", self.name))
        if item.state == "postponed":
            raise UserError(self.env._("“%s” was postponed to another session.", self.name))

    def _check_votes(self, outcome, votes, there):
        try:
            votes_for, votes_against, abstained = votes
            wrong = any(isinstance(one, bool) or int(one) != one or one < 0 for one in votes)
        except (TypeError, ValueError):
            wrong = True
        if wrong:
            raise UserError(self.env._("Votes are three numbers: for, against, abstained."))
        if votes_for + votes_against + abstained > len(there):
            raise UserError(self.env._("There are more votes than members who take part."))
        is_approval = lifecycle.OUTCOMES[outcome] == "approved"
        if is_approval and votes_against and votes_for <= votes_against:
            raise UserError(
                self.env._("The votes do not carry it: more have to be for than against.")
            )
        if outcome == "rejected" and votes_for > votes_against:
            raise UserError(self.env._("More votes are for it than against; it is not rejected."))

    def _check_somebody_new(self, there):
        """:raise UserError: when only those hear an objection who decided before"""
        before = self.sudo().objection_ids[-1:].heard_before_ids
        if before and not there - before:
            raise UserError(
                self.env._("The author objected: somebody who has not decided before takes part.")
            )

    def _last_decision(self):
        self.ensure_one()
        return self.decision_ids.sorted("id")[-1:]

    def _last_result(self):
        """The last round that is over; the committee has its results before it."""
        self.ensure_one()
        over = self.round_ids.filtered(lambda one: one.revealed_at and not one.given_up_at)
        return over.sorted("number")[-1:]
