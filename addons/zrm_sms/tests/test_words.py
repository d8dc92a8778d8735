import doctest
import importlib
import pkgutil

from odoo.tests import BaseCase, tagged

from odoo.addons.zrm_sms import domain


@tagged("post_install", "-at_install")
class TestWords(BaseCase):
    def test_examples(self):
        for module in pkgutil.iter_modules(domain.__path__):
            with self.subTest(module=module.name):
                loaded = importlib.import_module(f"{domain.__name__}.{module.name}")
                result = doctest.testmod(loaded)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)
