from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import CONFIDENCES


class ZrmSuggestionScoring(models.TransientModel):
    """The form on one page with which an evaluator scores, also on a phone."""

    _name = "zrm.suggestion.scoring"
    _description = "Score a Suggestion"

    evaluation_id = fields.Many2one("zrm.suggestion.evaluation", required=True)
    title = fields.Char(related="evaluation_id.title", related_sudo=False)
    current_state = fields.Text(related="evaluation_id.current_state", related_sudo=False)
    proposed_state = fields.Text(related="evaluation_id.proposed_state", related_sudo=False)
    reason = fields.Text(related="evaluation_id.reason", related_sudo=False)
    benefit = fields.Text(related="evaluation_id.benefit", related_sudo=False)
    line_ids = fields.One2many("zrm.suggestion.scoring.line", "scoring_id", string="Criteria")
    words = fields.Text(string="On the Whole")
    recusal = fields.Char(string="Why I Step Back")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        evaluation = self.env["zrm.suggestion.evaluation"].browse(values.get("evaluation_id") or [])
        if evaluation and "line_ids" in fields:
            evaluation.check_access("read")
            values["line_ids"] = [
                (
                    0,
                    0,
                    {
                        "criterion_id": one["id"],
                        "name": one["name"],
                        "anchors": self._anchors(one),
                        "has_veto": one["has_veto"],
                        "is_required": one["is_required"],
                    },
                )
                for one in evaluation.round_id.criteria or []
            ]
        return values

    @api.model
    def _anchors(self, criterion):
        """The scale in words: ``1 …, 2 …``."""
        points = range(criterion["lowest"], criterion["highest"] + 1)
        words = (criterion["anchors"] or "").splitlines()
        if len(words) != len(points):
            return f"{criterion['lowest']}–{criterion['highest']}"
        return " · ".join(f"{point} {word}" for point, word in zip(points, words, strict=True))

    def action_hand_in(self):
        """Hands the scores in; they are frozen from then on."""
        self.ensure_one()
        scores = {
            line.criterion_id: {
                "value": float(line.value) if line.is_scored else None,
                "words": line.words,
                "is_veto": line.is_veto,
                "confidence": line.confidence,
            }
            for line in self.line_ids
        }
        if (self.words or "").strip():
            scores[0] = {"words": self.words}
        self.evaluation_id.action_submit(scores)
        return {"type": "ir.actions.act_window_close"}

    def action_step_back(self):
        self.ensure_one()
        if not (self.recusal or "").strip():
            raise UserError(self.env._("Say why you step back; the secretariat reads it."))
        self.evaluation_id.action_recuse(self.recusal)
        return {"type": "ir.actions.act_window_close"}


class ZrmSuggestionScoringLine(models.TransientModel):
    _name = "zrm.suggestion.scoring.line"
    _description = "Score for a Criterion"

    scoring_id = fields.Many2one("zrm.suggestion.scoring", required=True, ondelete="cascade")
    criterion_id = fields.Integer(string="Key", readonly=True)
    name = fields.Char(string="Criterion", readonly=True)
    anchors = fields.Char(readonly=True)
    is_required = fields.Boolean(readonly=True)
    has_veto = fields.Boolean(readonly=True)
    value = fields.Char(string="Score", help="A number of the scale; empty: not scored.")
    is_scored = fields.Boolean(compute="_compute_is_scored")
    is_veto = fields.Boolean(string="Veto")
    confidence = fields.Selection(CONFIDENCES)
    words = fields.Char()

    @api.depends("value")
    def _compute_is_scored(self):
        for line in self:
            text = (line.value or "").strip()
            try:
                float(text or "x")
            except ValueError:
                if text:
                    raise UserError(self.env._("“%s” is no number of the scale.", text)) from None
                line.is_scored = False
            else:
                line.is_scored = True
