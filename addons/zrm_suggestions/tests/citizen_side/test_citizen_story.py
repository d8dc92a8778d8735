from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..citizen_common import CitizenSuggestions


@tagged("post_install", "-at_install")
class TestCitizenStory(CitizenSuggestions):
    """One idea, as its author and its neighbours live it."""

    def follow(self, suggestion):
        """What the author reads, with code and digits."""
        self.opener.cookies.clear()
        self.authenticate(None, None)
        page = self.post("/zrm/suggestion", "/zrm/suggestion", code=suggestion.number, proof="4433")
        return self.text(page)

    def as_neighbour(self, publication, verb, **form):
        self.authenticate("zrm_account", "zrm_account")
        url = f"/zrm/suggestions/{publication.number}"
        return self.text(self.post(f"{url}/{verb}", url, **form))

    def public_page(self, publication):
        self.authenticate(None, None)
        return self.text(self.url_open(f"/zrm/suggestions/{publication.number}"))

    def decide(self, suggestion, outcome, reason):
        """The committee decides; sessions have tests of their own."""
        suggestion.action_decide(self.open_session().id, outcome, reason)

    def test_from_the_idea_to_what_it_brought(self):
        # Zahra hands in an idea, names a friend, and wants to be named.
        made = self.handed_in(
            is_named="1",
            co_name="حسن یوسفی",
            co_contact="hassan@example.com",
            co_share="40",
        )
        suggestion = made.with_user(self.secretary)
        url = f"/zrm/suggest/coauthor/{made.coauthor_ids.token}"
        self.post(url, url, answer="yes")
        self.assertIn("We received it", self.follow(made))

        # The secretariat wants more, and gets it.
        suggestion.action_screen(unit_id=self.unit.id)
        suggestion.action_return("چند متر؟")
        self.assertIn("چند متر؟", self.follow(made))
        own = f"/zrm/suggestion/{made.number}"
        self.post(f"{own}/complete", own, **self.idea(reason="دو هزار متر"))
        self.env.invalidate_all()
        self.assertEqual(suggestion.state, "submitted")

        # It is published; a neighbour supports it and says why.
        publication = self.published(suggestion)
        self.assertIn("Your voice counts", self.as_neighbour(publication, "support"))
        self.as_neighbour(publication, "comment", text="کوچهٔ ما هم", public_name="همسایه")
        publication.comment_ids.with_user(self.secretary).action_show()
        page = self.public_page(publication)
        self.assertIn("کوچهٔ ما هم", page)
        self.assertNotIn("زهرا کریمی", page, "evaluators read it, too")

        # It is evaluated and decided; nobody outside learns of it before it is published.
        suggestion.action_screen()
        suggestion.action_open_round()
        suggestion.round_ids.action_confirm()
        suggestion.action_invite((self.first | self.second).ids)
        self.hand_in(suggestion, self.first, self.second)
        self.assertEqual(suggestion.state, "committee")
        self.decide(suggestion, "as_is", "در سه محله اجرا می‌شود")
        for page in (self.follow(made), self.public_page(publication)):
            self.assertNotIn("در سه محله", page)
        suggestion.action_publish()
        for page in (self.follow(made), self.public_page(publication)):
            self.assertIn("در سه محله", page)
        self.assertIn("زهرا کریمی", self.public_page(publication))
        self.assertNotIn("حسن یوسفی", self.public_page(publication), "he did not choose it")

        # It is carried out, and everybody sees how far it is.
        milestone = self.env["zrm.suggestion.milestone"].create(
            {
                "suggestion_id": made.id,
                "name": "محلهٔ نخست",
                "owner_id": self.expert.id,
                "due_on": fields.Date.today() + timedelta(days=30),
                "is_public": True,
            }
        )
        suggestion.action_implement()
        milestone.with_user(self.expert).action_progress(100, "صورت‌جلسه")
        self.assertIn("محلهٔ نخست", self.public_page(publication))

        # What it brought is measured, by somebody who did not carry it out.
        self.env["zrm.suggestion.benefit"].create(
            {
                "suggestion_id": made.id,
                "name": "آب‌گرفتگی",
                "measure": "بار در سال",
                "baseline": 12,
                "measured": 3,
                "evidence": "گزارش",
            }
        ).with_user(self.secretary).action_verify()
        suggestion.action_measure()
        self.assertIn("آب‌گرفتگی", self.public_page(publication))
        self.assertIn("Benefit measured", self.follow(made))

        # The neighbour heard of each public step, once.
        News = self.env["zrm.suggestion.news"]
        while news := News.search([("is_sent", "=", False)], limit=1, order="id"):
            news._send_batch()
        self.assertEqual(len(self.mails_to("ali@example.com")), len(News.search([])))
        self.assertEqual(
            News.search([], order="id").event_id.sorted("id").mapped("kind"),
            ["published", "started", "progress", "measured"],
        )
