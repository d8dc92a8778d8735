from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.zrm_budget.tests.common import MILLION, BudgetCommon
from odoo.addons.zrm_suggestions.tests.common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestRewardsPaid(SuggestionCommon, BudgetCommon):
    """A reward is asked for from the credits of the units that bear it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.aid.pays_rewards = True

    def ready(self, *units, amount=1_000_001):
        """A reward of two authors that is handed over for payment."""
        suggestion = self.submitted()
        suggestion._write_handling({"unit_id": self.unit.id})
        one, other = self.author.partner_id, self.coauthor.partner_id
        reward = self.env["zrm.suggestion.reward"].create(
            {
                "suggestion_id": suggestion.id,
                "stage": "approval",
                "amount": amount,
                "state": "approved",
                "line_ids": [
                    (0, 0, {"partner_id": one.id, "amount": 600_001}),
                    (0, 0, {"partner_id": other.id, "amount": amount - 600_001}),
                ],
            }
        )
        costs = self.env["zrm.suggestion.reward.cost"]
        reward.state = "proposed"
        costs.create(
            [
                {"reward_id": reward.id, "unit_id": unit.id, "share": 100 / len(units)}
                for unit in units
            ]
        )
        reward.state = "approved"
        reward.with_user(self.secretary).action_make_ready()
        requests = self.env["zrm.budget.request"].search([("reward_id", "=", reward.id)])
        return reward, requests

    def test_one_request_per_unit_to_the_last_rial(self):
        city = self.credit(self.aid, 10 * MILLION, self.city)
        # The other unit has no credit of its own: that of the city above it pays.
        reward, requests = self.ready(self.unit, self.other_unit)
        self.assertEqual(requests.line_ids.budget_line_id, self.line | city)
        self.assertEqual(sum(requests.mapped("amount")), reward.amount)
        self.assertEqual(set(requests.mapped("state")), {"submitted"})
        self.assertEqual(requests.line_ids.partner_id, (self.author | self.coauthor).partner_id)
        mine = requests.filtered(lambda one: one.unit_id == self.unit)
        for user, verb in (
            (self.manager, "action_approve"),
            (self.certifier, "action_reserve"),
            (self.head, "action_commit"),
            (self.head, "action_liquidate"),
            (self.head, "action_order"),
            (self.accountant, "action_post"),
        ):
            getattr(mine.with_user(user), verb)()
        self.assertEqual(self.line.spent, mine.amount)

    def test_without_a_credit_it_says_so(self):
        self.aid.pays_rewards = False
        prizes = self.aid.create({"name": "پاداش", "code": "T-90", "pays_rewards": True})
        self.credit(prizes, 10 * MILLION, self.other_unit)
        with self.assertRaisesRegex(UserError, "no credit for rewards"):
            self.ready(self.unit)

    def test_where_no_credit_pays_rewards_they_are_paid_in_another_way(self):
        self.aid.pays_rewards = False
        reward, requests = self.ready(self.unit)
        self.assertEqual(reward.state, "ready")
        self.assertFalse(requests)

    def test_recovered_it_gives_back(self):
        reward, request = self.ready(self.unit)
        request.with_user(self.manager).action_approve()
        request.with_user(self.certifier).action_reserve()
        self.assertEqual(self.line.reserved, request.amount)
        reward.with_user(self.secretary).action_recover("سود آن درست نبود")
        self.env.invalidate_all()
        self.assertEqual((request.state, self.line.reserved), ("released", 0))
        self.assertBooks()
