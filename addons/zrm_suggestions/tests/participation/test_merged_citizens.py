from odoo.tests import tagged

from ..citizen_common import CitizenSuggestions


@tagged("post_install", "-at_install")
class TestMergedCitizens(CitizenSuggestions):
    """Two files of one citizen become one: one voice, one author."""

    def merge(self, source, target):
        self.env["base.partner.merge.automatic.wizard"].with_user(self.oversight)._merge(
            (source | target).ids, target
        )
        self.env.invalidate_all()

    def test_two_voices_become_one(self):
        publication, other = self.published(), self.published(self.submitted(name="دیگر"))
        one, two, third = (self.make_citizen(f"شهروند {n}") for n in range(3))
        for person in (one, two, third):
            publication._support(person)
        other._support(one)
        self.env["zrm.suggestion.recount"]._take()._fold_voices()
        self.assertEqual(publication.support_count, 3)
        self.merge(one, two)
        self.assertEqual(publication._voices()[publication.id], 2)
        self.assertEqual(other._voices()[other.id], 1)
        self.assertTrue(other._supported_by(two), "the voice went along")
        self.env["zrm.suggestion.recount"]._take()._fold_voices()
        self.assertEqual(publication.support_count, 2)

    def test_who_opted_out_with_one_file_is_out(self):
        publication = self.published()
        one, two = self.make_citizen("الف"), self.make_citizen("ب")
        publication._follow(one | two)
        publication._follower(one)._mute()
        self.merge(one, two)
        self.assertFalse(publication._follower(two))
        self.assertEqual(
            self.env["zrm.suggestion.follow"].search_count([("partner_id", "=", two.id)]), 1
        )

    def test_two_authors_become_one_with_both_shares(self):
        one, two = self.make_citizen("الف"), self.make_citizen("ب")
        suggestion = self.draft(
            user=self.secretary,
            author_ids=[
                (0, 0, {"partner_id": one.id, "share": 60, "is_named": True}),
                (0, 0, {"partner_id": two.id, "share": 40}),
            ],
        ).sudo()
        suggestion.action_submit()
        self.merge(one, two)
        author = suggestion.author_ids
        self.assertEqual((author.partner_id, author.share, author.is_first), (two, 100, True))
        self.assertFalse(author.is_named)

    def test_comments_go_along(self):
        publication = self.published()
        one, two = self.make_citizen("الف"), self.make_citizen("ب")
        comment = publication._comment(one, "سخن")
        self.merge(one, two)
        self.assertEqual(comment.partner_id, two)
