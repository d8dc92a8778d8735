from odoo import models
from odoo.exceptions import UserError

from ..const import FINAL_STATES


class ZrmUnit(models.Model):
    """A unit that cases still come to cannot go out of use."""

    _inherit = "zrm.unit"

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self.filtered("active")._check_not_needed()
        return super().write(vals)

    def _check_not_needed(self):
        """:raise UserError: says what has to be given to another unit first"""
        # Cases, rules and steps count, whoever may see them.
        everything = self.sudo().env
        uses = [
            (
                self.env._("it has open cases; refer them to another unit"),
                everything["zrm.case"].search(
                    [("unit_id", "in", self.ids), ("state", "not in", FINAL_STATES)], limit=1
                ),
            ),
            (
                self.env._("routing rules give it cases; change them"),
                everything["zrm.routing.rule"].search([("unit_id", "in", self.ids)], limit=1),
            ),
            (
                self.env._("a process names it; choose another unit there"),
                everything["zrm.process.step"].search(
                    ["|", ("unit_id", "in", self.ids), ("approval_unit_id", "in", self.ids)],
                    limit=1,
                ),
            ),
        ]
        for reason, found in uses:
            if found:
                unit = found.unit_id & self or self[:1]
                raise UserError(
                    self.env._(
                        "%(unit)s cannot be archived yet: %(reason)s first.",
                        unit=unit.display_name,
                        reason=reason,
                    )
                )
