from odoo import models
from odoo.exceptions import UserError

from ...const import FINAL_STATES


class ZrmUnit(models.Model):
    """A unit that still receives cases cannot be archived."""

    _inherit = "zrm.unit"

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self.filtered("active")._check_not_needed()
        return super().write(vals)

    def _check_not_needed(self):
        """:raise UserError: says what must be transferred to another unit first"""
        for reason, unit in self._uses():
            raise UserError(
                self.env._(
                    "%(unit)s cannot be archived yet: %(reason)s first.",
                    unit=unit.display_name,
                    reason=reason,
                )
            )

    def _uses(self):
        """Hook: where these units are still in use.

        :return: iterable of ``(what to do about it, unit)``
        """
        # sudo: cases, rules and steps count even if the user cannot see them.
        everything = self.sudo().env
        open_cases = [("unit_id", "in", self.ids), ("state", "not in", FINAL_STATES)]
        if case := everything["zrm.case"].search(open_cases, limit=1):
            yield self.env._("it has open cases; refer them to another unit"), case.unit_id
        rules = everything["zrm.routing.rule"]
        if rule := rules.search([("unit_id", "in", self.ids)], limit=1):
            yield self.env._("routing rules give it cases; change them"), rule.unit_id
        named = ["|", ("unit_id", "in", self.ids), ("approval_unit_id", "in", self.ids)]
        if step := everything["zrm.process.step"].search(named, limit=1):
            unit = (step.unit_id | step.approval_unit_id) & self
            yield self.env._("a process names it; choose another unit there"), unit[:1]
