from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from .common import GROUP, SuggestionCommon


class CarryingOutCommon(SuggestionCommon):
    """Suggestions on the way from the approval to the benefit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secretary2 = make_user(cls.env, "zrm_secretary2", f"{GROUP}secretary")
        cls.criteria.write({"reward_rate": 100_001, "saving_share": 10, "reward_cap": 20_000_000})

    def approved(self, benefiting=None, **vals):
        suggestion = self.evaluating(**vals)
        if benefiting:
            suggestion._write_handling({"benefiting_unit_ids": [(6, 0, benefiting.ids)]})
        self.hand_in(suggestion, self.first, self.second, self.third)
        session = (
            self.env["zrm.suggestion.session"]
            .with_user(self.secretary)
            .create(
                {
                    "name": "ج",
                    "chair_id": self.member.id,
                    "member_ids": [(6, 0, self.member.ids)],
                    "present_ids": [(6, 0, self.member.ids)],
                    "quorum": 1,
                }
            )
        )
        session.action_open()
        suggestion.action_decide(session.id, "as_is", "خوب است", (1, 0, 0))
        return suggestion

    def implementing(self, **vals):
        suggestion = self.approved(**vals)
        suggestion.action_publish()
        suggestion.milestone_ids = [
            (
                0,
                0,
                {
                    "name": "خرید کف‌پوش",
                    "owner_id": self.expert.id,
                    "due_on": fields.Date.today() + timedelta(days=30),
                    "is_public": True,
                },
            )
        ]
        suggestion.action_implement()
        return suggestion

    def measured(self, saving=100_000_000, **vals):
        suggestion = self.implementing(**vals)
        suggestion.milestone_ids.with_user(self.expert).action_progress(100, "عکس")
        suggestion.benefit_ids = [
            (0, 0, {"name": "هزینهٔ لایروبی", "saving": saving, "evidence": "صورت‌حساب"})
        ]
        suggestion.benefit_ids.with_user(self.secretary2).action_verify()
        suggestion.action_measure()
        return suggestion


@tagged("post_install", "-at_install")
class TestCarryingOut(CarryingOutCommon):
    """From the approval to the benefit and the reward."""

    def test_each_step_waits_for_the_one_before(self):
        suggestion = self.approved()
        with self.assertRaisesRegex(UserError, "Publish the approval"):
            suggestion.action_implement()
        suggestion.action_publish()
        with self.assertRaisesRegex(UserError, "Set a milestone"):
            suggestion.action_implement()
        suggestion = self.implementing()
        with self.assertRaisesRegex(UserError, "Not done yet"):
            suggestion.action_measure()
        mine = suggestion.milestone_ids.with_user(self.expert)
        with self.assertRaisesRegex(UserError, "what shows"):
            mine.action_progress(100)
        with self.assertRaisesRegex(UserError, "0 to 100"):
            mine.action_progress(120)
        mine.action_progress(100, "عکس")
        with self.assertRaisesRegex(UserError, "add the benefits"):
            suggestion.action_measure()

    def test_authors_hear_of_public_steps(self):
        self.author.partner_id.email = "sara@zrm.example"
        suggestion = self.implementing()
        suggestion.milestone_ids.with_user(self.expert).action_progress(40)
        own = suggestion.with_user(self.author)
        self.assertEqual(own.published_state, "implementing")
        self.assertIn("progress", own.event_ids.mapped("kind"))
        mails = self.env["mail.mail"].search([("email_to", "=", "sara@zrm.example")])
        self.assertTrue(any("40" in (mail.body_html or "") for mail in mails))

    def test_only_the_owner_reports(self):
        suggestion = self.implementing()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            suggestion.milestone_ids.with_user(self.expert2).action_progress(50)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            suggestion.milestone_ids.with_user(self.expert).write({"due_on": "2099-01-01"})

    def test_a_late_milestone_is_told_once(self):
        suggestion = self.implementing()
        suggestion.milestone_ids.due_on = fields.Date.today() - timedelta(days=9)
        for _time in range(2):
            self.env["zrm.suggestion.milestone"]._tell_of_delays()
        late = suggestion.milestone_ids.activity_ids
        self.assertEqual(late.user_id, self.expert | self.secretary)
        self.assertEqual(len(late), 2)

    def test_who_carried_it_out_does_not_verify(self):
        suggestion = self.implementing()
        suggestion.milestone_ids.owner_id = self.secretary
        suggestion.benefit_ids = [(0, 0, {"name": "x"})]
        with self.assertRaisesRegex(UserError, "You carried it out"):
            suggestion.benefit_ids.action_verify()
        other = suggestion.benefit_ids.with_user(self.secretary2)
        with self.assertRaisesRegex(UserError, "evidence"):
            other.action_verify()
        suggestion.benefit_ids.evidence = "صورت‌حساب"
        other.action_verify()
        with self.assertRaisesRegex(UserError, "as it was verified"):
            other.saving = 5

    def test_rewards_are_split_to_the_last_rial_and_approved_by_another(self):
        suggestion = self.draft()
        suggestion.author_ids.share = 66.67
        suggestion.author_ids.create(
            {
                "suggestion_id": suggestion.id,
                "partner_id": self.coauthor.partner_id.id,
                "share": 33.33,
            }
        )
        suggestion.action_submit()
        suggestion = suggestion.with_user(self.secretary)
        self.env.cr.flush()
        suggestion.action_screen(unit_id=self.unit.id)
        suggestion.action_open_round()
        suggestion.round_ids.action_confirm()
        suggestion.action_invite((self.first | self.second | self.third).ids)
        self.hand_in(suggestion, self.first, self.second, self.third)
        suggestion._write_handling(
            {"state": "approved", "published_state": "approved", "outcome": "as_is"}
        )
        suggestion.action_propose_reward()
        reward = suggestion.reward_ids
        self.assertEqual(reward.amount, int(68.75 * 100_001))
        self.assertEqual(sum(reward.line_ids.mapped("amount")), reward.amount)
        with self.assertRaisesRegex(UserError, "You proposed this"):
            reward.action_approve()
        self.secretary2.partner_id = self.secretary2.partner_id
        reward.with_user(self.secretary2).action_approve()
        self.assertEqual(reward.state, "approved")
        with self.assertRaisesRegex(UserError, "on record"):
            reward.with_user(self.secretary2).write({"amount": 1})

    def test_the_benefits_reward_keeps_to_the_cap_and_can_be_recovered(self):
        suggestion = self.measured(saving=1_000_000_000)
        suggestion.action_propose_benefit_reward()
        reward = suggestion.reward_ids
        self.assertEqual(reward.amount, 20_000_000)
        with self.assertRaisesRegex(UserError, "why the reward"):
            reward.action_recover("")
        with self.assertRaisesRegex(UserError, "Only what was approved"):
            reward.action_recover("x")
        reward.with_user(self.secretary2).action_approve()
        reward.action_recover("صرفه‌جویی درست نبود")
        self.assertEqual(reward.state, "recovered")
        suggestion.action_close()
        self.assertEqual(suggestion.with_user(self.author).published_state, "closed")
