from odoo.tests import tagged

from ..citizen_common import CitizenSuggestions


@tagged("post_install", "-at_install")
class TestParticipationTour(CitizenSuggestions):
    """On a telephone, in Persian."""

    browser_size = "390x844"
    touch_enabled = True

    def test_from_the_idea_to_the_own_page(self):
        publication = self.published(self.submitted(name="نیمکت برای ایستگاه اتوبوس"))
        self.start_tour("/fa/zrm/suggest", "zrm_suggestions_suggest")
        made = self.env["zrm.suggestion"].search([("name", "=", "نیمکت و سایه‌بان ایستگاه")])
        self.assertEqual(len(made), 1)
        self.assertEqual(made.author_ids.partner_id.phone_sanitized, "+989125554433")
        self.assertEqual(made.coauthor_ids.name, "حسن یوسفی")
        self.assertTrue(publication)

    def test_supporting_and_commenting(self):
        publication = self.published(self.submitted(name="نیمکت برای ایستگاه اتوبوس"))
        self.start_tour("/fa/zrm/suggestions", "zrm_suggestions_support", login="zrm_account")
        self.assertEqual(publication._voices()[publication.id], 1)
        self.assertEqual(publication.comment_ids.public_name, "همسایه")
