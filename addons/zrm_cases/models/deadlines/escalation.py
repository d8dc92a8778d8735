from odoo import Command, fields, models

from ...domain import judging


class ZrmCase(models.Model):
    """A missed deadline is told to one person more: rung by rung upwards, and always to
    somebody who is there and may open the case."""

    _inherit = "zrm.case"

    escalated_user_ids = fields.Many2many(
        "res.users",
        "zrm_case_escalated_user_rel",
        "case_id",
        "user_id",
        string="Escalated To",
        readonly=True,
        copy=False,
        help="Who was told of a missed deadline, since the case was received or came back.",
    )

    def _escalate(self):
        """Tells the next person above: the unit's own manager first. All that is missed at one
        moment is one miss."""
        self.ensure_one()
        user = self._next_rung()
        if not user:
            return
        self._write_handling({"escalated_user_ids": [Command.link(user.id)]})
        self._log_event("escalated", text=user.name)
        self._ask_handler(lambda env: env._("A deadline of this case was missed"), user=user)

    def _next_rung(self):
        """The next one who has not been told; when all have, the last of them again. Those who
        are away are told only where nobody else is there."""
        # sudo: whom to tell does not depend on the user's rights.
        case = self.sudo()
        told, excluded = case.escalated_user_ids, case._excluded_users()
        again = away = case.env["res.users"]
        for user in case._people_above():
            why_not = judging.why_not(case._person(user, excluded))
            if why_not == judging.AWAY:
                away |= user
            elif not why_not and user not in told:
                return user
            elif not why_not:
                again = user
        return again or (away - told)[:1] or away[-1:]

    def _people_above(self):
        """The managers from the unit upwards, then oversight, at last the administrators."""
        rungs = self._rungs(self.unit_id, lambda unit: unit.manager_id)
        return self.env["res.users"].union(*(users for _unit, users in rungs)) | (
            self._administrators()
        )
