from odoo import fields, models
from odoo.exceptions import UserError

from ...const import INSIDERS, MOST_RIAL
from ...domain import rewards

GIVEN_UP = ("recovered", "declined")


class ZrmSuggestion(models.Model):
    """Proposing rewards by the rules that applied when the suggestion was evaluated."""

    _inherit = "zrm.suggestion"

    reward_ids = fields.One2many("zrm.suggestion.reward", "suggestion_id", groups=INSIDERS)

    def action_propose_reward(self, stage="approval"):
        """Proposes the reward that the rules give: on approval the points, or a fixed sum; on
        measured benefit the share of the first year's saving.

        :param str stage: ``approval`` or ``benefit``
        :raise UserError: says why there is nothing to reward
        """
        for suggestion in self._lock_for_secretary():
            own = suggestion.sudo()
            own._check_reward(stage)
            amount = own._reward_amount(stage)
            if not amount:
                raise UserError(self.env._("By the rules of its criteria it earns nothing here."))
            if amount > MOST_RIAL:
                raise UserError(
                    self.env._("By the rules it would earn more than can be paid; set a limit.")
                )
            # What was declined a moment ago is out of the unique index.
            own.reward_ids.flush_recordset(["state"])
            # sudo: rewards are written by the server; the secretariat's right was checked.
            own.env["zrm.suggestion.reward"].create(
                {
                    "suggestion_id": own.id,
                    "stage": stage,
                    "amount": amount,
                    "proposed_by_id": self.env.uid,
                }
            )._split()
        return True

    def action_propose_benefit_reward(self):
        """Proposes the reward for the measured benefit."""
        return self.action_propose_reward("benefit")

    def _check_reward(self, stage):
        self.ensure_one()
        if stage not in ("approval", "benefit"):
            raise UserError(self.env._("A reward is for the approval or for the benefit."))
        wanted = ("approved", "implementing") if stage == "approval" else ("measured", "closed")
        if self.published_state not in wanted or self.outcome not in ("as_is", "modified"):
            raise UserError(self.env._("There is nothing to reward at this point."))
        if self.reward_ids.filtered(lambda one: one.stage == stage and one.state not in GIVEN_UP):
            raise UserError(self.env._("This reward is proposed already."))
        recovered = self.reward_ids.filtered(lambda one: one.state == "recovered")
        again = self.reward_ids.filtered(lambda one: one.state in ("approved", "ready"))
        if (
            stage == "benefit"
            and recovered.filtered(lambda one: one.stage == "approval")
            and not again
        ):
            raise UserError(
                self.env._(
                    "The reward for the approval was recovered: what earned it was wrong. "
                    "Nothing more is earned by it."
                )
            )

    def _reward_rules(self):
        """The rules as they were in the round that counts."""
        self.ensure_one()
        if rules := self._last_result().rules:
            return rules
        return self.env["zrm.suggestion.criteria.set"]._for_subject(self.subject_id)._reward_rules()

    def _reward_amount(self, stage):
        """In whole rials; both stages together keep to the limit."""
        self.ensure_one()
        rules = self._reward_rules()
        if stage == "approval":
            fixed = rules["fixed"] if self.benefit_kind == "qualitative" else 0
            earned = rewards.amount(
                self._last_result().result_raw, None, rate=rules["rate"], fixed=fixed
            )
        else:
            verified = self.benefit_ids.filtered("verified_at")
            earned = rewards.amount(
                0, sum(verified.mapped("saving")), saving_share=rules["saving_share"]
            )
        given = self.reward_ids.filtered(lambda one: one.state not in GIVEN_UP)
        left = rewards.left_below(rules["cap"], sum(given.mapped("amount")))
        return earned if left is None else min(earned, left)
