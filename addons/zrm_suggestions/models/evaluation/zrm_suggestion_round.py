from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import INSIDERS
from ...domain import scoring, telling

BLIND = {
    "blind_name": "name",
    "blind_current": "current_state",
    "blind_proposed": "proposed_state",
    "blind_reason": "reason",
    "blind_benefit": "expected_benefit",
}
# What is written only when all evaluations are in.
RESULTS = ("result_raw", "result_normalised", "spread", "veto_count", "revealed_at")


class ZrmSuggestionRound(models.Model):
    """One round of evaluation: the anonymised text that evaluators read, frozen; the
    criteria as they were; and, when all are in, the results.

    Before that no result is stored anywhere, so no list, order, group, search, export or
    message can give one away.
    """

    _name = "zrm.suggestion.round"
    _description = "Round of Evaluation"
    _inherit = ["zrm.guarded.mixin", "zrm.export.log.mixin"]
    # Not by suggestion: evaluators do not read which one it is.
    _order = "id"
    _rec_name = "blind_name"

    suggestion_id = fields.Many2one(
        "zrm.suggestion",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        groups=INSIDERS,
    )
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    number = fields.Integer(string="Round", required=True, readonly=True)
    subject_id = fields.Many2one("zrm.subject", readonly=True, ondelete="restrict")
    benefit_kind = fields.Char(readonly=True)
    blind_name = fields.Char(string="Title", required=True)
    blind_current = fields.Text(string="How It Is Now")
    blind_proposed = fields.Text(string="What Is Proposed")
    blind_reason = fields.Text(string="Why It Is Better")
    blind_benefit = fields.Text(string="Expected Benefit")
    confirmed_by_id = fields.Many2one("res.users", readonly=True)
    confirmed_at = fields.Datetime(readonly=True)
    criteria = fields.Json(readonly=True, help="The criteria as they were when it began.")
    disagreement = fields.Float(readonly=True)
    due_on = fields.Date(readonly=True)
    # Of the record rules: a rule by way of evaluation_ids would fill that field for who
    # reads it, and tell an evaluator how many others there are.
    evaluator_ids = fields.Many2many(
        "res.users",
        "zrm_suggestion_round_evaluator_rel",
        "round_id",
        "user_id",
        readonly=True,
        groups=fields.NO_ACCESS,
    )
    evaluation_ids = fields.One2many("zrm.suggestion.evaluation", "round_id", readonly=True)
    progress = fields.Char(compute="_compute_progress")
    result_raw = fields.Float(string="Total (%)", readonly=True, aggregator="avg")
    result_normalised = fields.Float(string="Normalised Total (%)", readonly=True, aggregator="avg")
    spread = fields.Float(readonly=True, aggregator="avg")
    veto_count = fields.Integer(string="Vetoes", readonly=True)
    revealed_at = fields.Datetime(string="All In", readonly=True, index="btree_not_null")
    is_disputed = fields.Boolean(
        string="They Disagree", compute="_compute_is_disputed", help="A second round may help."
    )

    _once = models.UniqueIndex("(suggestion_id, number)", "This round exists already.")

    @api.model
    def _guarded_fields(self):
        return frozenset(self._fields)

    @api.model
    def _export_citizen_fields(self):
        return []

    @api.depends("evaluation_ids.state")
    @api.depends_context("uid")
    def _compute_progress(self):
        # An evaluator reads only the own evaluation, and learns nothing of how many others.
        may = self.env.user.has_group("zrm_suggestions.group_suggestion_secretary")
        for one in self:
            every = one.evaluation_ids.filtered(lambda item: item.state != "recused")
            done = every.filtered(lambda item: item.state == "submitted")
            one.progress = (
                self.env._("%(done)s of %(all)s in", done=len(done), all=len(every))
                if may
                else False
            )

    @api.depends("spread", "revealed_at", "disagreement")
    def _compute_is_disputed(self):
        for one in self:
            one.is_disputed = bool(one.revealed_at) and one.spread > one.disagreement > 0

    # ------------------------------------------------------------------
    # The anonymised text
    # ------------------------------------------------------------------

    @api.model
    def _blind_vals(self, suggestion):
        """The texts with everything marked that tells who wrote them; the secretary confirms."""
        names = suggestion.author_ids._names()
        units = suggestion.sudo().author_ids.partner_id.user_ids.zrm_unit_ids
        names |= {name for name in units.mapped("name") if name}
        return {
            blind: telling.masked(suggestion[name] or "", names) for blind, name in BLIND.items()
        }

    def write(self, vals):
        """The text may be corrected until it is confirmed, by the secretariat; all else is
        written by the server."""
        if not self.env.su and (
            vals.keys() - BLIND.keys() or any(one.confirmed_at for one in self)
        ):
            raise UserError(
                self.env._("The text is frozen: evaluators read it as it was confirmed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A round of evaluation stays on record."))

    def action_confirm(self):
        """Confirms that the text tells nothing of its authors; it is frozen from then on."""
        self.check_access("write")
        for one in self:
            if one.confirmed_at:
                continue
            # sudo: the right of the secretariat was checked.
            suggestion = one.sudo().suggestion_id
            names = suggestion.author_ids._names()
            for blind in BLIND:
                if telling.find(one[blind] or "", names):
                    raise UserError(
                        self.env._(
                            "“%s” still tells who wrote it; mask names, telephones and links.",
                            one._fields[blind]._description_string(self.env),
                        )
                    )
            one.sudo().write(
                {"confirmed_by_id": self.env.uid, "confirmed_at": fields.Datetime.now()}
            )
        return True

    # ------------------------------------------------------------------
    # Results
    # ------------------------------------------------------------------

    def _criteria(self):
        self.ensure_one()
        return [
            scoring.Criterion(
                one["id"], one["weight"], one["lowest"], one["highest"], one["is_required"]
            )
            for one in self.criteria or []
        ]

    def _reveal_if_complete(self):
        """When all evaluations are in: writes the results and hands the suggestion to the
        committee. One query per evaluation at most, whatever the number of scores."""
        for one in self.sudo():
            counted = one.evaluation_ids.filtered(lambda item: item.state != "recused")
            if not counted or any(item.state != "submitted" for item in counted):
                continue
            criteria = one._criteria()
            totals = {
                item.evaluator_id.id: scoring.total(criteria, item._scores()) for item in counted
            }
            averages, overall = self._averages(counted.evaluator_id)
            vetoes = len(counted.score_ids.filtered("is_veto"))
            result = scoring.summary(totals, averages, overall, vetoes)
            for item in counted:
                item.write({"is_revealed": True, "total": totals[item.evaluator_id.id] or 0.0})
            one.write(
                {
                    "result_raw": result.raw or 0.0,
                    "result_normalised": result.normalised or 0.0,
                    "spread": result.spread,
                    "veto_count": result.vetoes,
                    "revealed_at": fields.Datetime.now(),
                }
            )
            if one.suggestion_id.state == "evaluation":
                one.suggestion_id._enter("committee")
                one.suggestion_id._log_event("evaluated")

    @api.model
    def _averages(self, evaluators):
        """What these evaluators gave on average in rounds that are over, and all together.

        :return: ``({user id: percent}, overall or None)``
        """
        rows = self.env["zrm.suggestion.evaluation"]._read_group(
            [("is_revealed", "=", True), ("evaluator_id", "in", evaluators.ids)],
            ["evaluator_id"],
            ["total:avg", "__count"],
        )
        if not rows:
            return {}, None
        count = sum(number for _user, _average, number in rows)
        overall = sum(average * number for _user, average, number in rows) / count
        return {user.id: average for user, average, _number in rows}, overall
