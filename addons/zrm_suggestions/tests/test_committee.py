from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from .common import GROUP, SuggestionCommon


@tagged("post_install", "-at_install")
class TestCommittee(SuggestionCommon):
    """The committee decides with a quorum; nobody outside learns of it before it is published."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.member
        for number in range(3):
            cls.members |= make_user(cls.env, f"zrm_member{number}", f"{GROUP}committee")

    def session(self, present=None, quorum=3):
        session = (
            self.env["zrm.suggestion.session"]
            .with_user(self.secretary)
            .create(
                {
                    "name": "جلسهٔ نخست",
                    "chair_id": self.member.id,
                    "member_ids": [(6, 0, self.members.ids)],
                    "present_ids": [(6, 0, (present or self.members[:3]).ids)],
                    "quorum": quorum,
                }
            )
        )
        session.action_open()
        return session

    def evaluated(self, **vals):
        suggestion = self.evaluating(**vals)
        self.hand_in(suggestion, self.first, self.second, self.third)
        return suggestion

    def test_it_is_secret_until_it_is_published(self):
        suggestion = self.evaluated()
        suggestion.action_decide(self.session().id, "rejected", "هزینه زیاد است", (0, 3, 0))
        own = suggestion.with_user(self.author)
        self.env.invalidate_all()
        self.assertEqual(suggestion.state, "rejected")
        self.assertEqual((own.published_state, own.public_answer), ("evaluation", False))
        for name in ("state", "outcome", "decision_ids", "due_at"):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                own.read([name])
        self.assertNotIn("decided", own.event_ids.mapped("kind"))
        suggestion.action_publish()
        self.env.invalidate_all()
        self.assertEqual((own.published_state, own.public_answer), ("rejected", "هزینه زیاد است"))
        with self.assertRaisesRegex(UserError, "waits to be published"):
            suggestion.action_publish()

    def test_outcomes_lead_where_they_should(self):
        later = fields.Date.today() + timedelta(days=30)
        for outcome, state, until in (
            ("as_is", "approved", None),
            ("modified", "approved", None),
            ("planned_already", "closed", None),
            ("deferred", "deferred", later),
        ):
            suggestion = self.evaluated()
            changes = "نخست یک خیابان" if outcome == "modified" else ""
            suggestion.action_decide(self.session().id, outcome, "دلیل", (3, 0, 0), until, changes)
            self.assertEqual(suggestion.state, state, outcome)

    def test_bad_input_is_explained(self):
        suggestion, session = self.evaluated(), self.session()
        today = fields.Date.today()
        for arguments, words in (
            ((session.id, "rejected", " "), "the authors read it"),
            ((session.id, "maybe", "x"), "what the committee decided"),
            ((session.id, "deferred", "x"), "Name the day"),
            ((session.id, "deferred", "x", (1, 1, 1), today), "Name the day"),
            ((session.id, "rejected", "x", (0, 9, 0)), "more votes than"),
            ((session.id, "rejected", "x", (2, 1, 0)), "it is not rejected"),
            ((session.id, "as_is", "x", (1, 1, 1)), "do not carry it"),
            ((session.id, "as_is", "x", ("a", 1, 1)), "three numbers"),
            ((session.id, "modified", "x"), "carried out differently"),
            ((session.id, "rejected", "x" * 20_001), "at most 20000"),
            ((session.id, "rejected", "x", (-1, 0, 0)), "three numbers"),
            ((False, "rejected", "x"), "Open the session"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                suggestion.action_decide(*arguments)
        suggestion.action_decide(session.id, "rejected", "x")
        with self.assertRaisesRegex(UserError, "cannot follow"):
            suggestion.action_decide(self.session().id, "as_is", "x")

    def test_no_quorum_no_decision(self):
        with self.assertRaisesRegex(UserError, "cannot decide"):
            self.session(present=self.members[:2])

    def test_members_with_a_conflict_leave_and_count_not(self):
        self.unit.member_ids |= self.author | self.members[0]
        suggestion, session = self.evaluated(), self.session()
        with self.assertRaisesRegex(UserError, "2 of 3 members"):
            suggestion.action_decide(session.id, "as_is", "خوب است")
        session.present_ids |= self.members[3]
        suggestion.action_decide(session.id, "as_is", "خوب است")
        self.assertEqual(suggestion.decision_ids.left_ids, self.members[0])

    def test_a_deferred_one_is_taken_up_again_on_its_day(self):
        suggestion = self.evaluated()
        until = fields.Date.today() + timedelta(days=3)
        suggestion.action_decide(self.session().id, "deferred", "بودجه", (3, 0, 0), until)
        self.env["zrm.suggestion"]._take_up_deferred()
        self.assertEqual(suggestion.state, "deferred")
        with freeze_time(fields.Datetime.now() + timedelta(days=4)):
            self.env["zrm.suggestion"]._take_up_deferred()
        self.assertEqual((suggestion.state, suggestion.deferred_until), ("committee", False))

    def test_at_most_two_objections_each_to_somebody_new(self):
        suggestion = self.evaluated()
        own = suggestion.with_user(self.author)
        with self.assertRaisesRegex(UserError, "no decision yet"):
            own.action_object("نپذیرفتم")
        suggestion.action_decide(self.session().id, "rejected", "نه")
        with self.assertRaisesRegex(UserError, "no decision yet"):
            own.action_object("نپذیرفتم")
        suggestion.action_publish()
        own.action_object("نپذیرفتم")
        self.assertEqual(suggestion.state, "committee")
        with self.assertRaisesRegex(UserError, "has not decided before"):
            suggestion.action_decide(self.session().id, "rejected", "نه")
        suggestion.action_decide(self.session(present=self.members[1:]).id, "rejected", "باز نه")
        suggestion.action_publish()
        own.action_object("باز نپذیرفتم")
        fresh = make_user(self.env, "zrm_member9", f"{GROUP}committee")
        self.members |= fresh
        suggestion.action_decide(self.session(present=self.members[2:]).id, "rejected", "نه")
        suggestion.action_publish()
        with self.assertRaisesRegex(UserError, "objected twice"):
            own.action_object("سوم")

    def test_too_late(self):
        suggestion = self.evaluated()
        suggestion.action_decide(self.session().id, "rejected", "نه")
        suggestion.action_publish()
        with (
            freeze_time(fields.Datetime.now() + timedelta(days=31)),
            self.assertRaisesRegex(UserError, "within 30 days"),
        ):
            suggestion.with_user(self.author).action_object("دیر")

    def test_what_was_held_stays(self):
        session = self.session()
        session.action_close()
        with self.assertRaisesRegex(UserError, "closed"):
            session.name = "x"
        with self.assertRaisesRegex(UserError, "stays on record"):
            session.unlink()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            session.with_user(self.member).write({"name": "x"})
