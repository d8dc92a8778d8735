from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import EVALUATION_STATES, INSIDERS
from ...domain import scoring


class ZrmSuggestionEvaluation(models.Model):
    """One evaluator's part in a round: invited, evaluated, or stepped back.

    It says nothing of what they scored: that stands in ``zrm.suggestion.score``, which only
    they read until all are in. ``total`` is written at that moment.
    """

    _name = "zrm.suggestion.evaluation"
    _description = "Evaluation"
    _inherit = ["zrm.record.mixin", "zrm.export.log.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "state, due_on, id"
    _rec_name = "title"

    round_id = fields.Many2one(
        "zrm.suggestion.round", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="round_id.company_id", store=True, index=True)
    suggestion_id = fields.Many2one(
        related="round_id.suggestion_id",
        store=True,
        index=True,
        groups=INSIDERS,
    )
    evaluator_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict", readonly=True
    )
    state = fields.Selection(EVALUATION_STATES, required=True, default="invited", readonly=True)
    is_revealed = fields.Boolean(readonly=True, help="All of the round are in.")
    total = fields.Float(string="Total (%)", readonly=True, aggregator="avg")
    submitted_at = fields.Datetime(
        readonly=True,
        groups="zrm_suggestions.group_suggestion_secretary",
    )
    recusal = fields.Char(string="Why Stepped Back", readonly=True)
    score_ids = fields.One2many("zrm.suggestion.score", "evaluation_id", readonly=True)

    # What the evaluator reads.
    title = fields.Char(related="round_id.blind_name", related_sudo=False)
    number = fields.Integer(
        string="Number of the Round", related="round_id.number", related_sudo=False
    )
    subject_id = fields.Many2one(related="round_id.subject_id", related_sudo=False)
    current_state = fields.Text(related="round_id.blind_current", related_sudo=False)
    proposed_state = fields.Text(related="round_id.blind_proposed", related_sudo=False)
    reason = fields.Text(related="round_id.blind_reason", related_sudo=False)
    benefit = fields.Text(related="round_id.blind_benefit", related_sudo=False)
    due_on = fields.Date(related="round_id.due_on", store=True)
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")

    _once = models.UniqueIndex("(round_id, evaluator_id)", "This person was invited already.")
    _mine = models.Index("(evaluator_id) WHERE state = 'invited'")

    @api.model
    def _export_citizen_fields(self):
        return []

    @api.depends("evaluator_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for evaluation in self:
            evaluation.is_mine = evaluation.evaluator_id == self.env.user

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = fields.Domain("evaluator_id", "=", self.env.uid)
        return mine if True in value else ~mine

    @api.model
    def _kept_words(self):
        return self.env._("Hand in the scores, or step back with a reason.")

    # ------------------------------------------------------------------
    # Verbs of the evaluator
    # ------------------------------------------------------------------

    def action_submit(self, scores):
        """Hands in the scores; they are frozen, and hidden from others until all are in.

        :param dict scores: ``{criterion id: {"value", "words", "is_veto", "confidence"}}``;
            key 0 for words on the whole
        :raise UserError: says which score is missing or outside its scale
        """
        self.ensure_one()
        self._check_open_to_me()
        # Keys of JSON are text.
        scores = {int(key): dict(value or {}) for key, value in (scores or {}).items()}
        criteria = {one["id"]: one for one in self.round_id.criteria}
        values = {
            key: score["value"]
            for key, score in scores.items()
            if key and score.get("value") is not None
        }
        if any(not isinstance(value, (int, float)) for value in values.values()):
            raise UserError(self.env._("A score is a number."))
        for kind, key in scoring.problems(self.round_id._criteria(), values):
            name = criteria.get(key, {}).get("name", "?")
            if kind == "missing":
                raise UserError(self.env._("The score for “%s” is missing.", name))
            if kind == "scale":
                raise UserError(
                    self.env._(
                        "The score for “%(name)s” is from %(lowest)s to %(highest)s.",
                        name=name,
                        lowest=criteria[key]["lowest"],
                        highest=criteria[key]["highest"],
                    )
                )
            raise UserError(self.env._("The criteria of this round do not have this one."))
        self._check_vetoes(scores, criteria)
        # sudo: scores are written here only; that it is the evaluator was checked above.
        own = self.sudo()
        own.env["zrm.suggestion.score"].create(
            [
                own._score_vals(key, score)
                for key, score in scores.items()
                if key in criteria or not key
            ]
        )
        own.write(
            {
                "state": "submitted",
                "submitted_at": fields.Datetime.now(),
                "total": 0.0,
            }
        )
        own.activity_ids.unlink()
        own.round_id._reveal_if_complete()
        return True

    def _check_vetoes(self, scores, criteria):
        for key, score in scores.items():
            if not score.get("is_veto"):
                continue
            if not criteria.get(key, {}).get("has_veto"):
                raise UserError(self.env._("This criterion has no veto."))
            if not (score.get("words") or "").strip():
                raise UserError(
                    self.env._(
                        "A veto needs a reason: write it beside “%s”.", criteria[key]["name"]
                    )
                )

    def _score_vals(self, key, score):
        self.ensure_one()
        return {
            "evaluation_id": self.id,
            "criterion_id": key or False,
            "value": score.get("value") if key else 0.0,
            "has_value": bool(key) and score.get("value") is not None,
            "words": (score.get("words") or "").strip()[:5000] or False,
            "is_veto": bool(score.get("is_veto")),
            "confidence": score.get("confidence")
            if score.get("confidence") in ("1", "2", "3")
            else False,
        }

    def _scores(self):
        """The scores that were given, by criterion."""
        self.ensure_one()
        return {score.criterion_id.id: score.value for score in self.score_ids if score.has_value}

    def action_recuse(self, reason):
        """Steps back, with a reason; somebody else is invited.

        :param str reason: why; the secretariat reads it
        """
        self.ensure_one()
        self._check_open_to_me()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why you step back; the secretariat reads it."))
        own = self.sudo()
        own.write({"state": "recused", "recusal": reason.strip()[:500]})
        own.activity_ids.unlink()
        suggestion = own.round_id.suggestion_id
        suggestion._log_event("recused")
        suggestion._invite_instead(own.round_id)
        own.round_id._reveal_if_complete()
        return True

    def _check_open_to_me(self):
        self.check_access("read")
        if self.evaluator_id != self.env.user:
            raise UserError(self.env._("This evaluation is somebody else's."))
        if self.state != "invited":
            raise UserError(self.env._("You have done this already; it cannot be changed."))
        if (
            not self.round_id.confirmed_at
            or self.round_id.sudo().suggestion_id.state != "evaluation"
        ):
            raise UserError(self.env._("This round is not open."))
