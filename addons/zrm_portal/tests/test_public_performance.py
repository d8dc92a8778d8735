"""What the pages of citizens cost in queries: in a storm each is asked for many times a second.

The counts include what tests add to each request (savepoints); times are
measured in benchmarks/.
"""

import re

from odoo.tests import tagged

from .common import VisitorCase


@tagged("post_install", "-at_install")
class TestPublicPerformance(VisitorCase):
    def costs(self, path):
        """Queries of a page that was opened before, its record cache empty."""
        self.url_open(path)
        self.as_if_committed()
        self.url_open(path)  # caches the configuration again
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = self.url_open(path, allow_redirects=False)
        self.assertEqual(page.status_code, 200, page.headers.get("Location"))
        return self.env.cr.sql_log_count - before

    def test_steps_of_a_report(self):
        path = self.report() and self.path
        # One of them is core's question for everybody's default language.
        for step, most in (
            ("details", 10),
            ("where", 7),
            ("who", 7),
            ("send", 11),
        ):
            with self.subTest(step):
                self.assertLessEqual(self.costs(f"{path}/{step}"), most)

    def test_however_many_regions(self):
        self.begin()
        self.details()
        few = self.costs(f"{self.path}/where")
        self.env["zrm.region"].create(
            [{"name": f"محله {n}", "parent_id": self.district.id} for n in range(40)]
        )
        self.assertEqual(self.costs(f"{self.path}/where"), few)

    def test_tracking(self):
        self.assertLessEqual(self.costs("/zrm/track"), 6)

    def test_one_redirect_leads_to_the_page_in_the_own_language(self):
        self.url_open("/zrm/language/fa_IR")
        path = self.begin()
        page = self.details()
        self.assertEqual([answer.status_code for answer in page.history], [303])
        self.assertTrue(page.url.endswith(f"/fa{path}/where"), page.url)
        case = self.make_case()
        page = self.track(case.number, "7788")
        self.assertEqual([answer.status_code for answer in page.history], [303])
        self.assertRegex(page.url, rf"/fa/zrm/case/{case.number}$")

    def test_the_qr_code_is_small(self):
        self.report()
        page = self.send().text
        svg = re.search(r"<svg.*?</svg>", page, re.DOTALL).group()
        self.assertLess(len(svg), 8000)
