from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import forget_attempts

from ..citizen_common import CitizenSuggestions

SCRIPT = "<img src=x onerror=alert(1)>"


@tagged("post_install", "-at_install")
class TestComments(CitizenSuggestions):
    def setUp(self):
        super().setUp()
        self.publication = self.published()
        self.url = f"/zrm/suggestions/{self.publication.number}"
        forget_attempts(self.registry, "suggestion.comment")

    def comment(self, user="zrm_account", **form):
        self.authenticate(user, user)
        return self.post(f"{self.url}/comment", self.url, **form)

    def seen_by(self, user=None):
        self.authenticate(user, user)
        return self.text(self.url_open(self.url))

    def comments(self):
        self.env.invalidate_all()
        return self.env["zrm.suggestion.comment"].search(
            [("publication_id", "=", self.publication.id)]
        )

    def test_it_waits_for_the_secretariat(self):
        page = self.comment(text="در محلهٔ ما هم", public_name="همسایه")
        self.assertIn("Waits for the secretariat", page.text)
        self.assertNotIn("در محلهٔ ما هم", self.seen_by())
        self.assertNotIn("در محلهٔ ما هم", self.seen_by("zrm_other_account"))
        comment = self.comments()
        self.assertEqual(comment.partner_id, self.account.partner_id)
        comment.with_user(self.secretary).action_show()
        text = self.seen_by()
        self.assertIn("در محلهٔ ما هم", text)
        self.assertIn("همسایه", text)
        self.assertNotIn("علی پرتال", text, "the chosen name only")

    def test_or_is_public_at_once(self):
        self.env.company.zrm_suggestions_moderated = False
        self.comment(text="خوب است")
        text = self.seen_by()
        self.assertIn("خوب است", text)
        self.assertIn("A citizen", text)

    def test_removing_keeps_it_on_record_with_the_reason(self):
        self.env.company.zrm_suggestions_moderated = False
        self.comment(text="ناسزا")
        comment = self.comments().with_user(self.secretary)
        with self.assertRaisesRegex(UserError, "Write why"):
            comment.action_remove(" ")
        dialog = comment.action_ask_reason()
        self.env[dialog["res_model"]].with_user(self.secretary).with_context(
            **dialog["context"]
        ).create({"reason": "توهین"}).action_apply()
        self.assertEqual(
            (comment.state, comment.removed_reason, comment.moderated_by_id, comment.text),
            ("removed", "توهین", self.secretary, "ناسزا"),
        )
        text = self.seen_by()
        self.assertNotIn("ناسزا", text)
        self.assertIn("removed by the secretariat", text)
        with self.assertRaisesRegex(UserError, "stays on record"):
            comment.sudo().unlink()
        with self.assertRaises(UserError):
            comment.write({"text": "x"})

    def test_many_at_once(self):
        for number in range(3):
            self.publication._comment(self.account.partner_id, f"سخن {number}")
        self.comments().with_user(self.secretary).action_show()
        self.assertEqual(set(self.comments().mapped("state")), {"shown"})

    def test_sent_twice_is_once_and_nothing_empty_or_long(self):
        self.comment(text="یک بار")
        self.comment(text="یک بار")
        self.assertEqual(len(self.comments()), 1)
        self.assertIn("Write your comment first", self.comment(text=" ").text)
        page = self.comment(text="x" * 2001)
        self.assertIn("At most 2000 characters", page.text)
        self.assertIn("x" * 2001, page.text, "what was typed is kept")
        self.assertEqual(len(self.comments()), 1)

    def test_script_is_text(self):
        self.env.company.zrm_suggestions_moderated = False
        page = self.comment(text=SCRIPT, public_name=SCRIPT)
        self.assertNotIn(SCRIPT, page.text)
        self.assertIn("onerror", page.text)

    def test_throttled(self):
        for number in range(10):
            self.publication._comment(self.account.partner_id, f"سخن {number}")
        with self.assertRaisesRegex(UserError, "many comments"):
            self.publication._comment(self.account.partner_id, "یازدهم")

    def test_those_of_a_joined_one_go_on_with_it(self):
        self.env.company.zrm_suggestions_moderated = False
        late = self.published(self.submitted(name="دیرتر"))
        late._comment(self.account.partner_id, "سخنی از دیگری")
        self.publication.suggestion_id._write_handling(
            {"submitted_at": fields.Datetime.add(fields.Datetime.now(), days=-1)}
        )
        staff = late.suggestion_id.with_user(self.secretary)
        staff.action_merge(self.publication.suggestion_id.id)
        self.assertIn("سخنی از دیگری", self.seen_by())
        staff.action_unmerge()
        self.assertNotIn("سخنی از دیگری", self.seen_by())

    def test_only_the_secretariat_moderates(self):
        comment = self.publication._comment(self.account.partner_id, "سخن")
        for user in (self.author, self.member, self.first, self.manager):
            for verb in ("action_show", "action_ask_reason"):
                with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
                    getattr(comment.with_user(user), verb)()
                self.assertIn(type(caught.exception).__name__, ("AccessError", "UserError"))
        self.assertEqual(comment.state, "waiting")
