from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_voting import QUIET, VotingCommon


@tagged("post_install", "-at_install")
class TestSessionReports(VotingCommon):
    """The minutes, and the page that is projected in the room."""

    def render(self, name, session, user):
        report = self.env["ir.actions.report"].with_user(user)
        content, _kind = report._render_qweb_html(f"zrm_suggestions.{name}", session.ids)
        return content.decode()

    def test_the_minutes_say_who_decided_what_and_why(self):
        self.unit.member_ids |= self.author | self.members[4]
        suggestion, item = self.voting(is_secret=True, name="کف‌پوش <b>نو</b>")
        session = item.session_id
        session.present_ids -= self.members[3]
        self.vote(item, a="for", b="for", c="against")
        item.action_count_votes()
        suggestion.action_decide(session.id, "modified", "سودمند", changes="در یک خیابان")
        session.notes = "نشست بعد: شنبه"
        text = self.render("session_minutes", session, self.member)
        for words in ("سودمند", "در یک خیابان", "Secret vote", "عضو 3", "نشست بعد", "کف‌پوش"):
            self.assertIn(words, text)
        self.assertNotIn("<b>نو", text, "text is text")
        self.assertIn("Left the room for a conflict", text)
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            self.render("session_minutes", session, self.author)

    def test_jalali_dates_in_persian(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        session = self.make_session(held_at="2026-03-20 08:00:00")
        session.action_open()
        self.member.lang = "fa_IR"
        self.assertIn("۱۴۰۴", self.render("session_minutes", session, self.member))

    def test_no_minutes_before_it_was_held(self):
        with self.assertRaisesRegex(UserError, "was not held yet"):
            self.render("session_minutes", self.make_session(), self.member)

    def test_the_screen_counts_votes_but_does_not_tell_them(self):
        _suggestion, item = self.voting()
        self.vote(item, a="against", b="against")
        text = self.render("session_screen", item.session_id, self.member)
        self.assertIn("2 of 5", text)
        self.assertNotIn("Abstained", text)
        item.action_count_votes()
        self.env.invalidate_all()
        text = self.render("session_screen", item.session_id, self.member)
        self.assertIn("Abstained", text)
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            self.render("session_screen", item.session_id, self.first)
