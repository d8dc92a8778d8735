from odoo.tests import HttpCase, tagged

from .common import SuggestionCommon
from .test_voting import VotingCommon


@tagged("post_install", "-at_install")
class TestEvaluatorTour(SuggestionCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_an_evaluator_on_a_phone(self):
        suggestion = self.evaluating()
        self.start_tour(
            "/odoo/my-evaluations", "zrm_suggestions_evaluator_phone", login="zrm_evaluator0"
        )
        mine = self.evaluation(suggestion, self.first)
        self.assertEqual(mine.state, "submitted")
        scores = {score.criterion_id: score for score in mine.score_ids}
        self.assertEqual(scores[self.benefit].value, 4)
        self.assertEqual(scores[self.feasible].confidence, "3")
        self.assertNotIn(self.novel, scores, "left out, not zero")


@tagged("post_install", "-at_install")
class TestSessionTour(VotingCommon, HttpCase):
    def test_from_the_agenda_to_published_answers(self):
        suggestion, item = self.voting()
        self.vote(item, a="for", b="for", c="for", d="against")
        item.action_count_votes()
        self.start_tour(
            f"/odoo/committee-sessions/{item.session_id.id}",
            "zrm_suggestions_session",
            login="zrm_secretary",
        )
        self.assertEqual(suggestion.published_state, "approved")
        self.assertIn("یک خیابان", suggestion.public_answer)
        self.assertEqual(suggestion.decision_ids.votes_for, 3)
