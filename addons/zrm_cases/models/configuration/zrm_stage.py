from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import STATES


class ZrmStage(models.Model):
    """A column that all processes share, with a typed meaning."""

    _name = "zrm.stage"
    _description = "Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    state = fields.Selection(STATES, required=True, default="open", index=True)
    sequence = fields.Integer(default=10)
    fold = fields.Boolean(string="Folded in Kanban")
    step_count = fields.Integer(
        string="Steps", compute="_compute_step_count", help="0: no process uses it."
    )
    active = fields.Boolean(default=True)

    @api.constrains("state")
    def _check_state(self):
        """Refuses changes that would change the state of existing cases."""
        for stage in self:
            # sudo: steps that the user cannot see count as well.
            cases = self.env["zrm.case"].sudo()
            if cases.search([("stage_id", "=", stage.id)], limit=1):
                raise ValidationError(
                    self.env._(
                        "The meaning of “%s” cannot change while cases stand there; add another "
                        "stage and use that in the processes.",
                        stage.name,
                    )
                )

    def _compute_step_count(self):
        counts = dict(
            self.env["zrm.process.step"]._read_group(
                [("stage_id", "in", self.ids)], ["stage_id"], ["__count"]
            )
        )
        for stage in self:
            stage.step_count = counts.get(stage._origin, 0)
