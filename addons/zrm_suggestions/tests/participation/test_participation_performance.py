"""What the public pages cost in queries, however many suggestions and voices there are.

The counts include what tests add to each request (savepoints).
"""

from odoo.tests import tagged

from ..citizen_common import CitizenSuggestions


@tagged("post_install", "-at_install")
class TestParticipationPerformance(CitizenSuggestions):
    def costs(self, path):
        """Queries of a page that was opened before, its record cache empty."""
        self.url_open(path)
        self.as_if_committed()
        self.url_open(path)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = self.url_open(path, allow_redirects=False)
        self.assertEqual(page.status_code, 200, page.headers.get("Location"))
        return self.env.cr.sql_log_count - before

    def many(self, count):
        for number in range(count):
            publication = self.published(self.submitted(name=f"کف‌پوش نفوذپذیر {number}"))
            publication._support(self.citizen)
        return publication

    def test_lists_do_not_grow_with_what_is_on_them(self):
        self.many(6)
        paths = (
            "/zrm/suggestions?sort=voices&words=کف‌پوش",
            "/zrm/suggestions.json",
            "/zrm/suggestions.csv",
            "/zrm/suggest/similar?q=کف‌پوش نفوذپذیر",
        )
        few = {path: self.costs(path) for path in paths}
        self.many(12)
        for path in paths:
            self.assertEqual(self.costs(path), few[path], path)
        self.assertLessEqual(few[paths[0]], 15)
        self.assertLessEqual(few[paths[3]], 11)

    def test_a_click(self):
        publication = self.many(3)
        person = self.make_citizen("یکی")
        self.env.flush_all()
        publication.invalidate_recordset()
        publication._check_open()
        # Whether it is given already, the voice, the mark for the scheduler.
        with self.assertQueryCount(3):
            publication._support(person)
            self.env.flush_all()

    def test_counting_twenty_is_one_query(self):
        publications = self.env["zrm.suggestion.publication"]
        for number in range(5):
            publications |= self.published(self.submitted(name=f"شماره {number}"))
        self.env.flush_all()
        publications.mapped("suggestion_id.name")
        with self.assertQueryCount(1):
            publications._voices()
