from odoo import fields, models
from odoo.exceptions import UserError, ValidationError


class ZrmSuggestionCriteriaSet(models.Model):
    """The criteria by which suggestions about some subjects are evaluated.

    Every round takes a snapshot, so a later change does not touch rounds that run or
    are over.
    """

    _name = "zrm.suggestion.criteria.set"
    _description = "Criteria Set"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    subject_ids = fields.Many2many(
        "zrm.subject",
        "zrm_suggestion_criteria_set_subject_rel",
        "set_id",
        "subject_id",
        string="Subjects",
        help="And those below them. Empty: for all other subjects.",
    )
    criterion_ids = fields.One2many("zrm.suggestion.criterion", "set_id", string="Criteria")
    evaluator_count = fields.Integer(
        string="Evaluators", default=3, required=True, help="How many are invited to each."
    )
    disagreement = fields.Float(
        string="Disagreement (%)",
        default=20.0,
        help="A spread of the totals beyond this asks the committee for a second round.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _evaluators = models.Constraint(
        "CHECK (evaluator_count BETWEEN 1 AND 20)", "Between one and twenty evaluators."
    )

    def _for_subject(self, subject):
        """The set for a subject: of itself or the nearest above, else the general one.

        :raise UserError: when there is none
        """
        sets, line = self.search([("active", "=", True)]), subject.sudo()
        while line:
            if fitting := sets.filtered(lambda one, line=line: line in one.sudo().subject_ids):
                return fitting[0]
            line = line.parent_id
        general = sets.filtered(lambda one: not one.sudo().subject_ids)[:1]
        if not general or not general.criterion_ids:
            raise UserError(
                self.env._(
                    "No criteria are set for suggestions about %s. Set up criteria first.",
                    subject.sudo().name or "?",
                )
            )
        return general

    def _snapshot(self):
        """The criteria as a round keeps them: names and anchors in the organization's language,
        whoever opens the round."""
        self.ensure_one()
        own = self.with_context(lang=self.env["res.company"]._zrm_own_lang())
        if not self.criterion_ids.filtered("weight"):
            raise ValidationError(
                self.env._("%s needs at least one criterion with a weight.", self.name)
            )
        return [
            {
                "id": one.id,
                "name": one.name,
                "help": one.help or "",
                "weight": one.weight,
                "lowest": one.lowest,
                "highest": one.highest,
                "anchors": one.anchors or "",
                "is_required": one.is_required,
                "has_veto": one.has_veto,
            }
            for one in own.criterion_ids
        ]
