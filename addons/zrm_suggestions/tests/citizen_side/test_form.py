import re

from odoo.tests import tagged

from odoo.addons.zrm_portal.tests.common import PNG

from ..citizen_common import CitizenSuggestions

CO = {"co_name": "همکار", "co_contact": "x@y.ir", "co_share": ""}
SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestForm(CitizenSuggestions):
    """The plain way: one form, no script."""

    def test_a_visitor_hands_an_idea_in(self):
        page = self.hand_in(
            files=[("files", ("joy.png", PNG, "image/png"))], is_named="1", region_id=""
        )
        suggestion = self.draft_of_form().suggestion_id
        self.assertIn(f"/zrm/suggestion/{suggestion.number}", page.url)
        spaced = " ".join(suggestion.number[at : at + 4] for at in range(0, 12, 4))
        self.assertIn(spaced, page.text)
        self.assertIn("<svg", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(
            (suggestion.name, suggestion.subject_id, suggestion.state, suggestion.published_state),
            (IDEA_NAME, self.subject, "submitted", "submitted"),
        )
        author = suggestion.author_ids
        self.assertEqual(
            (author.partner_id.name, author.share, author.is_named, author.is_first),
            ("زهرا کریمی", 100, True, True),
        )
        self.assertEqual(author.partner_id.phone_sanitized, "+989125554433")
        self.assertTrue(author.partner_id._is_claimed("phone"), "typed is not proved")
        files = suggestion._files_of_authors()
        self.assertEqual((files.res_model, files.name), ("zrm.suggestion", "joy.png"))
        self.assertTrue(self.mails_to("zahra@example.com"))
        self.assertEqual(suggestion.version_ids.proposed_state, suggestion.proposed_state)

    def test_with_an_account(self):
        self.authenticate("zrm_account", "zrm_account")
        page = self.hand_in(is_account=True)
        suggestion = self.draft_of_form().suggestion_id
        self.assertEqual(suggestion.author_ids.partner_id, self.account.partner_id)
        self.assertFalse(suggestion.track_digits)
        self.assertIn(suggestion.number, page.url)
        self.assertIn(suggestion.name, self.text(self.url_open("/my/suggestions")))

    def test_double_taps_give_one(self):
        first = self.handed_in()
        again = self.send_again()
        self.assertIn(first.number, again.url)
        self.assertEqual(self.env["zrm.suggestion"].search_count([("name", "=", first.name)]), 1)

    def test_what_is_missing_is_said_and_nothing_is_lost(self):
        self.form_page()
        page = self.send_again(
            name="", reason="", subject_id="", who_phone="12", current_state="نیمه‌کاره"
        )
        text = self.text(page)
        for words in (
            "Say your idea in one line.",
            "Say why it would be better so.",
            "Choose a subject of the list.",
        ):
            self.assertIn(words, text)
        self.assertIn("نیمه‌کاره", text)
        self.assertFalse(self.draft_of_form().suggestion_id)

    def test_a_benefit_that_can_be_measured_is_described(self):
        self.form_page()
        page = self.send_again(benefit_kind="quantitative")
        self.assertIn("write what, and how much", self.text(page))
        self.send_again(benefit_kind="quantitative", expected_benefit="۱۰٪ هزینهٔ کمتر")
        suggestion = self.draft_of_form().suggestion_id
        self.assertEqual(suggestion.benefit_kind, "quantitative")
        self.assertIn("هزینه", suggestion.expected_benefit)

    def test_a_lost_session_keeps_what_was_typed(self):
        self.form_page()
        self.opener.cookies.clear()
        self.authenticate(None, None)
        page = self.send_again(current_state="متن بلند من", **CO)
        text = self.text(page)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Nothing you typed is lost", text)
        self.assertIn("متن بلند من", text)
        self.assertIn("x@y.ir", text)
        self.assertFalse(self.draft_of_form())
        # The page that came back can be sent.
        self.key = re.search(r'name="key" value="([\w-]+)"', page.text).group(1)
        self.csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
        self.assertIn("done=sent", self.send_again().url)

    def test_what_is_typed_is_kept_by_the_way(self):
        self.form_page()
        page = self.send_again(go="keep", current_state="نیمه‌کاره")
        self.assertEqual(page.status_code, 204)
        self.assertIn("You began a suggestion", self.text(self.url_open("/zrm/suggest")))
        page = self.url_open(f"/zrm/suggest?key={self.key}")
        self.assertIn("نیمه‌کاره", self.text(page))
        self.post("/zrm/suggest/discard", "/zrm/suggest", key=self.key)
        self.assertFalse(self.draft_of_form())

    def test_a_key_opens_nothing_of_another_account_or_session(self):
        self.authenticate("zrm_account", "zrm_account")
        self.form_page()
        self.send_again(go="keep", is_account=True, current_state="راز من")
        key = self.key
        self.authenticate("zrm_other_account", "zrm_other_account")
        self.assertNotIn("راز من", self.text(self.url_open(f"/zrm/suggest?key={key}")))
        self.form_page()
        self.key = key
        page = self.send_again(is_account=True, current_state="چیز دیگر")
        self.assertIn("Nothing you typed is lost", self.text(page))
        draft = self.env["zrm.suggestion.draft"].search([("token", "=", key)])
        self.assertEqual(draft.typed["idea"]["current_state"], "راز من")
        self.authenticate(None, None)
        self.assertNotIn("راز من", self.text(self.url_open(f"/zrm/suggest?key={key}")))

    def test_files_are_refused_in_words_and_removed(self):
        self.form_page()
        bad = [("files", ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"))]
        page = self.send_again(files=bad)
        self.assertIn("neither a PDF nor", self.text(page))
        page = self.send_again(files=[("files", ("joy.png", PNG, "image/png"))], go="attach")
        file = self.draft_of_form()._files()
        self.assertIn(f"remove_{file.id}", page.text)
        page = self.send_again(go=f"remove_{file.id}")
        self.assertFalse(self.draft_of_form()._files())
        six = [("files", (f"{n}.png", PNG, "image/png")) for n in range(6)]
        self.assertIn("at most 5 files", self.text(self.send_again(files=six)))

    def test_subjects_that_hide_who_reports_are_not_offered(self):
        self.subject.hides_reporter = True
        self.form_page()
        page = self.send_again()
        self.assertIn("Choose a subject of the list.", self.text(page))
        for odd in ("0", "-1", "x", "99999999999", "۱۲"):
            self.assertIn("Choose a subject", self.text(self.send_again(subject_id=odd)), odd)

    def test_script_is_text(self):
        self.form_page()
        page = self.send_again(
            go="more", **dict.fromkeys(("name", "current_state", "reason"), SCRIPT)
        )
        self.assertNotIn(SCRIPT, page.text)
        suggestion = self.handed_in(
            name=SCRIPT,
            current_state=SCRIPT,
            proposed_state=SCRIPT,
            reason=SCRIPT,
            who_name=SCRIPT,
        )
        self.assertEqual(suggestion.name, SCRIPT)
        page = self.url_open(f"/zrm/suggestion/{suggestion.number}")
        self.assertIn("alert(1)", page.text)
        self.assertNotIn(SCRIPT, page.text)
        publication = self.published(suggestion, name=SCRIPT, proposed_state=SCRIPT)
        for path in ("/zrm/suggestions", f"/zrm/suggestions/{publication.number}"):
            page = self.url_open(path)
            self.assertIn("alert(1)", page.text, path)
            self.assertNotIn(SCRIPT, page.text, path)
        self.assertNotIn(SCRIPT, self.url_open("/zrm/suggest/similar?q=script+alert").text)

    def test_longer_than_the_field_is_said(self):
        self.form_page()
        page = self.send_again(name="x" * 121, reason="y" * 5001)
        self.assertIn("At most 120 characters", self.text(page))
        self.assertIn("At most 5000 characters", self.text(page))

    def test_bots_and_floods(self):
        self.form_page()
        self.assertIn("stay empty", self.text(self.send_again(second_address="x")))
        self.env["ir.config_parameter"].set_param("zrm_suggestions.limit_sent", "0")
        page = self.send_again(current_state="گم نشود")
        self.assertIn("very many suggestions", self.text(page))
        self.assertIn("گم نشود", self.text(page))
        self.env["ir.config_parameter"].set_param("zrm_suggestions.limit_begun", "0")
        page = self.hand_in(current_state="گم نشود")
        self.assertIn("very many suggestions", self.text(page))
        self.assertIn("گم نشود", self.text(page))

    def test_similar_ones_that_are_public_are_shown_first(self):
        publication = self.published()
        hidden = self.submitted(name="کف‌پوش نفوذپذیر پنهان")
        piece = self.url_open("/zrm/suggest/similar?q=كف‌پوش نفوذپذير پیاده‌رو")
        self.assertIn(f"/zrm/suggestions/{publication.number}", piece.text)
        self.assertNotIn(hidden.name, self.text(piece))
        page = self.hand_in()
        self.assertIn("Something like it was suggested before", self.text(page))
        self.assertFalse(self.draft_of_form().suggestion_id)
        self.assertIn("done=sent", self.send_again(looked="1").url)
        self.assertFalse(self.url_open("/zrm/suggest/similar?q=").text.strip())
        self.env["ir.config_parameter"].set_param("zrm_suggestions.limit_similar", "0")
        self.assertEqual(self.url_open("/zrm/suggest/similar?q=کف‌پوش").status_code, 429)

    def test_similar_ones_are_found_by_public_words_only(self):
        suggestion = self.submitted(proposed_state="طرح محرمانه‌واژه در پیاده‌رو")
        self.published(suggestion, proposed_state="طرح در پیاده‌رو")
        piece = self.url_open("/zrm/suggest/similar?q=محرمانه‌واژه")
        self.assertNotIn("/zrm/suggestions/", piece.text)

    def test_in_persian(self):
        page = self.url_open("/fa/zrm/suggest")
        self.assertIn('dir="rtl"', page.text)
        self.assertIn("پیشنهاد", page.text)


IDEA_NAME = "کف‌پوش نفوذپذیر"
