import doctest

from odoo.tests import BaseCase, tagged

from ..domain import network, public_report


@tagged("post_install", "-at_install")
class TestDomain(BaseCase):
    def test_doctests(self):
        for module in (network, public_report):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed, module.__name__)
