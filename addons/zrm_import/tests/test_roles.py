from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ImportCommon


@tagged("post_install", "-at_install")
class TestRoles(ImportCommon):
    def test_administrators_alone(self):
        run = self.make_run(lines=[self.line("1")])
        models = ("zrm.import", "zrm.import.mapping", "zrm.import.column", "zrm.import.row")
        for user in (self.clerk, self.operator, self.expert, self.manager, self.oversight):
            for name in models:
                with self.subTest(user=user.login, model=name), self.assertRaises(AccessError):
                    self.env[name].with_user(user).search([])
            with self.assertRaises(AccessError):
                run.with_user(user).action_start()
            menu = self.env.ref("zrm_import.menu_import")
            self.assertNotIn(menu.id, self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())

    def test_files_are_private(self):
        run = self.make_run(lines=[self.line("1", received="x")])
        self.go(run)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "zrm.import"), ("res_id", "=", run.id), ("res_field", "!=", False)]
        )
        self.assertEqual(set(files.mapped("res_field")), {"file", "refused_file"})
        for file in files:
            self.assertFalse(file.public or file.access_token)
            self.assertTrue(file.with_user(self.administrator).raw)
            for user in (self.clerk, self.oversight):
                with self.assertRaises(AccessError):
                    file.with_user(user).read(["raw"])

    def test_files_of_the_server_are_not_for_requests(self):
        with self.assertRaises(AccessError):
            self.runs.create({"name": "x", "path": "/etc/passwd"})
        with self.assertRaises(AccessError):
            self.runs.with_context(zrm_import=True).create({"name": "x", "path": "/etc/passwd"})
        # Neither by a default of the request nor by one that the user has stored.
        self.env["ir.default"].with_user(self.administrator).set(
            "zrm.import", "path", "/etc/passwd", user_id=True
        )
        forged = self.runs.with_context(default_path="/etc/passwd", default_state="done")
        made = forged.create({"name": "x"})
        self.assertEqual((made.path, made.state), (False, "draft"))
        run = self.make_run(lines=[self.line("1")])
        for vals in ({"path": "/etc/passwd"}, {"state": "done"}, {"row_count": 3}):
            with self.assertRaises(AccessError):
                run.write(vals)

    def test_what_a_run_did_is_not_written_by_hand(self):
        run = self.go(self.make_run(lines=[self.line("1", received="x")]))
        for records in (run.batch_ids, run.row_ids):
            with self.assertRaises(AccessError):
                records.write({"import_id": run.id})
            with self.assertRaises(AccessError):
                records.unlink()
        with self.assertRaises(UserError):
            run.creates_units = True
