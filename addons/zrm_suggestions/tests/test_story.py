from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from .common import GROUP
from .test_voting import VotingCommon


@tagged("post_install", "-at_install")
class TestStory(VotingCommon):
    """One suggestion through its whole life."""

    def test_from_an_idea_to_its_recovered_reward(self):
        helen = make_user(self.env, "zrm_secretary2", f"{GROUP}secretary", name="دبیر دوم")
        self.criteria.write({"reward_rate": 100_000, "saving_share": 10})
        self.author.partner_id.email = "sara@zrm.example"
        with freeze_time("2026-10-03 06:00:00") as clock:
            # Sara and Reza have an idea.
            idea = self.draft(
                author_ids=[
                    (0, 0, {"partner_id": self.author.partner_id.id, "share": 60}),
                    (0, 0, {"partner_id": self.coauthor.partner_id.id, "share": 40}),
                ]
            )
            idea.action_submit()
            office = idea.with_user(self.secretary)

            # The secretariat finds it incomplete, then takes it up.
            clock.tick(timedelta(days=2))
            office.action_screen(unit_id=self.unit.id, benefiting_unit_ids=self.other_unit.ids)
            office.action_return("هزینه را هم بنویسید")
            idea.expected_benefit = "سالانه ۲۵۰ میلیون ریال؛ سارا نویسنده"
            idea.action_submit()
            office.action_screen(unit_id=self.unit.id)
            office.action_open_round()
            self.assertNotIn("سارا", office.round_ids.blind_benefit)
            office.round_ids.action_confirm()
            office.action_invite()

            # Three evaluators, one of whom steps back, score it without knowing of each other.
            clock.tick(timedelta(days=5))
            asked = office.round_ids.evaluation_ids.evaluator_id
            self.evaluation(office, asked[0]).action_recuse("سررشته ندارم")
            left = office.round_ids.evaluation_ids.filtered(lambda one: one.state == "invited")
            self.hand_in(office, *left.evaluator_id)
            self.assertEqual((office.state, idea.published_state), ("committee", "evaluation"))

            # The committee votes in secret, and rejects it.
            first = self.decide(office, self.members[:3], "rejected", "هزینه زیاد است", "against")
            self.assertEqual(idea.published_state, "evaluation", "not public yet")
            first.action_publish_all()
            self.assertEqual(idea.public_answer, "هزینه زیاد است")

            # Sara objects; a committee with somebody new approves it.
            clock.tick(timedelta(days=3))
            idea.action_object("هزینه در دو سال برمی‌گردد")
            second = self.decide(office, self.members[1:5], "as_is", "قانع شدیم", "for")
            second.action_publish_all()
            self.assertEqual(idea.published_state, "approved")

            # It is carried out, late at first, and is worth it.
            office.milestone_ids = [
                (
                    0,
                    0,
                    {
                        "name": "خرید",
                        "owner_id": self.expert.id,
                        "due_on": fields.Date.today() + timedelta(days=10),
                        "is_public": True,
                    },
                )
            ]
            office.action_implement()
            clock.tick(timedelta(days=20))
            self.env["zrm.suggestion.milestone"]._tell_of_delays()
            self.assertIn(self.secretary, office.milestone_ids.activity_ids.user_id)
            office.milestone_ids.with_user(self.expert).action_progress(100, "عکس")
            office.benefit_ids = [
                (0, 0, {"name": "لایروبی", "saving": 250_000_000, "evidence": "صورت‌حساب"})
            ]
            office.benefit_ids.with_user(helen).action_verify()
            office.action_measure()

            # The reward is shared, approved by another, and recovered when the saving was wrong.
            office.action_propose_benefit_reward()
            reward = office.reward_ids.with_user(helen)
            self.assertEqual(reward.line_ids.mapped("amount"), [15_000_000, 10_000_000])
            self.assertEqual(reward.cost_ids.unit_id, self.unit | self.other_unit)
            reward.action_approve()
            reward.action_make_ready()
            reward.action_recover("صورت‌حساب نادرست بود")
            office.action_close()
        self.env.invalidate_all()
        own = self.as_seen_by(self.author, idea)
        self.assertEqual(own.published_state, "closed")
        self.assertEqual(
            own.event_ids.mapped("kind"),
            [
                "submitted",
                "returned",
                "submitted",
                "published",
                "objected",
                "published",
                "started",
                "progress",
                "measured",
                "closed",
            ],
        )
        mails = self.env["mail.mail"].search([("email_to", "=", "sara@zrm.example")])
        self.assertGreaterEqual(len(mails), 7)

    def decide(self, suggestion, present, outcome, reason, choice):
        """A session from its agenda to the decision, with a secret vote."""
        session = self.make_session(present_ids=[(6, 0, present.ids)])
        session.action_take_up()
        item = session.item_ids
        item.is_secret = True
        session.action_open()
        item.action_open_vote()
        for member in present:
            item.with_user(member).action_vote(choice)
        item.action_count_votes()
        suggestion.action_decide(session.id, outcome, reason)
        session.action_close()
        return session
