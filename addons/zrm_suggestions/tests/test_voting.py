from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from .common import GROUP, SuggestionCommon

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


class VotingCommon(SuggestionCommon):
    """A committee of five, and sessions of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.member
        for number in range(4):
            cls.members |= make_user(
                cls.env, f"zrm_voter{number}", f"{GROUP}committee", name=f"عضو {number}"
            )

    def make_session(self, **vals):
        return (
            self.env["zrm.suggestion.session"]
            .with_user(self.secretary)
            .create(
                {
                    "name": "جلسهٔ نخست",
                    "chair_id": self.member.id,
                    "member_ids": [(6, 0, self.members.ids)],
                    "present_ids": [(6, 0, self.members.ids)],
                    **vals,
                }
            )
        )

    def evaluated(self, **vals):
        suggestion = self.evaluating(**vals)
        self.hand_in(suggestion, self.first, self.second, self.third)
        return suggestion

    def voting(self, *, is_secret=False, **vals):
        suggestion, session = self.evaluated(**vals), self.make_session()
        session.action_take_up()
        session.item_ids.is_secret = is_secret
        session.action_open()
        session.item_ids.action_open_vote()
        return suggestion, session.item_ids

    def vote(self, item, **choices):
        for number, choice in enumerate(choices.values()):
            item.with_user(self.members[number]).action_vote(choice)


@tagged("post_install", "-at_install")
class TestVoting(VotingCommon):
    """Votes of members on their own screens, open or secret, on an agenda in order."""

    def test_the_agenda_is_in_order_with_objections_first(self):
        poor, objected, good = (self.evaluating(name=name) for name in "abc")
        self.hand_in(poor, self.first, self.second, self.third, benefit=1)
        self.hand_in(good, self.first, self.second, self.third, benefit=5)
        self.hand_in(objected, self.first, self.second, self.third, benefit=2)
        objected.sudo().env["zrm.suggestion.objection"].create(
            {"suggestion_id": objected.id, "number": 1, "reason": "x"}
        )
        session = self.make_session()
        session.action_take_up()
        self.assertEqual(session.item_ids.suggestion_id.ids, (objected | good | poor).ids)
        self.make_session().action_take_up()
        self.assertEqual(len(session.item_ids), 3, "on one open agenda only")

    def test_an_open_vote_from_opening_to_the_decision(self):
        suggestion, item = self.voting()
        chair = item.with_user(self.member)
        self.assertEqual(chair.my_part, "may")
        self.vote(item, a="for", b="for", c="against")
        self.env.invalidate_all()
        self.assertEqual(item.votes_in, "3 of 5")
        self.assertEqual(chair.my_part, "voted")
        with self.assertRaisesRegex(UserError, "voted already"):
            chair.action_vote("against")
        with self.assertRaisesRegex(UserError, "Count the votes"):
            suggestion.action_decide(item.session_id.id, "as_is", "خوب")
        self.env.invalidate_all()
        mine = self.env["zrm.suggestion.vote"].with_user(self.members[1]).search([])
        self.assertEqual(mine.user_id, self.members[1], "others' when they are counted")
        self.assertEqual((item.votes_for, item.votes_against), (0, 0), "not which")
        chair.action_count_votes()
        self.assertEqual((item.votes_for, item.votes_against, item.votes_abstained), (2, 1, 0))
        self.env.invalidate_all()
        self.assertEqual(
            self.env["zrm.suggestion.vote"].with_user(self.members[1]).search_count([]), 3
        )
        suggestion.action_decide(item.session_id.id, "as_is", "خوب", (0, 0, 0))
        decision = suggestion.decision_ids
        self.assertEqual((decision.votes_for, decision.votes_against), (2, 1))
        self.assertEqual((item.state, decision.chair_id), ("decided", self.member))

    def test_what_the_votes_say_is_what_is_decided(self):
        suggestion, item = self.voting()
        self.vote(item, a="against", b="against", c="for")
        item.action_count_votes()
        with self.assertRaisesRegex(UserError, "do not carry it"):
            suggestion.action_decide(item.session_id.id, "as_is", "خوب", (5, 0, 0))
        suggestion.action_decide(item.session_id.id, "rejected", "نه")

    def test_only_voters_vote_and_only_who_leads_counts(self):
        self.unit.member_ids |= self.author | self.members[4]
        _suggestion, item = self.voting()
        self.assertEqual(item.left_ids, self.members[4])
        self.assertEqual(item.with_user(self.members[4]).my_part, "left")
        with self.assertRaisesRegex(UserError, "not among the voters"):
            item.with_user(self.members[4]).action_vote("for")
        with self.assertRaisesRegex(UserError, "for, against, or abstain"):
            item.with_user(self.member).action_vote("maybe")
        for verb in ("action_count_votes", "action_open_vote", "action_postpone"):
            with self.assertRaises(AccessError), mute_logger(*QUIET):
                getattr(item.with_user(self.members[1]), verb)()
        for user in (self.author, self.first, self.manager):
            with self.assertRaises(AccessError), mute_logger(*QUIET):
                item.with_user(user).action_vote("for")
        item.action_count_votes()
        with self.assertRaisesRegex(UserError, "No vote is open"):
            item.with_user(self.member).action_vote("for")

    def test_nothing_is_written_past_the_buttons(self):
        _suggestion, item = self.voting()
        for vals in ({"votes_for": 9}, {"state": "counted"}, {"eligible_ids": [(5,)]}):
            with self.subTest(vals), self.assertRaises(UserError):
                item.write(vals)
        with self.assertRaisesRegex(UserError, "how it is taken stays"):
            item.is_secret = True
        with self.assertRaisesRegex(UserError, "stays on the agenda"):
            item.unlink()
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            self.env["zrm.suggestion.vote"].with_user(self.secretary).create(
                {"item_id": item.id, "ballot_number": 1, "user_id": 1, "choice": "for"}
            )

    def test_nothing_joins_a_voter_and_a_secret_vote(self):
        _suggestion, item = self.voting(is_secret=True)
        before = self.traces()
        for place, choice in enumerate(("for", "against", "for", "abstained")):
            # Not in the order of their ids.
            item.with_user(self.members[3 - place]).action_vote(choice)
        self.env.flush_all()
        self.assertEqual(self.traces(), before, "no row of any table was added or written")
        [[voters]] = self.env.execute_query(
            SQL("SELECT voter_ids FROM zrm_suggestion_ballot WHERE item_id = %s", item.id)
        )
        self.assertEqual(voters, sorted(voters), "by person, not by time")
        for user in (self.secretary, self.member, self.administrator):
            with self.assertRaises(AccessError), mute_logger(*QUIET):
                self.env["zrm.suggestion.ballot"].with_user(user).search([])
        with self.assertRaisesRegex(UserError, "voted already"):
            item.with_user(self.members[3]).action_vote("against")
        item.action_count_votes()
        self.assertEqual((item.votes_for, item.votes_against, item.votes_abstained), (2, 1, 1))
        self.assertFalse(self.env.execute_query(SQL("SELECT 1 FROM zrm_suggestion_ballot")))
        self.assertFalse(item.vote_ids)

    def traces(self):
        """Each table of ours, mail's and the users', with the number of rows and the last
        writing; the ballot box itself has one row for all."""
        found = {}
        for name, model in self.env.registry.items():
            if model._abstract or not model._auto or name == "zrm.suggestion.ballot":
                continue
            if not name.startswith(("zrm.suggestion", "mail.", "res.users", "bus.")):
                continue
            table = SQL.identifier(model._table)
            columns = SQL("count(*), max(xmin::text::bigint)")
            [found[name]] = self.env.execute_query(SQL("SELECT %s FROM %s", columns, table))
        return found

    def test_a_secret_vote_of_two_is_none(self):
        session = self.make_session(present_ids=[(6, 0, self.members[:2].ids)], quorum=2)
        self.evaluated()
        session.action_take_up()
        session.item_ids.is_secret = True
        session.action_open()
        with self.assertRaisesRegex(UserError, "vote openly"):
            session.item_ids.action_open_vote()

    def test_too_few_secret_votes_are_not_counted(self):
        _suggestion, item = self.voting(is_secret=True)
        self.vote(item, a="for", b="against")
        with self.assertRaisesRegex(UserError, "who voted how"):
            item.action_count_votes()

    def test_a_vote_is_repeated_from_nothing(self):
        _suggestion, item = self.voting()
        self.vote(item, a="for", b="for", c="for")
        item.action_count_votes()
        item.action_open_vote()
        self.assertEqual((item.votes_for, item.votes_in), (0, "0 of 5"))
        self.vote(item, a="against")
        item.action_count_votes()
        self.assertEqual((item.votes_for, item.votes_against), (0, 1))

    def test_one_vote_at_a_time(self):
        self.evaluated(name="دیگر")
        _suggestion, items = self.voting_two()
        items[0].action_open_vote()
        with self.assertRaisesRegex(UserError, "Another vote is open"):
            items[1].action_open_vote()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            items[1].sudo().state = "voting"
            self.env.flush_all()

    def voting_two(self):
        suggestion, session = self.evaluated(), self.make_session()
        session.action_take_up()
        session.action_open()
        return suggestion, session.item_ids

    def test_the_chair_with_a_conflict_does_not_lead(self):
        self.unit.member_ids |= self.author | self.member
        suggestion, session = self.evaluated(), self.make_session()
        session.action_open()
        suggestion.action_decide(session.id, "as_is", "خوب", (3, 0, 0))
        decision = suggestion.decision_ids
        self.assertEqual(decision.left_ids, self.member)
        self.assertNotEqual(decision.chair_id, self.member)
        self.assertIn(decision.chair_id, self.members)

    def test_a_secretary_with_a_conflict_does_not_record_it(self):
        suggestion, session = self.evaluated(), self.make_session()
        session.action_open()
        self.env["zrm.suggestion.interest"].with_user(self.secretary).create(
            {"partner_id": self.author.partner_id.id, "reason": "دوست"}
        )
        with self.assertRaisesRegex(UserError, "another secretary records"):
            suggestion.action_decide(session.id, "as_is", "خوب")

    def test_who_sits_in_a_session(self):
        with self.assertRaisesRegex(ValidationError, "Not in the committee"):
            self.make_session(member_ids=[(6, 0, self.clerk.ids)])
        session = self.make_session()
        with self.assertRaises(ValidationError):
            session.present_ids |= self.clerk
        session.action_open()
        for vals in ({"quorum": 1}, {"member_ids": [(5,)]}, {"chair_id": self.members[1].id}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "do not change any more"):
                session.write(vals)
        session.present_ids -= self.members[4]
        session.action_close()
        with self.assertRaisesRegex(UserError, "closed"):
            session.action_take_up()

    def test_answers_are_published_together_or_not_at_all(self):
        suggestions = self.evaluated(name="یک") | self.evaluated(name="دو")
        session = self.make_session()
        session.action_open()
        for suggestion in suggestions:
            suggestion.action_decide(session.id, "rejected", f"پاسخ {suggestion.name}")
        session.action_close()
        suggestions[1]._write_handling({"is_withheld": True})
        with self.assertRaises(UserError):
            session.action_publish_all()
        self.assertEqual(set(suggestions.mapped("published_state")), {"evaluation"})
        suggestions[1]._write_handling({"is_withheld": False})
        self.assertEqual(session.unpublished_count, 2)
        session.action_publish_all()
        self.assertEqual(set(suggestions.mapped("published_state")), {"rejected"})
        with self.assertRaisesRegex(UserError, "Nothing waits"):
            session.action_publish_all()

    def test_an_old_decision_is_not_published_later(self):
        suggestion = self.evaluated()
        later = fields.Date.add(self.env["res.company"]._zrm_today(), days=1)
        session = self.make_session()
        session.action_open()
        suggestion.action_decide(session.id, "deferred", "بعداً", (0, 0, 0), later)
        suggestion._enter("committee", deferred_until=False)
        with self.assertRaisesRegex(UserError, "waits to be published"):
            suggestion.action_publish()
        second = self.make_session()
        second.action_open()
        suggestion.action_decide(second.id, "rejected", "نه")
        suggestion.action_publish()
        self.assertEqual(suggestion.public_answer, "نه")
        with self.assertRaisesRegex(UserError, "waits to be published"):
            suggestion.action_publish()

    def test_changes_are_told_in_words(self):
        suggestion, session = self.evaluated(), self.make_session()
        session.action_open()
        suggestion.action_decide(
            session.id, "modified", "خوب است", (3, 0, 0), None, "نخست در یک خیابان"
        )
        suggestion.action_publish()
        self.assertIn("نخست در یک خیابان", suggestion.with_user(self.author).public_answer)

    def test_objections_to_screening_and_not_to_a_deferral(self):
        screened = self.screened()
        screened.action_screen(self.env.ref("zrm_suggestions.reason_vague").id)
        screened.with_user(self.author).action_object("روشن است")
        self.assertEqual(screened.state, "committee")
        suggestion, session = self.evaluated(), self.make_session()
        session.action_open()
        later = fields.Date.add(self.env["res.company"]._zrm_today(), days=9)
        suggestion.action_decide(session.id, "deferred", "بعداً", (0, 0, 0), later)
        suggestion.action_publish()
        with self.assertRaisesRegex(UserError, "only deferred"):
            suggestion.with_user(self.author).action_object("نه")
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            suggestion.with_user(self.coauthor).action_object("نه")

    def test_members_do_not_read_the_vote_on_their_own(self):
        self.members[1].group_ids |= self.env.ref(f"{GROUP}author")
        suggestion, item = self.voting(user=self.members[1])
        self.assertIn(self.members[1], item.left_ids)
        self.vote(item, a="for")
        item.action_count_votes()
        suggestion.action_decide(item.session_id.id, "as_is", "خوب")
        self.env.invalidate_all()
        for name in ("item", "vote", "decision", "round", "evaluation", "score"):
            model = self.env[f"zrm.suggestion.{name}"].with_user(self.members[1])
            self.assertFalse(model.search_count([]), name)
