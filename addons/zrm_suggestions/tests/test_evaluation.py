from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestEvaluation(SuggestionCommon):
    """Several evaluators, each alone; results when all are in."""

    def test_from_the_anonymised_text_to_the_committee(self):
        suggestion = self.screened(
            proposed_state="من سارا نویسنده از خدمات، ۰۹۱۲۱۲۳۴۵۶۷، کف‌پوش را پیشنهاد می‌کنم."
        )
        with self.assertRaisesRegex(UserError, "Confirm first"):
            suggestion.action_invite()
        suggestion.action_open_round()
        text = suggestion.round_ids.blind_proposed
        self.assertNotIn("سارا", text)
        self.assertNotIn("۰۹۱۲", text)
        self.assertIn("کف‌پوش", text)
        suggestion.round_ids.action_confirm()
        suggestion.action_invite()
        self.assertEqual(suggestion.state, "evaluation")
        people = suggestion.round_ids.evaluation_ids.evaluator_id
        self.assertEqual(len(people), 3, "as many as the criteria say")
        self.assertEqual(suggestion.round_ids.progress, "0 of 3 in")
        self.hand_in(suggestion, *people[:2])
        self.assertEqual(suggestion.round_ids.progress, "2 of 3 in")
        self.assertFalse(suggestion.round_ids.revealed_at)
        self.hand_in(suggestion, people[2], benefit=2)
        self.assertEqual(suggestion.state, "committee")
        self.assertTrue(suggestion.round_ids.revealed_at)
        # 4 and 3 of 1 to 5, weights 3 and 1: 68.75; with 2: 31.25.
        self.assertAlmostEqual(suggestion.round_ids.result_raw, (68.75 * 2 + 31.25) / 3, 2)
        self.assertGreater(suggestion.round_ids.spread, 0)

    def test_the_text_tells_nothing_when_it_is_confirmed(self):
        suggestion = self.screened()
        suggestion.action_open_round()
        suggestion.round_ids.blind_reason = "تماس: ۰۹۱۲۱۲۳۴۵۶۷"
        with self.assertRaisesRegex(UserError, "still tells who wrote it"):
            suggestion.round_ids.action_confirm()
        suggestion.round_ids.blind_reason = "آب به زمین می‌رسد"
        suggestion.round_ids.action_confirm()
        with self.assertRaisesRegex(UserError, "frozen"):
            suggestion.round_ids.blind_reason = "چیز دیگر"
        suggestion.action_invite(self.first.ids)
        for change in (
            lambda: suggestion.write({"reason": "x"}),
            lambda: suggestion.author_ids.with_user(self.secretary).write({"share": 50}),
        ):
            with self.assertRaisesRegex(UserError, "frozen"):
                change()

    def test_scores_are_checked_in_words(self):
        suggestion = self.evaluating()
        mine = self.evaluation(suggestion, self.first)
        scores = self.scores()
        for change, words in (
            ({self.benefit.id: {"value": 9}}, "from 1 to 5"),
            ({self.benefit.id: {}}, "is missing"),
            ({0: {"is_veto": True}}, "no veto"),
            ({self.feasible.id: {"value": 1, "is_veto": True}}, "needs a reason"),
            ({self.benefit.id: {"value": "many"}}, "is a number"),
            ({999_999: {"value": 1}}, "do not have this one"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                mine.action_submit({**scores, **change})
        mine.action_submit(scores)
        with self.assertRaisesRegex(UserError, "done this already"):
            mine.action_submit(scores)
        with self.assertRaisesRegex(UserError, "somebody else's"):
            self.evaluation(suggestion, self.second).with_user(self.secretary).action_submit(scores)

    def test_a_veto_is_not_averaged_away_and_a_missing_score_is_not_zero(self):
        suggestion = self.evaluating()
        self.hand_in(suggestion, self.first, benefit=5, feasible=5)
        self.hand_in(suggestion, self.second, benefit=5, feasible=5)
        veto = {"value": 1, "is_veto": True, "words": "خلاف قانون است"}
        self.evaluation(suggestion, self.third).action_submit(
            {self.benefit.id: {"value": 5}, self.feasible.id: veto}
        )
        self.assertEqual(suggestion.round_ids.veto_count, 1)
        novelty = self.env["zrm.suggestion.score"].search(
            [("criterion_id", "=", self.novel.id), ("has_value", "=", True)]
        )
        self.assertFalse(novelty)

    def test_weights_are_snapshotted(self):
        suggestion = self.evaluating()
        self.benefit.weight = 100
        self.hand_in(suggestion, self.first, self.second, self.third)
        self.assertAlmostEqual(suggestion.round_ids.result_raw, 68.75, 2)

    def test_who_steps_back_is_replaced(self):
        suggestion = self.evaluating()
        mine = self.evaluation(suggestion, self.first)
        with self.assertRaisesRegex(UserError, "why you step back"):
            mine.action_recuse("")
        mine.action_recuse("از موضوع سررشته ندارم")
        self.assertEqual(mine.state, "recused")
        people = suggestion.round_ids.evaluation_ids.filtered(lambda one: one.state == "invited")
        self.assertEqual(people.evaluator_id, self.second | self.third | self.fourth)
        self.hand_in(suggestion, self.second, self.third, self.fourth)
        self.assertEqual(suggestion.state, "committee")

    def test_a_second_round_has_its_own_text_and_people(self):
        suggestion = self.evaluating()
        self.hand_in(suggestion, self.first, benefit=5, feasible=5)
        self.hand_in(suggestion, self.second, self.third, benefit=1, feasible=1)
        first = suggestion.round_ids
        self.assertTrue(first.is_disputed)
        suggestion.action_open_round()
        second = suggestion.round_ids - first
        second.action_confirm()
        suggestion.action_invite((self.fourth | self.fifth).ids)
        self.assertEqual((second.number, suggestion.state), (2, "evaluation"))
        self.hand_in(suggestion, self.fourth)
        self.assertFalse(second.revealed_at)
        self.hand_in(suggestion, self.fifth)
        self.assertTrue(second.revealed_at)

    def test_harsh_and_lenient_evaluators_are_compared(self):
        for _time in range(2):
            earlier = self.evaluating()
            self.hand_in(earlier, self.first, benefit=2, feasible=2)
            self.hand_in(earlier, self.second, self.third, benefit=4, feasible=4)
        suggestion = self.evaluating()
        self.hand_in(suggestion, self.first, self.second, self.third, benefit=3, feasible=3)
        result = suggestion.round_ids
        self.assertAlmostEqual(result.result_raw, 50, 2)
        self.assertAlmostEqual(result.result_normalised, 50, 2, "all three: no shift together")

    def test_tasks_name_nobody(self):
        suggestion = self.evaluating()
        tasks = self.env["mail.activity"].search(
            [
                ("res_model", "=", "zrm.suggestion.evaluation"),
                ("user_id", "in", self.evaluators.ids),
            ]
        )
        self.assertEqual(len(tasks), 3)
        self.assertNotIn("سارا", " ".join(tasks.mapped("res_name")))
        self.hand_in(suggestion, self.first)
        self.assertEqual(len(tasks.exists()), 2)


@tagged("post_install", "-at_install")
class TestConflicts(SuggestionCommon):
    """Checked before inviting, each kind alone."""

    def assertConflict(self, suggestion, user, words):
        suggestion.action_open_round()
        suggestion.round_ids.action_confirm()
        with self.assertRaisesRegex(UserError, words):
            suggestion.action_invite(user.ids)
        suggestion.action_invite()
        invited = suggestion.round_ids.evaluation_ids.evaluator_id
        self.assertNotIn(user, invited)
        self.assertEqual(len(invited), 3)

    def test_an_author(self):
        self.first.group_ids |= self.env.ref("zrm_suggestions.group_suggestion_author")
        suggestion = self.draft(user=self.first)
        suggestion.action_submit()
        suggestion = suggestion.with_user(self.secretary)
        suggestion.action_screen(unit_id=self.unit.id)
        self.assertConflict(suggestion, self.first, "Is an author")

    def test_the_same_unit(self):
        self.unit.member_ids |= self.author | self.first
        self.assertConflict(self.screened(), self.first, "unit of an author")

    def test_the_line_manager(self):
        self.unit.member_ids |= self.author
        self.city.manager_id = self.first
        self.assertConflict(self.screened(), self.first, "line manager")

    def test_a_relative(self):
        brother = self.env["zrm.relation.type"].search([], limit=1)
        (self.author | self.first).partner_id.write({"is_citizen": True})
        self.env["zrm.relation"].create(
            {
                "partner_id": self.author.partner_id.id,
                "relative_id": self.first.partner_id.id,
                "type_id": brother.id,
            }
        )
        self.assertConflict(self.screened(), self.first, "relative")

    def test_declared_by_either_side(self):
        Interest = self.env["zrm.suggestion.interest"]
        Interest.with_user(self.first).create(
            {"partner_id": self.author.partner_id.id, "reason": "دوست"}
        )
        self.assertConflict(self.screened(), self.first, "declared an interest")

    def test_earlier_coauthors(self):
        earlier = self.draft()
        earlier.author_ids.share = 50
        earlier.author_ids.create(
            {
                "suggestion_id": earlier.id,
                "partner_id": self.first.partner_id.id,
                "share": 50,
            }
        )
        self.assertConflict(self.screened(), self.first, "Wrote with an author")
