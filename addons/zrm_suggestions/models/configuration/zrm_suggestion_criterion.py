from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class ZrmSuggestionCriterion(models.Model):
    """A criterion with its weight, scale and the words that anchor the scale."""

    _name = "zrm.suggestion.criterion"
    _description = "Criterion"
    _order = "set_id, sequence, id"

    set_id = fields.Many2one(
        "zrm.suggestion.criteria.set", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True, translate=True)
    help = fields.Text(string="What Is Asked", translate=True)
    weight = fields.Float(default=1.0, help="0: asked, but not counted in the total.")
    lowest = fields.Integer(string="From", default=1, required=True)
    highest = fields.Integer(string="To", default=5, required=True)
    anchors = fields.Text(translate=True, help="One line per point of the scale, the lowest first.")
    is_required = fields.Boolean(string="Required", default=True)
    has_veto = fields.Boolean(
        string="Veto", help="Evaluators may say, with a reason, that this alone rules it out."
    )
    sequence = fields.Integer(default=10)

    _scale = models.Constraint("CHECK (highest > lowest)", "The scale needs two different ends.")
    _weight = models.Constraint("CHECK (weight >= 0)", "A weight is not negative.")

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        for criterion in self:
            # A round that runs names its criteria; scores refer to them.
            used = self.env.execute_query(
                SQL(
                    "SELECT 1 FROM zrm_suggestion_round WHERE criteria @> %s::jsonb LIMIT 1",
                    f'[{{"id": {criterion.id}}}]',
                )
            )
            if used:
                raise UserError(
                    self.env._(
                        "“%s” was used in an evaluation and stays. Give it the weight 0, or make "
                        "a new set of criteria.",
                        criterion.name,
                    )
                )
