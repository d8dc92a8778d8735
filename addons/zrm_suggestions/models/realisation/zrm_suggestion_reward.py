from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...domain import shares

STAGES = [("approval", "On approval"), ("benefit", "On measured benefit")]
STATES = [
    ("proposed", "Proposed"),
    ("declined", "Declined"),
    ("approved", "Approved"),
    ("ready", "Ready for payment"),
    ("recovered", "Recovered"),
]
MAX_REASON = 2000


class ZrmSuggestionReward(models.Model):
    """A reward of a suggestion, in stages: split among its authors, and its cost among the
    units that benefit, both to the last rial; approved by another than its proposer."""

    _name = "zrm.suggestion.reward"
    _description = "Reward"
    _inherit = ["zrm.record.mixin", "zrm.export.log.mixin"]
    _order = "suggestion_id, id"
    _rec_name = "suggestion_id"

    suggestion_id = fields.Many2one(
        "zrm.suggestion", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(related="suggestion_id.company_id", store=True, index=True)
    stage = fields.Selection(STAGES, required=True, readonly=True)
    amount = fields.Float(string="Amount (rial)", required=True, digits=(20, 0), readonly=True)
    state = fields.Selection(STATES, required=True, default="proposed", readonly=True)
    proposed_by_id = fields.Many2one("res.users", readonly=True)
    approved_by_id = fields.Many2one("res.users", readonly=True)
    approved_at = fields.Datetime(readonly=True, index="btree_not_null")
    recovered_by_id = fields.Many2one("res.users", readonly=True)
    recovered_at = fields.Datetime(readonly=True)
    reason = fields.Text(string="Why Declined or Recovered", readonly=True)
    line_ids = fields.One2many("zrm.suggestion.reward.line", "reward_id", readonly=True)
    cost_ids = fields.One2many("zrm.suggestion.reward.cost", "reward_id", string="Borne By")

    _once = models.UniqueIndex(
        "(suggestion_id, stage) WHERE state NOT IN ('recovered', 'declined')",
        "This reward is proposed already.",
    )
    _positive = models.Constraint(
        "CHECK (amount > 0 AND amount <= 9e15)",
        "A reward is above zero and at most 9,000,000 billion rial.",
    )

    @api.model
    def _export_citizen_fields(self):
        return ["suggestion_id.author_ids.partner_id"]

    def write(self, vals):
        """The cost alone is changed on the form, while the reward is proposed; see the rows."""
        if not self.env.su and vals.keys() == {"cost_ids"}:
            self.check_access("write")
            for reward in self:
                reward._change_costs(vals["cost_ids"])
            return True
        return super().write(vals)

    def _change_costs(self, commands):
        """What a form does to the rows of the cost; they check themselves."""
        self.ensure_one()
        for kind, row_id, vals in commands:
            row = self.cost_ids.filtered(lambda one, row_id=row_id: one.id == row_id)
            if kind == Command.CREATE:
                self.cost_ids.create({**vals, "reward_id": self.id})
            elif kind == Command.UPDATE:
                row.write(vals)
            elif kind == Command.DELETE:
                row.unlink()
            elif kind != Command.LINK:
                raise UserError(self._kept_words())

    def _split(self):
        """Splits the amount by the shares of the authors, and its cost evenly among the units
        that benefit; the parts sum to it."""
        for reward in self:
            suggestion = reward.suggestion_id
            authors = suggestion.author_ids
            parts = shares.split(int(reward.amount), authors.mapped("share"))
            reward.env["zrm.suggestion.reward.line"].create(
                [
                    {"reward_id": reward.id, "partner_id": author.partner_id.id, "amount": part}
                    for author, part in zip(authors, parts, strict=True)
                ]
            )
            units = suggestion.unit_id | suggestion.benefiting_unit_ids
            reward.env["zrm.suggestion.reward.cost"].create(
                [
                    {"reward_id": reward.id, "unit_id": unit.id, "share": share}
                    for unit, share in zip(units, shares.even(len(units) or 1), strict=False)
                ]
            )

    def action_approve(self):
        """Approves proposed rewards; never the own proposal or a reward of one's own."""
        for reward in self._lock_for_other():
            if reward.state != "proposed":
                raise UserError(self.env._("This reward is decided already."))
            if self.env.user == reward.proposed_by_id:
                raise UserError(self.env._("You proposed this reward; somebody else approves it."))
            # sudo: the role was checked above.
            own = reward.sudo()
            own.cost_ids._check_whole()
            own.write(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_at": fields.Datetime.now(),
                }
            )
        return True

    def action_make_ready(self):
        """Hands approved rewards over for payment; what pays them hooks into
        :meth:`_on_ready`."""
        for reward in self._lock_for_other():
            if reward.state != "approved":
                raise UserError(self.env._("Approved rewards alone are paid."))
            # sudo: the role was checked above.
            reward.sudo().state = "ready"
            reward.sudo()._on_ready()
        return True

    def _on_ready(self):
        """Hook: called as superuser for each reward that is ready for payment; the amounts per
        person stand in ``line_ids``, per unit in ``cost_ids``."""

    def action_decline(self, reason):
        """Declines a proposal, which can be made anew then.

        :param str reason: why
        """
        reason = self._check_reason(reason, self.env._("Write why the reward is declined."))
        for reward in self._lock_for_other():
            if reward.state != "proposed":
                raise UserError(self.env._("This reward is decided already."))
            # sudo: the role was checked above.
            reward.sudo().write({"state": "declined", "reason": reason})
        return True

    def action_recover(self, reason):
        """Takes a reward back when what earned it proves wrong; once.

        :param str reason: why
        """
        reason = self._check_reason(reason, self.env._("Write why the reward is recovered."))
        for reward in self._lock_for_other():
            if reward.state not in ("approved", "ready"):
                raise UserError(self.env._("Only what was approved is recovered, and once."))
            # sudo: the role was checked above.
            own = reward.sudo()
            own.write(
                {
                    "state": "recovered",
                    "reason": reason,
                    "recovered_by_id": self.env.uid,
                    "recovered_at": fields.Datetime.now(),
                }
            )
            own._on_recovered()
            own.suggestion_id._log_event("recovered", text=reason)
        return True

    def _on_recovered(self):
        """Hook: called as superuser for each reward that is recovered."""

    @api.model
    def _check_reason(self, reason, words):
        reason = (reason or "").strip()
        if not reason:
            raise UserError(words)
        if len(reason) > MAX_REASON:
            raise UserError(self.env._("Write at most %s characters.", MAX_REASON))
        return reason

    def _lock_for_other(self):
        """:raise UserError: for all but the secretariat, and for who gets the reward"""
        self.check_access("read")
        # sudo: that it is the secretariat, and no author, is checked on the suggestions.
        self.sudo().suggestion_id.with_env(self.env)._lock_for_secretary()
        for reward in self:
            if self.env.user.partner_id in reward.sudo().line_ids.partner_id:
                raise UserError(self.env._("You would get this reward; somebody else decides."))
        return self
