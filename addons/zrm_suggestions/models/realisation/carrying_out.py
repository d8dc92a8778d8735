from odoo import fields, models
from odoo.exceptions import UserError

from ...const import INSIDERS
from ...domain import rewards


class ZrmSuggestion(models.Model):
    """From the approval to the measured benefit. Authors hear of each public step."""

    _inherit = "zrm.suggestion"

    milestone_ids = fields.One2many(
        "zrm.suggestion.milestone", "suggestion_id", string="Milestones", groups=INSIDERS
    )
    benefit_ids = fields.One2many(
        "zrm.suggestion.benefit", "suggestion_id", string="Benefits", groups=INSIDERS
    )
    reward_ids = fields.One2many("zrm.suggestion.reward", "suggestion_id", groups=INSIDERS)

    def action_implement(self):
        """Starts carrying out what was approved and published; it has milestones by then."""
        for suggestion in self._lock_for_secretary():
            if suggestion.published_state != "approved":
                raise UserError(self.env._("Publish the approval first."))
            if not suggestion.milestone_ids:
                raise UserError(self.env._("Set a milestone first: what, by whom, until when."))
            suggestion._go_on("implementing", "started")
        return True

    def action_measure(self):
        """What was carried out is measured: all milestones are done, every benefit verified."""
        for suggestion in self._lock_for_secretary():
            if open_ones := suggestion.milestone_ids.filtered(lambda one: not one.done_at):
                raise UserError(
                    self.env._("Not done yet: %s.", ", ".join(open_ones.mapped("name")))
                )
            if not suggestion.benefit_ids:
                raise UserError(self.env._("Say what it brought: add the benefits first."))
            if open_ones := suggestion.benefit_ids.filtered(lambda one: not one.verified_at):
                raise UserError(
                    self.env._("Not verified yet: %s.", ", ".join(open_ones.mapped("name")))
                )
            suggestion._go_on("measured", "measured")
        return True

    def action_close(self):
        """Closes what is measured, or what stays rejected."""
        for suggestion in self._lock_for_secretary():
            if suggestion.state == "rejected" and suggestion.published_state != "rejected":
                raise UserError(self.env._("Publish the decision first."))
            suggestion._go_on("closed", "closed")
        return True

    def _go_on(self, state, kind):
        self.ensure_one()
        self._enter(state, published_state=state)
        self._log_event(kind, is_public=True)
        self._tell_authors(
            lambda env: env._(
                "News of your suggestion “%(name)s”: %(state)s.",
                name=self.name,
                state=dict(self.with_env(env)._fields["state"]._description_selection(env))[state],
            )
        )

    def action_propose_reward(self, stage="approval"):
        """Proposes the reward that the rules give: on approval the points, or a fixed sum; on
        measured benefit the share of the first year's saving.

        :param str stage: ``approval`` or ``benefit``
        """
        for suggestion in self._lock_for_secretary():
            own = suggestion.sudo()
            wanted = ("approved", "implementing") if stage == "approval" else ("measured", "closed")
            if own.published_state not in wanted or own.outcome not in ("as_is", "modified"):
                raise UserError(self.env._("There is nothing to reward at this point."))
            amount = own._reward_amount(stage)
            if not amount:
                raise UserError(self.env._("By the rules of its criteria it earns nothing here."))
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

    def _reward_amount(self, stage):
        self.ensure_one()
        rules = self.env["zrm.suggestion.criteria.set"]._for_subject(self.subject_id)
        over = self.round_ids.filtered("revealed_at")[-1:]
        if stage == "approval":
            fixed = rules.fixed_reward if self.benefit_kind == "qualitative" else 0
            return rewards.amount(
                over.result_raw, None, rate=rules.reward_rate, fixed=fixed, cap=rules.reward_cap
            )
        paid = sum(self.reward_ids.filtered(lambda one: one.state != "recovered").mapped("amount"))
        saving = sum(self.benefit_ids.filtered("verified_at").mapped("saving"))
        earned = rewards.amount(0, saving, saving_share=rules.saving_share)
        left = max(rules.reward_cap - paid, 0) if rules.reward_cap else earned
        return min(earned, int(left))
