from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ZrmSuggestionScoring(models.TransientModel):
    """The form on one page with which an evaluator scores, also on a phone: the anonymised
    text, a card for each criterion (widget ``zrm_score_sheet``), and stepping back."""

    _name = "zrm.suggestion.scoring"
    _description = "Score a Suggestion"

    evaluation_id = fields.Many2one("zrm.suggestion.evaluation", required=True)
    title = fields.Char(related="evaluation_id.title", related_sudo=False)
    current_state = fields.Text(related="evaluation_id.current_state", related_sudo=False)
    proposed_state = fields.Text(related="evaluation_id.proposed_state", related_sudo=False)
    reason = fields.Text(related="evaluation_id.reason", related_sudo=False)
    benefit = fields.Text(related="evaluation_id.benefit", related_sudo=False)
    file_ids = fields.Many2many(related="evaluation_id.file_ids", related_sudo=False)
    criteria = fields.Json(compute="_compute_criteria")
    answers = fields.Json(
        string="Scores", help="{criterion: {value, words, is_veto, confidence}}, as handed in."
    )
    words = fields.Text(string="On the Whole")
    recusal = fields.Char(string="Why I Step Back")

    @api.model_create_multi
    def create(self, vals_list):
        """:raise AccessError: for evaluations of others: nobody finds out how many there are"""
        Evaluation = self.env["zrm.suggestion.evaluation"]
        # Not by reading what is not there: ids that do not exist and those of others are refused
        # alike.
        asked = {vals.get("evaluation_id") for vals in vals_list}
        mine = Evaluation.search([("id", "in", list(asked)), ("evaluator_id", "=", self.env.uid)])
        if asked - set(mine.ids):
            raise AccessError(self.env._("This evaluation is somebody else's."))
        return super().create(vals_list)

    def write(self, vals):
        if "evaluation_id" in vals:
            raise UserError(self.env._("Open the evaluation anew."))
        return super().write(vals)

    @api.depends("evaluation_id")
    def _compute_criteria(self):
        for scoring in self:
            scoring.criteria = scoring.evaluation_id.round_id.criteria or []

    def action_hand_in(self):
        """Hands the scores in; they are frozen from then on."""
        self.ensure_one()
        scores = dict(self.answers) if isinstance(self.answers, dict) else {}
        if (self.words or "").strip():
            scores["0"] = {"words": self.words}
        self.evaluation_id.action_submit(scores)
        return {"type": "ir.actions.act_window_close"}

    def action_step_back(self):
        """Steps back with the reason that was written."""
        self.ensure_one()
        if not (self.recusal or "").strip():
            raise UserError(self.env._("Say why you step back; the secretariat reads it."))
        self.evaluation_id.action_recuse(self.recusal)
        return {"type": "ir.actions.act_window_close"}
