from odoo import SUPERUSER_ID, Command, fields, models


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
        self._ask_handler(self.env._("A deadline of this case was missed"), user=user)

    def _next_rung(self):
        """The next one who has not been told; when all have, the last of them again. Those who
        are away are asked only where nobody else is there."""
        # sudo: whom to tell does not depend on the user's rights.
        told, away = self.sudo().escalated_user_ids, self.env["res.users"]
        again = away
        for user in self._rungs():
            if not self._may_be_told(user):
                continue
            if user._zrm_is_away():
                away |= user
            elif user not in told:
                return user
            else:
                again = user
        return again or (away - told)[:1] or away[-1:]

    def _rungs(self):
        """The managers from the unit upwards, then oversight, at last the administrators."""
        self.ensure_one()
        # sudo: members of units cannot read higher units and all users.
        unit, users = self.sudo().unit_id, self.env["res.users"].sudo()
        while unit:
            if unit.manager_id - users:
                users |= unit.manager_id
                yield unit.manager_id
            unit = unit.parent_id
        administrators = self.env.ref("zrm_base.group_administrator").sudo().all_user_ids
        oversight = self.env.ref("zrm_base.group_oversight").sudo().all_user_ids - administrators
        yield from oversight.sorted("id") - users
        yield from administrators.sorted("id") - users - oversight

    def _may_be_told(self, user):
        """Whether somebody is able and allowed to see to this case."""
        return (
            user.active
            and user.id != SUPERUSER_ID
            and user not in self._excluded_users()
            and self._is_open_to(user)
        )
