import re

from odoo import fields
from odoo.tests import tagged

from ..citizen_common import CitizenSuggestions


@tagged("post_install", "-at_install")
class TestFollowers(CitizenSuggestions):
    """Who supports or follows is told of each public step, once, until they opt out."""

    def setUp(self):
        super().setUp()
        self.publication = self.published()
        self.suggestion = self.publication.suggestion_id.with_user(self.secretary)
        self.url = f"/zrm/suggestions/{self.publication.number}"

    def support(self, user="zrm_account"):
        self.authenticate(user, user)
        self.post(f"{self.url}/support", self.url)
        self.env.invalidate_all()

    def send(self):
        """As the scheduled action does, without its commits."""
        News = self.env["zrm.suggestion.news"]
        while news := News.search([("is_sent", "=", False)], limit=1, order="id"):
            news._send_batch()

    def reject(self):
        self.suggestion.action_screen(
            self.env.ref("zrm_suggestions.reason_own_duty").id, "در برنامه است"
        )
        self.send()

    def test_a_public_step_is_told_with_a_way_out(self):
        self.support()
        self.reject()
        mail = self.mails_to("ali@example.com")
        self.assertEqual(len(mail), 1)
        self.assertIn("در برنامه است", mail.body_html)
        self.assertIn(self.url, mail.body_html)
        self.assertIn("List-Unsubscribe", mail.headers)
        self.assertNotIn(self.suggestion.number, mail.body_html, "the code is the author's")
        self.send()
        self.assertEqual(len(self.mails_to("ali@example.com")), 1, "once")

    def test_what_is_said_to_the_authors_alone_is_not_told(self):
        self.support()
        self.suggestion.action_screen(unit_id=self.unit.id)
        self.suggestion.action_return("هزینه را بنویسید")
        self.send()
        self.assertFalse(self.mails_to("ali@example.com"))
        self.assertFalse(self.env["zrm.suggestion.news"].search([]))

    def test_in_the_own_language(self):
        self.account.partner_id.lang = "fa_IR"
        self.support()
        self.support("zrm_other_account")
        self.reject()
        self.assertIn("News of a suggestion", self.mails_to("negar@example.com").subject)
        texts = self.env["zrm.suggestion.news"].search([]).texts
        self.assertEqual(set(texts), {"en_US", "fa_IR"})
        self.assertIn(texts["fa_IR"].split("“")[0][:10], self.mails_to("ali@example.com").body_html)

    def test_opting_out_by_the_link(self):
        self.support()
        follow = self.env["zrm.suggestion.follow"].search(
            [("partner_id", "=", self.account.partner_id.id)]
        )
        self.authenticate(None, None)
        url = f"/zrm/suggestions/unfollow/{follow.token}"
        page = self.url_open(url)
        self.assertIn("Do not write to me", page.text)
        self.env.invalidate_all()
        self.assertFalse(follow.muted_at, "a GET changes nothing")
        # As mail programs do it (RFC 8058).
        page = self.url_open(url, data={"List-Unsubscribe": "One-Click"})
        self.assertIn("any more", page.text)
        self.env.invalidate_all()
        self.assertTrue(follow.muted_at)
        self.reject()
        self.assertFalse(self.mails_to("ali@example.com"))
        self.assertEqual(self.url_open("/zrm/suggestions/unfollow/" + "x" * 32).status_code, 404)

    def test_supporting_again_does_not_undo_opting_out_but_following_does(self):
        self.support()
        follow = self.publication._follower(self.account.partner_id)
        follow._mute()
        self.post(f"{self.url}/unsupport", self.url)
        self.support()
        self.assertFalse(self.publication._follower(self.account.partner_id))
        self.post(f"{self.url}/follow", self.url)
        self.env.invalidate_all()
        self.assertTrue(self.publication._follower(self.account.partner_id))
        self.post(f"{self.url}/unfollow", self.url)
        self.env.invalidate_all()
        self.assertFalse(self.publication._follower(self.account.partner_id))

    def test_unproved_addresses_and_who_wants_no_messages(self):
        self.support()
        self.support("zrm_other_account")
        self.other_account.partner_id.preferred_channel = "none"
        own = self.account.partner_id
        follow = self.publication._follower(own)
        own.sudo().write(
            {
                "claimed_email": own.email_normalized,
                "claimed_at": fields.Datetime.add(follow.since, days=1),
            }
        )
        self.reject()
        self.assertFalse(self.mails_to("ali@example.com"), "claimed after they followed")
        self.assertFalse(self.mails_to("negar@example.com"))

    def test_nothing_of_what_was_taken_off(self):
        self.support()
        self.suggestion.action_hide_publication("اشتباه")
        self.reject()
        self.assertFalse(self.mails_to("ali@example.com"))

    def joined_to_be(self):
        self.coauthor.partner_id.email = "reza@example.com"
        late = self.draft(user=self.coauthor, name="دیرتر")
        late.action_submit()
        late._write_handling({"submitted_at": fields.Datetime.add(fields.Datetime.now(), days=1)})
        return late

    def joined(self):
        late = self.joined_to_be()
        late.with_user(self.secretary).action_merge(self.suggestion.id)
        return late

    def test_authors_of_joined_ones_hear_how_it_goes_on(self):
        self.joined()
        self.publication._follow(self.coauthor.partner_id)
        before = self.mails_to("reza@example.com")
        self.reject()
        mail = self.mails_to("reza@example.com") - before
        self.assertEqual(len(mail), 1, "as an author, not as a follower besides")
        self.assertIn("در برنامه است", mail.body_html)
        self.assertIn("دیرتر", mail.body_html)

    def test_followers_of_joined_ones_hear_once(self):
        late = self.published(self.joined_to_be())
        both, one = self.account.partner_id, self.other_account.partner_id
        late._follow(both | one)
        self.publication._follow(both)
        late.suggestion_id.with_user(self.secretary).action_merge(self.suggestion.id)
        self.reject()
        for address in ("ali@example.com", "negar@example.com"):
            self.assertEqual(len(self.mails_to(address)), 1, address)

    def test_not_when_they_were_taken_apart_again(self):
        late = self.joined()
        late.with_user(self.secretary).action_unmerge()
        before = self.mails_to("reza@example.com")
        self.reject()
        self.assertEqual(self.mails_to("reza@example.com"), before)

    def test_many_followers_in_batches(self):
        people = self.env["res.partner"].create(
            [
                {"name": f"n{number}", "is_citizen": True, "email": f"n{number}@example.com"}
                for number in range(450)
            ]
        )
        self.publication._follow(people)
        self.reject()
        told = self.env["mail.mail"].search([("email_to", "=like", "n%@example.com")])
        self.assertEqual(len(told), 450)
        self.assertEqual(len(set(told.mapped("email_to"))), 450)
        links = {re.search(r"unfollow/([\w-]+)", mail.body_html).group(1) for mail in told}
        self.assertEqual(len(links), 450, "each has their own way out")
