from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.zrm_cases.const import OURS
from odoo.addons.zrm_portal.tests.common import PNG

from ..citizen_common import CitizenSuggestions


@tagged("post_install", "-at_install")
class TestPage(CitizenSuggestions):
    """What an author reads and does on the page of their suggestion."""

    def url(self, suggestion):
        return f"/zrm/suggestion/{suggestion.number}"

    def do(self, suggestion, verb, files=None, **form):
        url = self.url(suggestion)
        page = self.post(f"{url}/{verb}", url, files, **form)
        self.env.invalidate_all()
        return page

    def decided(self, suggestion, outcome="rejected", reason="کار ما نیست"):
        """A decision of the committee, not published yet."""
        suggestion = suggestion.with_user(self.secretary)
        suggestion.action_screen(unit_id=self.unit.id)
        suggestion.sudo()._write_handling({"state": "committee"})
        suggestion.action_decide(self.open_session().id, outcome, reason)
        return suggestion

    def test_completing_what_was_given_back(self):
        suggestion = self.handed_in()
        staff = suggestion.with_user(self.secretary)
        staff.action_screen(unit_id=self.unit.id)
        staff.action_return("هزینه را هم بنویسید")
        page = self.url_open(self.url(suggestion))
        self.assertIn("هزینه را هم بنویسید", page.text)
        page = self.do(suggestion, "complete", **{**self.texts(), "reason": " "})
        self.assertIn("fill in", self.text(page))
        self.assertEqual(suggestion.published_state, "draft")
        page = self.do(
            suggestion,
            "complete",
            files=[("files", ("plan.png", PNG, "image/png"))],
            **{**self.texts(), "reason": "ده میلیون ریال"},
        )
        self.assertIn("done=complete", page.url)
        self.assertEqual(suggestion.published_state, "submitted")
        self.assertEqual(suggestion.reason, "ده میلیون ریال")
        self.assertEqual(len(suggestion.version_ids), 2)
        self.assertEqual(suggestion._files_of_authors().mapped("name"), ["plan.png"])
        page = self.do(suggestion, "complete", **self.texts())
        self.assertIn("not with you at present", self.text(page))

    def texts(self):
        names = ("name", "current_state", "proposed_state", "reason")
        return {name: value for name, value in self.idea().items() if name in names}

    def test_nothing_is_told_before_it_is_published(self):
        suggestion = self.decided(self.handed_in())
        self.assertEqual(suggestion.state, "rejected")
        text = self.text(self.url_open(self.url(suggestion)))
        self.assertIn("Submitted", text)
        for inside in ("کار ما نیست", "Rejected", "Decided", "I object"):
            self.assertNotIn(inside, text)
        suggestion.action_publish()
        text = self.text(self.url_open(self.url(suggestion)))
        for told in ("کار ما نیست", "Rejected", "I object"):
            self.assertIn(told, text)

    def test_objecting_within_its_time(self):
        suggestion = self.decided(self.handed_in())
        page = self.do(suggestion, "object", reason="x")
        self.assertIn("no decision yet", self.text(page))
        suggestion.action_publish()
        page = self.do(suggestion, "object", reason=" ")
        self.assertIn("Write what you object to", self.text(page))
        published_at = suggestion.decision_ids.published_at
        with freeze_time(published_at + timedelta(days=31)):
            self.assertFalse(suggestion._may_object())
        self.do(suggestion, "object", reason="بررسی دوباره")
        self.assertEqual(suggestion.published_state, "committee")
        self.assertEqual(suggestion.objection_ids.reason, "بررسی دوباره")
        self.assertNotIn("I object", self.url_open(self.url(suggestion)).text)

    def test_withdrawing(self):
        suggestion = self.handed_in()
        self.assertIn("done=withdraw", self.do(suggestion, "withdraw", reason="نمی‌خواهم").url)
        self.assertEqual(suggestion.published_state, "withdrawn")
        self.assertNotIn("Withdraw the suggestion", self.url_open(self.url(suggestion)).text)
        self.assertIn("cannot be withdrawn", self.text(self.do(suggestion, "withdraw")))

    def test_the_own_choice_to_be_named(self):
        suggestion = self.handed_in()
        self.assertFalse(suggestion.author_ids.is_named)
        self.do(suggestion, "name", is_named="yes")
        self.assertTrue(suggestion.author_ids.is_named)
        publication = self.published(suggestion)
        self.assertEqual(publication._authors_named(), [], "evaluators read the page, too")
        suggestion._write_handling({"state": "approved", "published_state": "approved"})
        self.assertEqual(publication._authors_named(), ["زهرا کریمی"])
        self.do(suggestion, "name", is_named="no")
        self.assertEqual(publication._authors_named(), [])

    def test_where_a_joined_one_goes_on(self):
        early = self.submitted(name="طرح پیشین")
        before = fields.Datetime.now() - timedelta(days=3)
        early._write_handling({"submitted_at": before})
        late = self.handed_in()
        late.with_user(self.secretary).action_merge(early.id)
        text = self.text(self.url_open(self.url(late)))
        self.assertIn("goes on there; you stay its author", text)
        self.assertNotIn(early.number, text, "the other's code proves authorship")
        self.assertNotIn("طرح پیشین", text, "it is not public")
        publication = self.published(early)
        text = self.text(self.url_open(self.url(late)))
        self.assertIn(f"/zrm/suggestions/{publication.number}", text)
        late.author_ids.with_context(zrm_handling=OURS).is_named = True
        reason = self.env.ref("zrm_suggestions.reason_own_duty")
        early.with_user(self.secretary).action_screen(reason.id, "در برنامه است")
        text = self.text(self.url_open(self.url(late)))
        self.assertIn("در برنامه است", text)
        self.assertIn("زهرا کریمی", publication._authors_named())

    def test_files_are_for_the_authors(self):
        suggestion = self.handed_in(files=[("files", ("joy.png", PNG, "image/png"))])
        file = suggestion._files_of_authors()
        page = self.url_open(f"{self.url(suggestion)}/file/{file.id}")
        self.assertIn("attachment", page.headers["Content-Disposition"])
        other = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        page = self.url_open(f"{self.url(suggestion)}/file/{other.id}")
        self.assertEqual(page.status_code, 404)
        self.opener.cookies.clear()
        self.authenticate(None, None)
        page = self.url_open(f"{self.url(suggestion)}/file/{file.id}")
        self.assertEqual(page.status_code, 404)
