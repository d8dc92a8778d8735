from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_national_id

from ..citizen_common import CitizenSuggestions


@tagged("post_install", "-at_install")
class TestVoices(CitizenSuggestions):
    """One voice for each citizen, whichever way it came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["res.partner"]
        for number in range(4):
            cls.people |= cls.make_citizen(
                f"شهروند {number}", identity_type="national_id", identity_number=make_national_id()
            )

    def count(self, publication):
        return publication._voices()[publication.id]

    def url(self, publication, verb=""):
        return f"/zrm/suggestions/{publication.number}{'/' if verb else ''}{verb}"

    def press(self, publication, verb, **form):
        return self.post(self.url(publication, verb), self.url(publication), **form)

    def fold(self):
        self.env["zrm.suggestion.recount"]._take()._fold_voices()

    def test_giving_and_taking_back_on_the_page(self):
        publication = self.published()
        self.authenticate("zrm_account", "zrm_account")
        self.assertIn("o_zrm_support", self.url_open(self.url(publication)).text)
        page = self.press(publication, "support")
        self.assertIn("Your voice counts", page.text)
        self.assertIn("o_zrm_unsupport", page.text)
        self.press(publication, "support")
        self.assertEqual(self.count(publication), 1, "twice is once")
        self.press(publication, "unsupport")
        self.assertEqual(self.count(publication), 0)
        self.press(publication, "support")
        self.assertEqual(self.count(publication), 1)

    def test_visitors_are_asked_to_sign_in(self):
        publication = self.published()
        page = self.url_open(self.url(publication))
        self.assertIn("Sign in to support it", page.text)
        self.assertNotIn("o_zrm_support", page.text)
        page = self.post(self.url(publication, "support"), "/zrm/suggest")
        self.assertIn("/web/login", page.url)
        self.assertEqual(self.count(publication), 0)

    def test_the_total_for_sorting_is_folded_by_the_scheduler(self):
        publication = self.published()
        for person in self.people:
            publication._support(person)
        self.assertEqual(publication.support_count, 0, "no click writes it")
        self.assertEqual(publication.suggestion_id.support_count, 4)
        self.fold()
        self.assertEqual(publication.support_count, 4)
        publication._withdraw_support(self.people[0])
        self.fold()
        self.assertEqual(publication.support_count, 3)
        self.assertFalse(self.env["zrm.suggestion.recount"].search([]))

    def test_not_when_it_is_decided_closed_or_hidden(self):
        publication = self.published()
        suggestion = publication.suggestion_id.with_user(self.secretary)
        suggestion.action_close_participation()
        with self.assertRaisesRegex(UserError, "not taken"):
            publication._support(self.people[0])
        suggestion.action_open_participation()
        publication._support(self.people[0])
        suggestion.action_hide_publication("اشتباه")
        with self.assertRaisesRegex(UserError, "not taken"):
            publication._support(self.people[1])
        self.assertEqual(self.count(publication), 1, "voices are kept")
        suggestion.action_open_participation()
        suggestion.action_screen(self.env.ref("zrm_suggestions.reason_own_duty").id)
        with self.assertRaisesRegex(UserError, "not taken"):
            publication._withdraw_support(self.people[0])
        self.authenticate("zrm_account", "zrm_account")
        self.assertIn("not taken any more", self.url_open(self.url(publication)).text)
        page = self.press(publication, "support")
        self.assertIn("not taken on this one", page.text)

    def test_voices_of_joined_ones_count_once_and_are_restored(self):
        early = self.published(self.submitted(name="زودتر"))
        late = self.published(self.submitted(name="دیرتر"))
        early.suggestion_id._write_handling(
            {"submitted_at": fields.Datetime.now() - timedelta(days=2)}
        )
        first, second, third, _fourth = self.people
        for person in (first, second):
            early._support(person)
        for person in (second, third):
            late._support(person)
        rows = self.env["zrm.suggestion.support"].search([]).read(["publication_id", "partner_id"])
        late.suggestion_id.with_user(self.secretary).action_merge(early.suggestion_id.id)
        self.assertEqual(self.count(early), 3)
        self.fold()
        self.assertEqual(early.support_count, 3)
        self.assertTrue(early._supported_by(third))
        self.assertFalse(early._support(third), "given already, to the other")
        late.suggestion_id.with_user(self.secretary).action_unmerge()
        self.assertEqual((self.count(early), self.count(late)), (2, 2))
        self.fold()
        self.assertEqual((early.support_count, late.support_count), (2, 2))
        self.assertEqual(
            rows,
            self.env["zrm.suggestion.support"].search([]).read(["publication_id", "partner_id"]),
        )

    def test_taking_back_what_was_given_to_a_joined_one(self):
        early = self.published(self.submitted(name="زودتر"))
        late = self.published(self.submitted(name="دیرتر"))
        early.suggestion_id._write_handling(
            {"submitted_at": fields.Datetime.now() - timedelta(days=2)}
        )
        person = self.people[0]
        late._support(person)
        late.suggestion_id.with_user(self.secretary).action_merge(early.suggestion_id.id)
        self.assertTrue(early._withdraw_support(person))
        self.assertEqual(self.count(early), 0)
        # The old address leads to where it goes on.
        page = self.url_open(self.url(late))
        self.assertTrue(page.url.endswith(self.url(early)), page.url)

    def record(self, publication, people, **vals):
        wizard = (
            self.env["zrm.suggestion.paper.voices"]
            .with_user(self.secretary)
            .create(
                {
                    "suggestion_id": publication.suggestion_id.id,
                    "source": "paper",
                    "evidence": "برگ ۱۲",
                    "partner_ids": [(6, 0, people.ids)],
                    **vals,
                }
            )
        )
        return wizard.action_record()["params"]["message"]

    def test_voices_on_paper_count_once_with_the_others(self):
        publication = self.published()
        publication._support(self.people[0])
        self.assertEqual(
            self.record(publication, self.people[:3]),
            "2 voices recorded; 1 had been given already.",
        )
        self.assertEqual(self.count(publication), 3)
        paper = self.env["zrm.suggestion.support"].search([("source", "=", "paper")])
        self.assertEqual(paper.recorded_by_id, self.secretary)
        self.assertEqual(set(paper.mapped("evidence")), {"برگ ۱۲"})
        self.record(publication, self.people[:3], source="phone")
        self.assertEqual(self.count(publication), 3)
        followers = self.env["zrm.suggestion.follow"].search([])
        self.assertFalse(followers & followers.filtered(lambda f: f.partner_id in self.people))

    def test_who_is_not_identified_is_named_and_none_is_recorded(self):
        publication = self.published()
        nobody = self.make_citizen("بی‌شماره")
        with self.assertRaisesRegex(UserError, "بی‌شماره"):
            self.record(publication, self.people | nobody)
        with self.assertRaisesRegex(UserError, "on record"):
            self.record(publication, self.people, evidence=" ")
        with self.assertRaisesRegex(UserError, "Name the citizens"):
            self.record(publication, self.people.browse())
        self.assertEqual(self.count(publication), 0)
