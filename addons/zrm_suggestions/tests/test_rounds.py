from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from ..domain import telling
from .common import GROUP, SuggestionCommon

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestRounds(SuggestionCommon):
    """Who is in a round, who leaves it, and when it is over."""

    def test_one_evaluator_alone_is_no_result(self):
        suggestion = self.evaluating()
        (self.fourth | self.fifth).action_archive()
        self.hand_in(suggestion, self.first)
        for user in (self.second, self.third):
            self.evaluation(suggestion, user).action_recuse("سررشته ندارم")
        self.assertFalse(suggestion.round_ids.revealed_at)
        self.assertEqual(suggestion.state, "evaluation")
        self.assertIn("Too few evaluators", suggestion.activity_ids[-1:].summary)
        (self.fourth | self.fifth).action_unarchive()
        suggestion.action_invite(self.fourth.ids)
        self.hand_in(suggestion, self.fourth)
        self.assertEqual(suggestion.state, "committee")

    def test_who_left_reads_nothing_more(self):
        suggestion = self.evaluating()
        mine = self.evaluation(suggestion, self.first)
        mine.action_recuse("سررشته ندارم")
        self.hand_in(suggestion, self.second, self.third, self.fourth)
        self.env.invalidate_all()
        for name in ("round", "evaluation", "score"):
            self.assertFalse(self.env[f"zrm.suggestion.{name}"].with_user(self.first).search([]))

    def test_nothing_tells_who_left_or_invited(self):
        suggestion = self.evaluating()
        self.evaluation(suggestion, self.first).action_recuse("سررشته ندارم")
        new = self.evaluation(suggestion, self.fourth)
        self.assertEqual(new.sudo().create_uid, self.env.ref("base.user_root"))
        self.assertEqual(new.sudo().activity_ids.create_uid, self.env.ref("base.user_root"))
        self.assertNotIn(self.first.partner_id, new.sudo().message_partner_ids)
        self.env.invalidate_all()
        for record in (new, new.round_id):
            for name in ("create_uid", "write_uid", "write_date", "number"):
                with self.subTest(name), self.assertRaises(AccessError), mute_logger(*QUIET):
                    record.read([name])

    def test_the_secretariat_releases_who_does_not_answer(self):
        suggestion = self.evaluating()
        self.hand_in(suggestion, self.first)
        silent = self.evaluation(suggestion, self.second).with_user(self.secretary)
        with self.assertRaisesRegex(UserError, "Write why"):
            silent.action_release(" ")
        with self.assertRaises(UserError):
            silent.with_user(self.second).action_release("x")
        silent.action_release("پاسخ نداد")
        self.assertEqual(silent.state, "released")
        done = self.evaluation(suggestion, self.first).with_user(self.secretary)
        with self.assertRaisesRegex(UserError, "what was handed in stays"):
            done.action_release("سخت‌گیر است")
        self.hand_in(suggestion, self.third, self.fourth)
        self.assertEqual(suggestion.state, "committee")

    def test_who_may_be_invited(self):
        suggestion = self.evaluating()
        with self.assertRaisesRegex(UserError, "invited already"):
            suggestion.action_invite(self.first.ids)
        with self.assertRaisesRegex(UserError, "is no evaluator"):
            suggestion.action_invite(self.clerk.ids)
        self.evaluation(suggestion, self.first).action_recuse("سررشته ندارم")
        with self.assertRaisesRegex(UserError, "has left this round"):
            suggestion.action_invite(self.first.ids)
        self.fifth.group_ids |= self.env.ref(f"{GROUP}secretary")
        with self.assertRaisesRegex(UserError, "Reads who wrote it"):
            suggestion.action_invite(self.fifth.ids)

    def test_a_member_of_the_committee_knows_the_authors_after_the_first_round(self):
        self.fifth.group_ids |= self.env.ref(f"{GROUP}committee")
        suggestion = self.screened()
        self.assertFalse(suggestion._conflicts_of(self.fifth))
        suggestion.action_open_round()
        suggestion.round_ids.action_confirm()
        suggestion.action_invite((self.first | self.second).ids)
        self.hand_in(suggestion, self.first, self.second)
        self.assertEqual(suggestion._conflicts_of(self.fifth), ["insider"])

    def test_who_becomes_an_insider_halfway_does_not_hand_in(self):
        suggestion = self.evaluating()
        self.first.group_ids |= self.env.ref(f"{GROUP}secretary")
        with self.assertRaisesRegex(UserError, "You know who wrote it"):
            self.hand_in(suggestion, self.first)

    def test_load_and_capacity(self):
        Evaluator = self.env["zrm.suggestion.evaluator"].with_user(self.secretary)
        Evaluator.action_open_all()
        Evaluator.search([("user_id", "=", self.first.id)]).most_open = 1
        for _time in range(3):
            suggestion = self.screened()
            suggestion.action_open_round()
            suggestion.round_ids.action_confirm()
            suggestion.action_invite()
        mine = Evaluator.search([("user_id", "=", self.first.id)])
        self.assertEqual(mine.pending_count, 1)
        others = Evaluator.search([("user_id", "in", (self.evaluators - self.first).ids)])
        self.assertEqual(sorted(others.mapped("pending_count")), [2, 2, 2, 2])
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            Evaluator.with_user(self.first).search([])

    def test_several_suggestions_get_evaluators_at_once(self):
        both = self.screened() | self.screened(name="دیگری")
        both.action_open_round()
        both.round_ids.action_confirm()
        both.action_invite()
        self.assertEqual(both.mapped("state"), ["evaluation"] * 2)
        self.assertEqual(len(both.round_ids.evaluation_ids), 6)

    def test_what_is_withdrawn_waits_for_nobody(self):
        suggestion = self.evaluating()
        suggestion.with_user(self.author).action_withdraw()
        parts = self.env["zrm.suggestion.evaluation"].search(
            [("suggestion_id", "=", suggestion.id)]
        )
        self.assertEqual(set(parts.mapped("state")), {"given_up"})
        self.assertFalse(parts.activity_ids)
        self.assertFalse(self.env["zrm.suggestion.round"].with_user(self.first).search([]))

    def test_a_joined_ones_author_is_released(self):
        suggestion = self.evaluating()
        self.fifth.group_ids |= self.env.ref(f"{GROUP}author")
        self.second.group_ids |= self.env.ref(f"{GROUP}author")
        later = self.screened(user=self.second, name="همان")
        later.action_merge(suggestion.id)
        parts = suggestion.round_ids.evaluation_ids
        self.assertEqual(
            parts.filtered(lambda one: one.state == "released").evaluator_id, self.second
        )
        self.assertEqual(suggestion._conflicts_of(self.second), ["author"])

    def test_reminders_once_before_and_once_after(self):
        suggestion = self.evaluating()
        mine = self.evaluation(suggestion, self.first)
        due = mine.due_on
        Evaluation = self.env["zrm.suggestion.evaluation"]

        def summaries(days):
            with freeze_time(f"{due + timedelta(days=days)} 09:00:00"):
                Evaluation._send_reminders()
            return mine.sudo().activity_ids.mapped("summary")

        self.assertEqual(summaries(-9), ["Please evaluate this suggestion"])
        self.assertIn("is near", summaries(-2)[0])
        mine.sudo().activity_ids.unlink()
        self.assertEqual(summaries(-1), [], "once")
        self.assertIn("has passed", summaries(1)[0])
        late = suggestion.activity_ids.filtered(lambda one: "late" in one.summary)
        self.assertEqual(len(late), 1)
        mine.sudo().activity_ids.unlink()
        self.assertEqual(summaries(2), [])

    def test_conflicts_of_many_cost_as_much_as_of_few(self):
        suggestion = self.screened()
        more = self.env["res.users"]
        for number in range(30):
            more |= make_user(self.env, f"zrm_many{number}", f"{GROUP}evaluator")

        def queries(users):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            suggestion._conflicts(users)
            return self.env.cr.sql_log_count - before

        queries(more)
        self.assertLessEqual(queries(more), queries(self.evaluators) + 2)

    def test_names_in_any_spelling(self):
        self.author.partner_id.write({"name": "علی‌رضا کریمی", "function": "کارشناس فضای سبز"})
        self.unit.member_ids |= self.author
        self.unit.name = "خدمات شهری"
        suggestion = self.screened(
            proposed_state="من عليرضا كريمي، کارشناس فضای سبز در خدمات‌شهری، (٠٢١) ٨٨٨٨ ١٢٣٤. "
            "هزینه ۲۰۰۰۰۰۰۰۰۰ ریال."
        )
        suggestion.action_open_round()
        text = suggestion.round_ids.blind_proposed
        for word in ("كريمي", "کریمی", "فضای سبز", "خدمات", "٨٨٨٨", "8888"):
            self.assertNotIn(word, text)
        suggestion.round_ids.blind_proposed = "هزینه ۲۰۰۰۰۰۰۰۰۰ ریال. " + telling.MARK
        suggestion.round_ids.action_confirm()

    def test_declared_by_each_side(self):
        Interest = self.env["zrm.suggestion.interest"]
        self.first.group_ids |= self.env.ref(f"{GROUP}author")
        with self.assertRaisesRegex(UserError, "your own interests"):
            Interest.with_user(self.second).create(
                {"user_id": self.first.id, "partner_id": self.author.partner_id.id, "reason": "x"}
            )
        Interest.with_user(self.author).create({"user_id": self.first.id, "reason": "رقیب"})
        own = Interest.with_user(self.author).search([])
        self.assertEqual((own.partner_id, own.declared_by), (self.author.partner_id, "author"))
        self.assertFalse(Interest.with_user(self.first).search([]), "nor that it was declared")
        Interest.with_user(self.first).create(
            {"partner_id": self.author.partner_id.id, "reason": "دوست"}
        )
        self.assertEqual(self.screened()._conflicts_of(self.first), ["declared"])
        Interest._declare_by_author(self.citizen, self.second, "همسایه")
        self.assertEqual(
            self.screened(
                author_ids=[
                    (0, 0, {"partner_id": self.author.partner_id.id, "share": 50}),
                    (0, 0, {"partner_id": self.citizen.id, "share": 50}),
                ]
            )._conflicts_of(self.second),
            ["declared"],
        )

    def test_a_declaration_is_no_oracle(self):
        suggestion = self.evaluating()
        self.env["zrm.suggestion.interest"].with_user(self.first).create(
            {"partner_id": self.author.partner_id.id, "reason": "دوست"}
        )
        mine = self.evaluation(suggestion, self.first)
        self.assertEqual(mine.state, "invited", "the evaluator learns nothing by it")
        self.assertIn("conflict", suggestion.activity_ids[-1:].summary)

    def test_closing_many_rounds_costs_less_than_a_query_per_evaluation(self):
        suggestions = self.env["zrm.suggestion"]
        for number in range(8):
            suggestions |= self.evaluating(name=f"پیشنهاد {number}")
            suggestions[-1:].action_invite((self.fourth | self.fifth).ids)
        rounds = suggestions.round_ids
        with patch.object(type(rounds), "_reveal_if_complete", lambda _self: None):
            for suggestion in suggestions:
                self.hand_in(suggestion, *self.evaluators)
        # Calendars and settings are read once in a process.
        rounds[0]._reveal_if_complete()
        self.env.flush_all()
        self.env.invalidate_all()
        evaluations = 7 * len(self.evaluators)
        before = self.env.cr.sql_log_count
        rounds[1:]._reveal_if_complete()
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, evaluations)
        self.assertEqual(set(suggestions.mapped("state")), {"committee"})
