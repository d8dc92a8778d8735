from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import OUTCOMES

VERBS = [
    ("screen", "Screen"),
    ("reject", "Do not take up"),
    ("return", "Return for completion"),
    ("merge", "Join to an earlier one"),
    ("invite", "Invite evaluators"),
    ("decide", "Record the decision"),
    ("object", "Object"),
    ("release", "Release evaluators"),
]


class ZrmSuggestionAct(models.TransientModel):
    """The dialog for verbs that need input: asks for it and calls the method."""

    _name = "zrm.suggestion.act"
    _description = "Act on Suggestions"

    suggestion_ids = fields.Many2many("zrm.suggestion")
    evaluation_ids = fields.Many2many("zrm.suggestion.evaluation")
    verb = fields.Selection(VERBS, required=True)
    reason_id = fields.Many2one("zrm.suggestion.screening.reason")
    words = fields.Text()
    unit_id = fields.Many2one("zrm.unit", string="Owning Unit")
    benefiting_unit_ids = fields.Many2many("zrm.unit", string="Other Units That Benefit")
    session_id = fields.Many2one("zrm.suggestion.session", domain="[('state', '=', 'open')]")
    outcome = fields.Selection(OUTCOMES)
    deferred_until = fields.Date()
    changes = fields.Text(help="What is carried out differently; the authors read it.")
    votes_for = fields.Integer()
    votes_against = fields.Integer()
    votes_abstained = fields.Integer(string="Abstained")
    target_id = fields.Many2one("zrm.suggestion", string="Earlier Suggestion")
    user_ids = fields.Many2many(
        "res.users",
        string="Evaluators",
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("zrm_suggestions.group_suggestion_evaluator").ids)
        ],
        help="Empty: those with the least to do and no conflict.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """:raise AccessError: when something is chosen that the user may not read: its name
        would be shown"""
        acts = super().create(vals_list)
        acts._check_chosen()
        return acts

    def write(self, vals):
        result = super().write(vals)
        self._check_chosen()
        return result

    def _check_chosen(self):
        for act in self:
            for name in ("target_id", "session_id", "suggestion_ids", "evaluation_ids"):
                # sudo: a many2many shows only what may be read; what was chosen is checked.
                chosen = act.sudo()[name].with_env(self.env)
                if chosen:
                    chosen.check_access("read")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        for model, name in (
            ("zrm.suggestion", "suggestion_ids"),
            ("zrm.suggestion.evaluation", "evaluation_ids"),
        ):
            if context.get("active_model") == model and name in fields:
                values[name] = [(6, 0, context.get("active_ids") or [])]
        return values

    def action_apply(self):
        self.ensure_one()
        suggestions = self.suggestion_ids
        if self.verb == "release":
            suggestions = self.evaluation_ids
        if not suggestions:
            raise UserError(self.env._("Choose the suggestions first."))
        getattr(self, f"_apply_{self.verb}")(suggestions)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _apply_screen(self, suggestions):
        suggestions.action_screen(
            unit_id=self.unit_id.id, benefiting_unit_ids=self.benefiting_unit_ids.ids
        )

    def _apply_reject(self, suggestions):
        if not self.reason_id:
            raise UserError(self.env._("Choose the reason; the authors read it."))
        suggestions.action_screen(self.reason_id.id, self.words or "")

    def _apply_return(self, suggestions):
        suggestions.action_return(self.words)

    def _apply_merge(self, suggestions):
        if not self.target_id:
            raise UserError(self.env._("Choose the earlier suggestion."))
        suggestions.action_merge(self.target_id.id)

    def _apply_decide(self, suggestions):
        suggestions.action_decide(
            self.session_id.id,
            self.outcome,
            self.words,
            (self.votes_for, self.votes_against, self.votes_abstained),
            self.deferred_until,
            self.changes or "",
        )

    def _apply_object(self, suggestions):
        suggestions.action_object(self.words)

    def _apply_release(self, evaluations):
        evaluations.action_release(self.words)

    def _apply_invite(self, suggestions):
        suggestions.action_invite(self.user_ids.ids)
