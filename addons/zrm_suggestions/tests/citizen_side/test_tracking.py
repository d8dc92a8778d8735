from unittest.mock import patch

from odoo.tests import tagged

from ..citizen_common import CitizenSuggestions

UNKNOWN = "4000 0000 0006"


@tagged("post_install", "-at_install")
class TestTracking(CitizenSuggestions):
    def track(self, code, proof):
        return self.post("/zrm/suggestion", "/zrm/suggestion", code=code, proof=proof)

    def forget(self):
        """As another browser."""
        self.opener.cookies.clear()
        self.authenticate(None, None)

    def test_code_and_digits_open_it(self):
        suggestion = self.handed_in()
        self.forget()
        self.assertEqual(self.url_open(f"/zrm/suggestion/{suggestion.number}").status_code, 404)
        page = self.track(suggestion.number, "۴۴۳۳")
        self.assertTrue(page.url.endswith(suggestion.number), page.url)
        self.assertIn(suggestion.name, page.text)

    def test_the_page_for_cases_takes_the_code_as_well(self):
        suggestion = self.handed_in()
        self.forget()
        page = self.post("/zrm/track", "/zrm/track", code=suggestion.number, proof="4433")
        self.assertTrue(page.url.endswith(f"/zrm/suggestion/{suggestion.number}"), page.url)
        case = self.make_case()
        page = self.post("/zrm/track", "/zrm/track", code=case.number, proof="7788")
        self.assertTrue(page.url.endswith(f"/zrm/case/{case.number}"), page.url)

    def test_unknown_foreign_and_wrong_are_answered_alike(self):
        suggestion = self.handed_in()
        self.forget()
        wrong = self.track(suggestion.number, "0000")
        unknown = self.track(UNKNOWN, "0000")
        for page in (wrong, unknown):
            self.assertIn("We found no suggestion", page.text)
        pages = [
            self.url_open(f"/zrm/suggestion/{number}")
            for number in (suggestion.number, UNKNOWN.replace(" ", ""), "1", "x")
        ]
        self.assertEqual({page.status_code for page in pages}, {404})

    def test_a_draft_of_staff_has_no_page(self):
        self.draft()
        self.authenticate("zrm_author", "zrm_author")
        for number in ("x", "0", "-", "%20"):
            self.assertEqual(self.url_open(f"/zrm/suggestion/{number}").status_code, 404, number)

    def test_guessing_is_throttled(self):
        suggestion = self.handed_in()
        self.forget()
        for _guess in range(10):
            self.track(suggestion.number, "0000")
        self.assertIn("We found no suggestion", self.track(suggestion.number, "4433").text)

    def test_the_case_page_does_not_double_the_guesses(self):
        suggestion = self.handed_in()
        self.forget()
        for _guess in range(10):
            self.post("/zrm/track", "/zrm/track", code=suggestion.number, proof="0000")
        self.assertIn("We found no suggestion", self.track(suggestion.number, "4433").text)

    def test_a_code_is_sent_to_what_was_given(self):
        suggestion = self.handed_in()
        self.forget()
        before = len(self.mails_to("zahra@example.com"))
        code = []

        def issue(code_model, partner, kind, value):
            code.append(original(code_model, partner, kind, value))
            return code[-1]

        Code = type(self.env["zrm.contact.code"])
        original = Code._issue
        with patch.object(Code, "_issue", issue):
            for number in (suggestion.number, UNKNOWN):
                page = self.post("/zrm/suggestion/code", "/zrm/suggestion", code=number)
                self.assertIn("If there is such a suggestion", self.text(page))
        self.assertEqual(len(self.mails_to("zahra@example.com")), before + 1)
        right = next(one for one in code if one in self.mails_to("zahra@example.com")[0].body_html)
        self.assertIn(suggestion.number, self.track(suggestion.number, right).url)

    def test_other_citizens_do_not_open_it(self):
        suggestion = self.handed_in()
        self.forget()
        self.authenticate("zrm_other_account", "zrm_other_account")
        url = f"/zrm/suggestion/{suggestion.number}"
        self.assertEqual(self.url_open(url).status_code, 404)
        for verb in ("withdraw", "object", "complete", "name", "nonsense"):
            page = self.post(f"{url}/{verb}", "/zrm/suggest", reason="x")
            self.assertEqual(page.status_code, 404, verb)
        self.env.invalidate_all()
        self.assertEqual(suggestion.published_state, "submitted")
        self.assertNotIn(suggestion.name, self.text(self.url_open("/my/suggestions")))
