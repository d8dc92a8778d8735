from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..citizen_common import CitizenSuggestions

TWO = {
    "co_name": ["حسن یوسفی", "نرگس رضایی"],
    "co_contact": ["hassan@example.com", "۰۹۱۲۳۳۳۲۲۱۱"],
    "co_share": ["۳۰", "20"],
}


@tagged("post_install", "-at_install")
class TestCoauthors(CitizenSuggestions):
    """Who is named by a visitor is a claim, until they or the secretariat confirm it."""

    def named(self, **form):
        return self.handed_in(**{**TWO, **form}).coauthor_ids

    def link(self, claim):
        return f"/zrm/suggest/coauthor/{claim.token}"

    def test_they_count_when_they_confirm_by_their_link(self):
        hassan, _narges = self.named()
        suggestion = hassan.suggestion_id
        self.assertEqual(suggestion.author_ids.mapped("share"), [100])
        mail = self.mails_to("hassan@example.com")
        self.assertIn(self.link(hassan), mail.body_html)
        # No words of a visitor are mailed to strangers.
        self.assertNotIn("کف‌پوش", mail.body_html)
        page = self.url_open(self.link(hassan))
        self.assertIn("کف‌پوش", page.text)
        self.assertEqual(hassan.state, "waiting", "a GET changes nothing")
        url = self.link(hassan)
        page = self.post(url, url, answer="yes")
        self.assertIn("among the authors now", page.text)
        suggestion.invalidate_recordset()
        self.assertEqual(sorted(suggestion.author_ids.mapped("share")), [30, 70])
        self.assertEqual(hassan.state, "confirmed")
        partner = hassan.partner_id
        self.assertEqual(partner.name, "حسن یوسفی")
        self.assertFalse(partner._is_claimed("email"), "the link proved the address")
        # The link serves once.
        self.assertEqual(self.url_open(url).status_code, 404)

    def test_with_an_account_they_are_who_is_signed_in(self):
        hassan, _narges = self.named()
        self.authenticate("zrm_account", "zrm_account")
        url = self.link(hassan)
        self.post(url, url, answer="yes")
        self.env.invalidate_all()
        self.assertEqual(hassan.partner_id, self.account.partner_id)
        page = self.url_open(f"/zrm/suggestion/{hassan.suggestion_id.number}")
        self.assertEqual(page.status_code, 200, "a co-author follows it, too")

    def test_declining_changes_no_share(self):
        hassan, _narges = self.named()
        url = self.link(hassan)
        self.post(url, url, answer="no")
        self.env.invalidate_all()
        self.assertEqual(hassan.state, "declined")
        self.assertEqual(hassan.suggestion_id.author_ids.mapped("share"), [100])

    def test_the_secretariat_confirms(self):
        _hassan, narges = self.named()
        for user in (self.author, self.member, self.manager):
            with (
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"),
            ):
                narges.with_user(user).action_confirm()
        own = narges.with_user(self.secretary)
        own.partner_id = self.citizen
        own.action_confirm()
        self.assertEqual(sorted(narges.suggestion_id.author_ids.mapped("share")), [20, 80])
        with self.assertRaisesRegex(UserError, "answered already"):
            own.action_confirm()
        with self.assertRaisesRegex(UserError, "Use the buttons"):
            own.write({"share": 50})

    def test_not_once_evaluators_read_it(self):
        hassan, _narges = self.named()
        suggestion = hassan.suggestion_id.with_user(self.secretary)
        suggestion.action_screen(unit_id=self.unit.id)
        suggestion.action_open_round()
        suggestion.round_ids.action_confirm()
        suggestion.action_invite((self.first | self.second).ids)
        url = self.link(hassan)
        page = self.post(url, url, answer="yes")
        self.assertIn("frozen", self.text(page))
        self.assertEqual(suggestion.author_ids.mapped("share"), [100])

    def test_who_was_named_does_not_evaluate_it(self):
        self.first.partner_id.email = "hassan@example.com"
        self.second.partner_id.phone = "+989123332211"
        hassan, narges = self.named(proposed_state="طرح من و نرگس رضایی در پیاده‌رو")
        suggestion = hassan.suggestion_id
        for user in (self.first, self.second):
            self.assertEqual(suggestion._conflicts_of(user), ["author"], user.name)
        self.assertFalse(suggestion._conflicts_of(self.third))
        suggestion.with_user(self.secretary).action_screen(unit_id=self.unit.id)
        suggestion.with_user(self.secretary).action_open_round()
        self.assertNotIn("رضایی", suggestion.round_ids.blind_proposed)
        narges.with_user(self.secretary).action_decline()
        self.assertFalse(suggestion._conflicts_of(self.second))

    def test_what_is_wrong_is_said(self):
        self.form_page()
        for form, words in (
            ({"co_share": ["60", "50"]}, "sum to 100 percent"),
            ({"share": "60"}, "sum to 100 percent"),
            ({"share": "abc"}, "number from 1 to 100"),
            ({"co_share": ["0", "20"]}, "Co-author 1: the share is a number"),
            ({"co_name": ["", "ن ر"]}, "Co-author 1: write the first and last name"),
            ({"co_contact": ["12", "x@y.ir"]}, "telephone number or an e-mail"),
            ({"co_contact": ["x@y.ir", "X@y.ir"]}, "named a co-author twice"),
        ):
            text = self.text(self.send_again(**{**TWO, **form}))
            self.assertIn(words, text, form)
            self.assertIn("حسن یوسفی" if form.get("co_name") is None else "x", text)
        self.assertFalse(self.draft_of_form().suggestion_id)

    def test_two_hundred_are_refused_in_words(self):
        self.form_page()
        many = {
            "co_name": [f"نفر {n}" for n in range(200)],
            "co_contact": [f"p{n}@example.com" for n in range(200)],
            "co_share": ["0.4"] * 200,
        }
        page = self.send_again(**many)
        self.assertIn("at most 20 authors, yourself included", self.text(page))
        self.assertFalse(self.draft_of_form().suggestion_id)
        self.assertFalse(self.mails_to("p0@example.com"))

    def test_strangers_are_not_flooded(self):
        for _time in range(6):
            self.named()
        self.assertEqual(len(self.mails_to("hassan@example.com")), 5)
        self.env["ir.config_parameter"].set_param("zrm_suggestions.limit_named", "1")
        self.form_page()
        text = self.text(self.send_again(**TWO))
        self.assertIn("very many suggestions", text)
        self.assertIn("حسن یوسفی", text)

    def test_guessed_links_open_nothing(self):
        self.named()
        for token in ("x" * 32, "1", "%27"):
            self.assertEqual(self.url_open(f"/zrm/suggest/coauthor/{token}").status_code, 404)
