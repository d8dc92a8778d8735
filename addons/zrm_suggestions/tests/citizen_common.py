"""Visitors and account holders who suggest, over HTTP, and a public page."""

import html
import re

from odoo.addons.zrm_base.tests.common import make_user
from odoo.addons.zrm_portal.tests.common import CitizenSide

from .common import SuggestionCommon

IDEA = {
    "name": "کف‌پوش نفوذپذیر",
    "current_state": "آب باران در خیابان می‌ماند.",
    "proposed_state": "کف‌پوش نفوذپذیر در پیاده‌رو.",
    "reason": "آب به زمین می‌رسد.",
    "benefit_kind": "qualitative",
}
WHO = {
    "who_name": "زهرا کریمی",
    "who_phone": "۰۹۱۲۵۵۵۴۴۳۳",
    "who_email": "zahra@example.com",
    "who_preferred_channel": "email",
}


class CitizenSuggestions(SuggestionCommon, CitizenSide):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.env.company.zrm_suggestions_public = True
        cls.other_account = make_user(
            cls.env, "zrm_other_account", "base.group_portal", name="نگار دیگر"
        )
        cls.other_account.partner_id.write({"is_citizen": True, "lang": "en_US"})
        cls.account.partner_id.email = "ali@example.com"
        cls.other_account.partner_id.email = "negar@example.com"

    def form_page(self):
        page = self.url_open("/zrm/suggest")
        self.key = re.search(r'name="key" value="([\w-]+)"', page.text).group(1)
        self.csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
        return page

    def idea(self, is_account=False, **form):
        who = {} if is_account else WHO
        return {**IDEA, "subject_id": self.subject.id, "go": "send", **who, **form}

    def hand_in(self, *users, files=None, is_account=False, **form):
        """Fills in the form and sends it; for evaluators, as in the commons."""
        if users:
            return super().hand_in(*users, **form)
        self.form_page()
        return self.send_again(files=files, is_account=is_account, **form)

    def send_again(self, files=None, is_account=False, **form):
        data = {"key": self.key, "csrf_token": self.csrf, **self.idea(is_account, **form)}
        return self.url_open("/zrm/suggest", data=data, files=files)

    def draft_of_form(self):
        self.env.invalidate_all()
        return self.env["zrm.suggestion.draft"].search([("token", "=", self.key)])

    def handed_in(self, **form):
        """The suggestion of a visitor."""
        page = self.hand_in(**form)
        self.assertIn("done=sent", page.url, html.unescape(page.text)[:3000])
        return self.draft_of_form().suggestion_id

    def published(self, suggestion=None, **texts):
        """The publication of a suggestion, open for voices."""
        suggestion = (suggestion or self.submitted()).with_user(self.secretary)
        suggestion.action_open_participation(texts or None)
        return suggestion.sudo().publication_ids

    def open_session(self):
        """A session of the committee of one, for what happens after it."""
        session = (
            self.env["zrm.suggestion.session"]
            .with_user(self.secretary)
            .create(
                {
                    "name": "نشست",
                    "quorum": 1,
                    "chair_id": self.member.id,
                    "member_ids": [(6, 0, self.member.ids)],
                    "present_ids": [(6, 0, self.member.ids)],
                }
            )
        )
        session.action_open()
        return session

    def act(self, path, page, **form):
        """Presses a button of a page."""
        return self.post(path, page, **form)

    def text(self, page):
        return html.unescape(page.text)

    def mails_to(self, address):
        return self.env["mail.mail"].search([("email_to", "=", address)])
