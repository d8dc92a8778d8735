from odoo import models

from .zrm_cached_mixin import cached

# Changes after which others may have to judge.
STAFF_FIELDS = {"manager_id", "member_ids", "parent_id", "active"}


class ZrmUnit(models.Model):
    """Whether somebody works in a unit, and what follows when that changes."""

    _inherit = "zrm.unit"

    @cached("self.id")
    def _has_staff(self):
        """Whether the unit has a manager or members who handle cases."""
        # sudo: who works where does not depend on who asks.
        unit = self.sudo()
        people = (unit.manager_id | unit.member_ids).filtered("active")
        return any(user.has_group("zrm_base.group_expert") for user in people)

    def write(self, vals):
        if not STAFF_FIELDS & vals.keys():
            return super().write(vals)
        # sudo: who works where, and what they have, does not depend on who asks.
        units = self.sudo()
        before = units.manager_id | units.member_ids
        result = super().write(vals)
        if left := before - units.manager_id - units.member_ids:
            units.env["zrm.case"]._after_leaving(units, left)
        units.env["zrm.case.approval"]._cron_ask_again()
        return result
