import doctest

from odoo.tests import BaseCase, tagged

from ..domain import conflicts, delays, lifecycle, rewards, scoring, shares, telling


@tagged("post_install", "-at_install")
class TestDomain(BaseCase):
    def test_doctests(self):
        for module in (conflicts, delays, lifecycle, rewards, scoring, shares, telling):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed, module.__name__)
