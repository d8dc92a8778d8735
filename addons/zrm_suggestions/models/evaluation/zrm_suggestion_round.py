from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ...const import COUNTED, INSIDERS
from ...domain import telling

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
    # A second round would tell evaluators that others disagreed in the first.
    number = fields.Integer(string="Round", required=True, readonly=True, groups=INSIDERS)
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
    rules = fields.Json(
        readonly=True, groups=INSIDERS, help="The rules of rewards as they were when it began."
    )
    disagreement = fields.Float(readonly=True)
    least_count = fields.Integer(
        string="At Least",
        readonly=True,
        groups=INSIDERS,
        help="With fewer evaluators there is no result.",
    )
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
    progress = fields.Char(string="Evaluations In", compute="_compute_progress")
    is_counting = fields.Boolean(
        string="Counts",
        compute="_compute_is_counting",
        groups=INSIDERS,
        help="The last round that is over; the committee decides by its totals.",
    )
    result_raw = fields.Float(string="Total (%)", readonly=True, aggregator="avg")
    result_normalised = fields.Float(string="Normalised Total (%)", readonly=True, aggregator="avg")
    spread = fields.Float(readonly=True, aggregator="avg")
    veto_count = fields.Integer(string="Vetoes", readonly=True)
    revealed_at = fields.Datetime(string="All In", readonly=True, index="btree_not_null")
    given_up_at = fields.Datetime(readonly=True, groups=INSIDERS)
    # See _take_turn.
    turn = fields.Integer(readonly=True, groups=fields.NO_ACCESS)
    # When others of the round did something is not for evaluators.
    create_uid = fields.Many2one("res.users", string="Created by", readonly=True, groups=INSIDERS)
    write_uid = fields.Many2one(
        "res.users", string="Last Updated by", readonly=True, groups=INSIDERS
    )
    write_date = fields.Datetime(string="Last Updated on", readonly=True, groups=INSIDERS)
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
            every = one.evaluation_ids.filtered(lambda item: item.state in COUNTED)
            done = every.filtered(lambda item: item.state == "submitted")
            one.progress = (
                self.env._("%(done)s of %(all)s in", done=len(done), all=len(every))
                if may
                else False
            )

    @api.depends("blind_name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # As for suggestions: not for who puts its id into a form.
        is_insider = self.env.uid == SUPERUSER_ID or self.env.user.has_groups(INSIDERS)
        for one in self:
            # sudo: nobody reads who the evaluators are; that it is the user is all that is asked.
            is_theirs = is_insider or self.env.user in one.sudo().evaluator_ids
            one.display_name = one.blind_name if is_theirs else self.env._("A round of evaluation")

    @api.depends("spread", "revealed_at", "disagreement")
    def _compute_is_disputed(self):
        for one in self:
            one.is_disputed = bool(one.revealed_at) and one.spread > one.disagreement > 0

    @api.depends("revealed_at", "given_up_at", "suggestion_id.round_ids.revealed_at")
    def _compute_is_counting(self):
        for one in self:
            one.is_counting = one == one.suggestion_id._last_result()

    # ------------------------------------------------------------------
    # The anonymised text
    # ------------------------------------------------------------------

    @api.model
    def _blind_vals(self, suggestion):
        """The texts with everything marked that tells who wrote them; the secretary confirms."""
        whole, parts = self._names_of_authors(suggestion)
        names = whole | parts
        return {
            blind: telling.masked(suggestion[name] or "", names) for blind, name in BLIND.items()
        }

    @api.model
    def _names_of_authors(self, suggestion):
        """How the authors may be named in a text, also those of suggestions that were joined.

        :return: set of whole names, with their units and posts; set of parts, such as the
            family name alone, which may be ordinary words as well
        """
        # sudo: the names are only looked for, not shown.
        partners = suggestion.sudo()._all_authors()
        users = partners.with_context(active_test=False).user_ids
        units = users.zrm_unit_ids | users.zrm_managed_unit_ids
        whole = {
            *partners.mapped("name"),
            *partners.mapped("function"),
            *partners.parent_id.mapped("name"),
            *users.mapped("login"),
            *units.mapped("name"),
        }
        parts = {part for name in partners.mapped("name") for part in (name or "").split()}
        return {name.strip() for name in whole if name}, parts

    def _is_open(self):
        """Whether its results are still awaited."""
        self.ensure_one()
        return not self.revealed_at and not self.given_up_at

    def _give_up(self):
        """Ends rounds without a result; see ``_give_up_rounds`` of suggestions."""
        waiting = self.evaluation_ids.filtered(lambda one: one.state == "invited")
        waiting.activity_ids.unlink()
        waiting.write({"state": "given_up"})
        self.evaluation_ids.write({"is_seated": False})
        self.write({"given_up_at": fields.Datetime.now(), "evaluator_ids": [(5,)]})
        self._take_turn()

    def write(self, vals):
        """The text may be corrected until it is confirmed, by the secretariat; all else is
        written by the server."""
        if not self.env.su and (
            vals.keys() - BLIND.keys() - {"file_ids"} or any(one.confirmed_at for one in self)
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
            suggestion.with_env(self.env)._check_not_own()
            if not one.sudo()._is_open():
                raise UserError(self.env._("This round is not open."))
            names, _parts = self._names_of_authors(suggestion)
            for blind in BLIND:
                if telling.find(one[blind] or "", names, certain=True):
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
