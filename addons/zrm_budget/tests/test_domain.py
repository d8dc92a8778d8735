import doctest

from odoo.tests import BaseCase, tagged

from ..domain import duties, forecast, ledger, persian_words, recipients, runs, stages, tariff


@tagged("post_install", "-at_install")
class TestDomain(BaseCase):
    def test_tables_say_what_they_should(self):
        for module in (duties, forecast, ledger, persian_words, recipients, runs, stages, tariff):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0, module.__name__)
            self.assertEqual(result.failed, 0, module.__name__)
