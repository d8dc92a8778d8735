from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...const import MOST_OBJECTIONS, OBJECTION_DAYS
from ...domain import lifecycle


class ZrmSuggestion(models.Model):
    """Deciding, publishing and objecting. Nothing is public before it is published."""

    _inherit = "zrm.suggestion"

    decision_ids = fields.One2many(
        "zrm.suggestion.decision",
        "suggestion_id",
        readonly=True,
        groups="zrm_suggestions.group_suggestion_secretary,zrm_suggestions.group_suggestion_committee",
    )
    objection_ids = fields.One2many("zrm.suggestion.objection", "suggestion_id", readonly=True)

    def action_decide(self, session_id, outcome, reason, votes=(0, 0, 0), deferred_until=None):
        """Records what an open session decided; nobody outside learns of it before
        :meth:`action_publish`.

        :param int session_id: of the committee, open and with a quorum
        :param str outcome: one of ``const.OUTCOMES``
        :param str reason: what the authors will read
        :param votes: for, against, abstained
        :param deferred_until: a day in the future, for ``deferred``
        :raise UserError: without a quorum, also when members with a conflict have left
        """
        session = self.env["zrm.suggestion.session"].browse(session_id).exists()
        for suggestion in self._lock_for_secretary():
            suggestion._check_decision(session, outcome, reason, votes, deferred_until)
            own = suggestion.sudo()
            found = own._conflicts(session.present_ids, decides=True)
            left = session.present_ids.filtered(lambda user, found=found: found[user])
            session._check_quorum(session.present_ids - left)
            own._check_somebody_new(session)
            # sudo: decisions are written by the server; the secretariat's right was checked.
            own.env["zrm.suggestion.decision"].create(
                {
                    "session_id": session.id,
                    "suggestion_id": own.id,
                    "outcome": outcome,
                    "reason": reason.strip(),
                    "deferred_until": outcome == "deferred" and deferred_until,
                    "votes_for": votes[0],
                    "votes_against": votes[1],
                    "votes_abstained": votes[2],
                    "left_ids": [(6, 0, left.ids)],
                    "decided_by_id": self.env.uid,
                }
            )
            own._enter(
                lifecycle.OUTCOMES[outcome],
                outcome=outcome,
                deferred_until=outcome == "deferred" and deferred_until,
            )
            own._log_event("decided")
        return True

    def _check_decision(self, session, outcome, reason, votes, deferred_until):
        self.ensure_one()
        if not session or session.state != "open":
            raise UserError(self.env._("Open the session of the committee first."))
        if outcome not in lifecycle.OUTCOMES:
            raise UserError(self.env._("Choose what the committee decided."))
        if not (reason or "").strip():
            raise UserError(self.env._("Write the reason; the authors read it."))
        if self.state != "committee":
            self._check_may_follow(lifecycle.OUTCOMES[outcome])
        today = self.env["res.company"]._zrm_today()
        if outcome == "deferred" and not (
            deferred_until and fields.Date.to_date(deferred_until) > today
        ):
            raise UserError(self.env._("Name the day, after today, on which it is taken up again."))
        if len(votes) != 3 or any(count < 0 for count in votes):
            raise UserError(self.env._("Votes are three numbers: for, against, abstained."))
        if sum(votes) > len(session.present_ids):
            raise UserError(self.env._("There are more votes than members who are there."))

    def _check_somebody_new(self, session):
        """:raise UserError: when only those hear an objection who decided before"""
        before = self.objection_ids[-1:].heard_before_ids
        if before and not (session.present_ids & session.member_ids) - before:
            raise UserError(
                self.env._("The author objected: somebody who has not decided before takes part.")
            )

    def action_publish(self):
        """Publishes the last decision: the authors read where it stands and why."""
        for suggestion in self._lock_for_secretary():
            own = suggestion.sudo()
            decision = own.decision_ids.filtered(lambda one: not one.published_at)[:1]
            if not decision:
                raise UserError(self.env._("Nothing about %s waits to be published.", own.name))
            own._write_handling({"published_state": own.state, "public_answer": decision.reason})
            decision.published_at = fields.Datetime.now()
            own._log_event("published", text=decision.reason, is_public=True)
            own._tell_authors(
                lambda env, one=own, words=decision.reason: env._(
                    "The committee has decided about your suggestion “%(name)s”: %(words)s",
                    name=one.name,
                    words=words,
                )
            )
        return True

    def action_object(self, reason):
        """An author objects to a published decision; it goes back to the committee, which
        then includes somebody new. At most twice, within ``OBJECTION_DAYS``.

        :param str reason: in the author's words
        """
        suggestions = self._lock_for_author()
        if not (reason or "").strip():
            raise UserError(self.env._("Write what you object to."))
        for suggestion in suggestions:
            own = suggestion.sudo()
            published = own.decision_ids.filtered("published_at")[:1]
            if own.published_state not in ("approved", "rejected") or not published:
                raise UserError(self.env._("There is no decision yet that you could object to."))
            if len(own.objection_ids) >= MOST_OBJECTIONS:
                raise UserError(self.env._("You have objected twice; the decision stands."))
            if fields.Datetime.now() > published.published_at + timedelta(days=OBJECTION_DAYS):
                raise UserError(
                    self.env._("An objection is possible within %s days.", OBJECTION_DAYS)
                )
            sessions = own.decision_ids.session_id
            own.env["zrm.suggestion.objection"].create(
                {
                    "suggestion_id": own.id,
                    "number": len(own.objection_ids) + 1,
                    "reason": reason.strip(),
                    "heard_before_ids": [(6, 0, (sessions.present_ids & sessions.member_ids).ids)],
                }
            )
            own._enter("committee", published_state="committee")
            own._log_event("objected", text=reason, is_public=True)
        return True
