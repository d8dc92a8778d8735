from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDefaultLanguage(TransactionCase):
    """Looked up once, since every public page asks for it; a change acts at once."""

    def test_it_is_kept_and_forgotten(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        Default = self.env["ir.default"]

        def asked():
            return Default._get("res.partner", "lang")

        Default.set("res.partner", "lang", "fa_IR")
        self.assertEqual(asked(), "fa_IR")
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            self.assertEqual(asked(), "fa_IR")
        Default.set("res.partner", "lang", "en_US")
        self.assertEqual(asked(), "en_US")
        Default.search(
            [("field_id.name", "=", "lang"), ("field_id.model", "=", "res.partner")]
        ).unlink()
        self.assertFalse(asked())

    def test_defaults_of_users_are_asked_for_as_before(self):
        Default = self.env["ir.default"]
        Default.set("res.partner", "lang", "en_US", user_id=True)
        self.assertEqual(Default._get("res.partner", "lang", user_id=True), "en_US")
