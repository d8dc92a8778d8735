from odoo import models

from .zrm_cached_mixin import cached

# Changes after which others may have to judge.
STAFF_FIELDS = {"manager_id", "member_ids", "parent_id", "active"}


class ZrmUnit(models.Model):
    """Whether somebody works in a unit, and what follows when that changes."""

    _inherit = "zrm.unit"

    @cached("self.id")
    def _has_staff(self):
        """Whether the unit has a manager or members whose accounts are open."""
        # sudo: who works where does not depend on who asks.
        unit = self.sudo()
        return bool((unit.manager_id | unit.member_ids).filtered("active"))

    def write(self, vals):
        result = super().write(vals)
        if STAFF_FIELDS & vals.keys():
            # sudo: drafts wait also for who cannot see them.
            self.env["zrm.case.approval"].sudo()._cron_ask_again()
        return result
