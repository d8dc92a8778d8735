from odoo import api, fields, models

from ...const import FINAL_STATES


class ZrmUnit(models.Model):
    """Automatic assignment of cases within a unit."""

    _inherit = "zrm.unit"

    assignment = fields.Selection(
        [("manual", "Manual"), ("balanced", "Balanced automatically")],
        required=True,
        default="manual",
        help="Balanced: who is present and has the fewest open cases gets the next one.",
    )

    @api.model
    def _fields_of_managers(self):
        return super()._fields_of_managers() | {"assignment"}

    def _balanced_users(self, refused=None, always=False, secret=None):
        """One member for each unit in the list, by open load and presence.

        Each assignment counts as load for the next ones, so that a batch is spread evenly
        too.

        :param self: units, one for each case; the same may come many times
        :param list refused: for each case, users who must not get it
        :param bool always: also for units that assign by hand
        :param list secret: for each case, whether it is confidential; such a one is given
            only to who may open it
        :return: list of users, empty ones where a unit assigns by hand or has
            nobody present
        """
        # sudo: the user who registers need not have access to the members.
        units = self.browse(set(self._ids)).sudo()
        units = units.filtered(lambda unit: always or unit._cached("assignment") == "balanced")
        nobody = self.env["res.users"]
        if not units:
            return [nobody] * len(self._ids)
        members = {
            unit.id: unit.member_ids.filtered(lambda user: user._zrm_takes_cases())
            for unit in units
        }
        everybody = nobody.union(*members.values())
        load = dict(
            self.env["zrm.case"]
            .sudo()
            ._read_group(
                [("user_id", "in", everybody.ids), ("state", "not in", FINAL_STATES)],
                ["user_id"],
                ["__count"],
            )
        )
        chosen = []
        for position, unit_id in enumerate(self._ids):
            free = members.get(unit_id, nobody) - (refused[position] if refused else nobody)
            if secret and secret[position]:
                free = free.filtered(lambda user: user._zrm_opens_confidential())
            user = min(free, key=lambda one: (load.get(one, 0), one.id), default=nobody)
            if user:
                load[user] = load.get(user, 0) + 1
            chosen.append(user.with_env(self.env))
        return chosen
