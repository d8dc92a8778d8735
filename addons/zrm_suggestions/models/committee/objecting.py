from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...const import MOST_OBJECTIONS, OBJECTION_DAYS

OPEN_TO_OBJECTION = ("approved", "rejected")


class ZrmSuggestion(models.Model):
    """Objecting to what was published; it goes to a committee with somebody new."""

    _inherit = "zrm.suggestion"

    objection_ids = fields.One2many("zrm.suggestion.objection", "suggestion_id", readonly=True)

    def action_object(self, reason):
        """An author objects to a published decision, or to a rejection in screening; it goes
        to the committee, which then includes somebody new. At most twice, within
        ``OBJECTION_DAYS``.

        :param str reason: in the author's words
        """
        suggestions = self._lock_for_author()
        if not (reason or "").strip():
            raise UserError(self.env._("Write what you object to."))
        self._check_length_of(reason)
        for suggestion in suggestions:
            own = suggestion.sudo()
            published_at = own._check_objection()
            if fields.Datetime.now() > published_at + timedelta(days=OBJECTION_DAYS):
                raise UserError(
                    self.env._("An objection is possible within %s days.", OBJECTION_DAYS)
                )
            own.env["zrm.suggestion.objection"].create(
                {
                    "suggestion_id": own.id,
                    "number": len(own.objection_ids) + 1,
                    "reason": reason.strip(),
                    "heard_before_ids": [(6, 0, own.decision_ids.present_ids.ids)],
                }
            )
            own._enter("committee", published_state="committee")
            own._log_event("objected", text=reason, is_public=True)
        return True

    def _check_objection(self):
        """:return: when what is objected to was published
        :raise UserError: says why there is nothing to object to
        """
        self.ensure_one()
        if self.published_state == "deferred":
            raise UserError(
                self.env._(
                    "It is only deferred, and is taken up again by itself; you hear of it then."
                )
            )
        if self.published_state not in OPEN_TO_OBJECTION or self.published_state != self.state:
            raise UserError(self.env._("There is no decision yet that you could object to."))
        if len(self.objection_ids) >= MOST_OBJECTIONS:
            raise UserError(self.env._("You have objected twice; the decision stands."))
        last = self._last_decision()
        # Without a decision it was not taken up in screening.
        return last.published_at or self.state_since
