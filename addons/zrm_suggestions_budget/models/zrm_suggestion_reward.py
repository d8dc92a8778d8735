from odoo import models
from odoo.exceptions import UserError

from odoo.addons.zrm_suggestions.domain import shares


class ZrmSuggestionReward(models.Model):
    """A reward that is ready is asked for from the credits of the units that bear it, and goes
    the way of all public money from there.

    An organization that has never opened a credit for rewards pays them in another way, and
    installing the two addons side by side changes nothing for it."""

    _inherit = "zrm.suggestion.reward"

    def _on_ready(self):
        result = super()._on_ready()
        for reward in self.filtered(lambda one: one._is_paid_from_credits()):
            for cost in reward.cost_ids.filtered("amount"):
                reward._ask_for(cost)
        return result

    def _is_paid_from_credits(self):
        return bool(
            self.env["zrm.budget.line"].search_count(
                [("subject_id.pays_rewards", "=", True), ("company_id", "=", self.company_id.id)],
                limit=1,
            )
        )

    def _ask_for(self, cost):
        """One request per unit, a line per author; the parts sum to what the unit bears."""
        self.ensure_one()
        line = self._credit_of(cost.unit_id)
        parts = shares.split(int(cost.amount), self.line_ids.mapped("amount"))
        request = self.env["zrm.budget.request"].create(
            {
                "name": self.env._("Reward of the suggestion %s", self.suggestion_id.number),
                "unit_id": line.unit_id.id,
                "company_id": line.company_id.id,
                "requester_id": self.env.uid,
                "reward_id": self.id,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "budget_line_id": line.id,
                            "partner_id": author.partner_id.id,
                            "amount": part,
                        },
                    )
                    for author, part in zip(self.line_ids, parts, strict=True)
                    if part
                ],
            }
        )
        request.action_submit()

    def _credit_of(self, unit):
        """The credit for rewards of a unit, or of the nearest above it.

        :raise UserError: where there is none
        """
        today = self.env["res.company"]._zrm_today()
        path = [int(part) for part in (unit.parent_path or "").split("/") if part]
        lines = self.env["zrm.budget.line"].search(
            [
                ("unit_id", "in", path),
                ("subject_id.pays_rewards", "=", True),
                ("state", "=", "open"),
                ("period_id.state", "=", "open"),
                ("period_id.date_from", "<=", today),
                ("period_id.date_to", ">=", today),
                ("company_id", "=", self.company_id.id),
            ]
        )
        for unit_id in reversed(path):
            if found := lines.filtered(lambda line, here=unit_id: line.unit_id.id == here):
                return found[0]
        raise UserError(
            self.env._(
                "%s has no credit for rewards; the budget officer opens one for a subject that "
                "pays them.",
                unit.display_name,
            )
        )

    def _on_recovered(self):
        """What is not spent yet is given back; of the rest the officers hear."""
        result = super()._on_recovered()
        requests = self.env["zrm.budget.request"].search([("reward_id", "in", self.ids)])
        words = self.env._("The reward is recovered")
        for request in requests:
            if request.state in ("draft", "submitted", "approved"):
                request._enter("cancelled", "cancel", words)
            elif request.state in ("reserved", "committed", "liquidated", "ordered"):
                request._give_back()
                request._enter("released", "release", words)
            elif request.state in ("posted", "paid"):
                request.message_post(
                    body=self.env._("The reward is recovered: reverse the bills of this request.")
                )
        return result
