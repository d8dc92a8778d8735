from odoo import SUPERUSER_ID, api, fields, models

from ...const import EVALUATION_STATES, INSIDERS


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
    # Of the record rules: by way of the round each row that is counted would cost two joins.
    is_seated = fields.Boolean(default=True, groups=fields.NO_ACCESS)
    total = fields.Float(string="Total (%)", readonly=True, aggregator="avg")
    total_normalised = fields.Float(
        string="Normalised Total (%)",
        readonly=True,
        aggregator="avg",
        help="As if this evaluator gave on average what all of them give.",
    )
    submitted_at = fields.Datetime(
        readonly=True,
        groups="zrm_suggestions.group_suggestion_secretary",
    )
    recusal = fields.Char(string="Why They Left", readonly=True)
    score_ids = fields.One2many("zrm.suggestion.score", "evaluation_id", readonly=True)

    # What the evaluator reads.
    title = fields.Char(related="round_id.blind_name", related_sudo=False)
    # A second round would tell that others disagreed in the first.
    number = fields.Integer(
        string="Number of the Round",
        related="round_id.number",
        related_sudo=False,
        groups=INSIDERS,
    )
    subject_id = fields.Many2one(related="round_id.subject_id", related_sudo=False)
    current_state = fields.Text(related="round_id.blind_current", related_sudo=False)
    proposed_state = fields.Text(related="round_id.blind_proposed", related_sudo=False)
    reason = fields.Text(related="round_id.blind_reason", related_sudo=False)
    benefit = fields.Text(related="round_id.blind_benefit", related_sudo=False)
    due_on = fields.Date(related="round_id.due_on", store=True)
    # Who wrote the row last is somebody else of the round, when it is over.
    create_uid = fields.Many2one("res.users", string="Created by", readonly=True, groups=INSIDERS)
    write_uid = fields.Many2one(
        "res.users", string="Last Updated by", readonly=True, groups=INSIDERS
    )
    write_date = fields.Datetime(string="Last Updated on", readonly=True, groups=INSIDERS)
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")

    _once = models.UniqueIndex("(round_id, evaluator_id)", "This person was invited already.")
    _mine = models.Index("(evaluator_id) WHERE state = 'invited'")
    # In the order of the list, those that are over too; all that counting them reads.
    _of_evaluator = models.Index(
        "(evaluator_id, state, due_on, id, company_id) WHERE is_seated IS TRUE"
    )

    @api.model
    def _export_citizen_fields(self):
        return []

    @api.depends("title", "evaluator_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # Core names any record as superuser to whoever puts its id into a form or a task; by
        # the same title evaluators would find out how many they are.
        is_insider = self.env.uid == SUPERUSER_ID or self.env.user.has_groups(INSIDERS)
        for evaluation in self:
            is_theirs = is_insider or evaluation.evaluator_id == self.env.user
            evaluation.display_name = evaluation.title if is_theirs else self.env._("An evaluation")

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
