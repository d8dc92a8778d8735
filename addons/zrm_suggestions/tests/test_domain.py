import doctest

from odoo.tests import BaseCase, tagged

from ..domain import (
    conflicts,
    delays,
    idea_form,
    lifecycle,
    public_text,
    rewards,
    scoring,
    shares,
    telling,
)

MODULES = (
    conflicts,
    delays,
    idea_form,
    lifecycle,
    public_text,
    rewards,
    scoring,
    shares,
    telling,
)


@tagged("post_install", "-at_install")
class TestDomain(BaseCase):
    def test_doctests(self):
        for module in MODULES:
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed, module.__name__)
