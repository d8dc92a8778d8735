from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from .common import GROUP
from .test_carrying_out import CarryingOutCommon


@tagged("post_install", "-at_install")
class TestRewards(CarryingOutCommon):
    """Two stages, one limit, split twice to the last rial, and taken back once."""

    def proposed(self):
        suggestion = self.approved(benefiting=self.other_unit | self.city)
        suggestion.action_publish()
        suggestion.action_propose_reward()
        return suggestion, suggestion.reward_ids

    def test_units_that_benefit_share_the_cost(self):
        _suggestion, reward = self.proposed()
        self.assertEqual(reward.cost_ids.unit_id, self.unit | self.other_unit | self.city)
        self.assertEqual(sum(reward.cost_ids.mapped("amount")), reward.amount)
        first, second, third = reward.cost_ids
        reward.write({"cost_ids": [(1, first.id, {"share": 50.01})]})
        self.assertEqual(sum(reward.cost_ids.mapped("amount")), reward.amount)
        with self.assertRaisesRegex(UserError, "sum to 100"):
            reward.with_user(self.secretary2).action_approve()
        reward.write(
            {"cost_ids": [(1, second.id, {"share": 49.99}), (2, third.id, False)]},
        )
        self.assertEqual(sum(reward.cost_ids.mapped("amount")), reward.amount)
        with self.assertRaisesRegex(UserError, "follow from the shares"):
            first.amount = 1
        reward.with_user(self.secretary2).action_approve()
        with self.assertRaisesRegex(UserError, "who bears it stays"):
            first.share = 1
        with self.assertRaisesRegex(UserError, "on record"):
            reward.write({"amount": 5})

    def test_from_approval_to_ready_for_payment(self):
        suggestion, reward = self.proposed()
        other = reward.with_user(self.secretary2)
        with self.assertRaisesRegex(UserError, "Approved rewards alone"):
            other.action_make_ready()
        other.action_approve()
        with self.assertRaisesRegex(UserError, "decided already"):
            other.action_approve()
        other.action_make_ready()
        self.assertEqual(reward.state, "ready")
        with self.assertRaisesRegex(UserError, "proposed already"):
            suggestion.action_propose_reward()

    def test_declined_and_proposed_anew(self):
        suggestion, reward = self.proposed()
        with self.assertRaisesRegex(UserError, "why the reward is declined"):
            reward.with_user(self.secretary2).action_decline(" ")
        reward.with_user(self.secretary2).action_decline("سهم‌ها نادرست است")
        suggestion.action_propose_reward()
        self.assertEqual(suggestion.reward_ids.mapped("state"), ["declined", "proposed"])

    def test_recovered_once_and_nothing_more_is_earned(self):
        suggestion, reward = self.proposed()
        other = reward.with_user(self.secretary2)
        other.action_approve()
        other.action_recover("ایدهٔ دیگری بود")
        with self.assertRaisesRegex(UserError, "and once"):
            other.action_recover("باز")
        self.assertEqual((reward.recovered_by_id, reward.state), (self.secretary2, "recovered"))
        suggestion._write_handling({"state": "measured", "published_state": "measured"})
        with self.assertRaisesRegex(UserError, "was recovered"):
            suggestion.action_propose_benefit_reward()

    def test_both_stages_keep_to_one_limit(self):
        suggestion = self.measured(saving=1_000_000_000)
        suggestion.sudo().env["zrm.suggestion.reward"].create(
            {"suggestion_id": suggestion.id, "stage": "approval", "amount": 5_000_000}
        )
        suggestion.action_propose_benefit_reward()
        self.assertEqual(sum(suggestion.reward_ids.mapped("amount")), 20_000_000)

    def test_the_rules_are_those_of_the_round(self):
        suggestion = self.approved()
        suggestion.action_publish()
        self.criteria.write({"reward_rate": 1, "reward_cap": 5})
        suggestion.action_propose_reward()
        self.assertEqual(suggestion.reward_ids.amount, int(68.75 * 100_001))

    def test_large_sums(self):
        self.criteria.write({"reward_rate": 10**12, "reward_cap": 8 * 10**15, "fixed_reward": 10})
        suggestion = self.approved()
        suggestion.action_publish()
        suggestion.action_propose_reward()
        self.assertEqual(suggestion.reward_ids.amount, 68_750_000_000_000 + 10)
        self.assertEqual(sum(suggestion.reward_ids.line_ids.mapped("amount")), 68_750_000_000_010)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.criteria.fixed_reward = 10**16
            self.env.flush_all()

    def test_who_gets_it_does_not_decide(self):
        self.author.group_ids |= self.env.ref(f"{GROUP}secretary")
        _suggestion, reward = self.proposed()
        for verb, arguments in (("action_approve", ()), ("action_decline", ("x",))):
            with self.subTest(verb), self.assertRaisesRegex(UserError, "You are an author"):
                getattr(reward.with_user(self.author), verb)(*arguments)


@tagged("post_install", "-at_install")
class TestMilestonesAndBenefits(CarryingOutCommon):
    def milestone(self, suggestion, **vals):
        return (
            self.env["zrm.suggestion.milestone"]
            .with_user(self.secretary)
            .create(
                {
                    "suggestion_id": suggestion.id,
                    "name": "گام",
                    "owner_id": self.expert.id,
                    "due_on": fields.Date.today(),
                    **vals,
                }
            )
        )

    def test_only_what_is_approved_is_carried_out(self):
        withdrawn = self.submitted()
        withdrawn.with_user(self.author).action_withdraw()
        with self.assertRaisesRegex(UserError, "no milestones to set"):
            self.milestone(withdrawn)
        with self.assertRaisesRegex(UserError, "no benefit to measure"):
            self.env["zrm.suggestion.benefit"].with_user(self.secretary).create(
                {"suggestion_id": withdrawn.id, "name": "x"}
            )

    def test_an_owner_can_report(self):
        with self.assertRaisesRegex(ValidationError, "role of expert"):
            self.milestone(self.approved(), owner_id=self.clerk.id)

    def test_nobody_reads_names_by_the_dialog(self):
        milestone = self.implementing().milestone_ids
        Progress = self.env["zrm.suggestion.progress"]
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            Progress.with_user(self.expert2).create({"milestone_id": milestone.id})
        report = Progress.with_user(self.expert).create(
            {"milestone_id": milestone.id, "percent": 30}
        )
        report.action_report()
        self.assertEqual(milestone.progress, 30)

    def test_what_is_done_and_begun_stays(self):
        suggestion = self.implementing()
        milestone = suggestion.milestone_ids
        for vals in ({"progress": 100}, {"done_at": "2026-01-01"}, {"told_level": 3}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "by the button"):
                milestone.write(vals)
        with self.assertRaisesRegex(UserError, "its milestones stay"):
            milestone.unlink()
        before = milestone.due_on
        milestone.due_on = before + timedelta(days=5)
        moved = suggestion.event_ids.filtered(lambda event: event.kind == "moved")
        self.assertIn(str(before), moved.text)
        self.assertFalse(moved.is_public)
        milestone.with_user(self.expert).action_progress(100, "عکس")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            milestone.due_on = before
        for percent in ("50", True, 1.5):
            with self.subTest(percent), self.assertRaisesRegex(UserError, "0 to 100"):
                milestone.with_user(self.expert).action_progress(percent)

    def test_delays_climb(self):
        suggestion = self.implementing()
        milestone = suggestion.milestone_ids
        today = self.env["res.company"]._zrm_today()
        told = []
        for days in (0, 1, 1, 7, 21, 60):
            milestone.sudo().due_on = today - timedelta(days=days)
            self.env["zrm.suggestion.milestone"]._tell_of_delays()
            told.append(milestone.activity_ids.user_id)
        nobody = self.env["res.users"]
        self.assertEqual(
            told,
            [
                nobody,
                self.expert,
                self.expert,
                self.expert | self.secretary,
                self.expert | self.secretary | self.manager,
                self.expert | self.secretary | self.manager,
            ],
        )
        self.assertEqual(len(milestone.activity_ids), 3)

    def test_who_recorded_or_wrote_it_does_not_verify(self):
        suggestion = self.implementing()
        Benefit = self.env["zrm.suggestion.benefit"].with_user(self.secretary)
        benefit = Benefit.create(
            {
                "suggestion_id": suggestion.id,
                "name": "لایروبی",
                "evidence": "x",
                "verified_by_id": self.secretary.id,
                "recorded_by_id": self.secretary2.id,
            }
        )
        self.assertEqual(
            (benefit.recorded_by_id, benefit.verified_by_id.id), (self.secretary, False)
        )
        with self.assertRaisesRegex(UserError, "You recorded"):
            benefit.action_verify()
        self.author.group_ids |= self.env.ref(f"{GROUP}secretary")
        with self.assertRaisesRegex(UserError, "You wrote it"):
            benefit.with_user(self.author).action_verify()
        third = make_user(self.env, "zrm_secretary3", f"{GROUP}secretary")
        benefit.with_user(third).saving = 7
        with self.assertRaisesRegex(UserError, "You recorded"):
            benefit.with_user(third).action_verify()
        with self.assertRaisesRegex(UserError, "at most 9,000,000"):
            benefit.saving = 10**16
        benefit.with_user(self.secretary2).action_verify()
        with self.assertRaisesRegex(UserError, "as it was verified"):
            benefit.with_user(third).action_verify()

    def test_measured_after_a_period(self):
        suggestion = self.implementing()
        today = self.env["res.company"]._zrm_today()
        benefit = (
            self.env["zrm.suggestion.benefit"]
            .with_user(self.secretary)
            .create(
                {
                    "suggestion_id": suggestion.id,
                    "name": "لایروبی",
                    "evidence": "x",
                    "baseline": 10,
                    "target": 2,
                    "measured": 4,
                    "measure_on": today + timedelta(days=90),
                }
            )
        )
        self.assertEqual(benefit.reached, 75)
        with self.assertRaisesRegex(UserError, "later only"):
            benefit.with_user(self.secretary2).action_verify()
        self.env["zrm.suggestion.benefit"]._ask_to_measure()
        self.assertFalse(benefit.is_asked)
        benefit.measure_on = today
        for _time in range(2):
            self.env["zrm.suggestion.benefit"]._ask_to_measure()
        asked = suggestion.activity_ids.filtered(lambda one: "can be measured" in one.summary)
        self.assertEqual(len(asked), 1)
        benefit.with_user(self.secretary2).action_verify()
