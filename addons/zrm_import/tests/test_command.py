import io
import json
import os
import tempfile
from contextlib import contextmanager, redirect_stdout

from odoo import SUPERUSER_ID, api
from odoo.cli.command import find_command
from odoo.tests import tagged

from .common import ImportCommon

MAPPING = {
    "columns": {"nr": "key", "day": "received_at", "what": "subject1"},
    "defaults": {"nature": "t_report", "channel": "phone"},
    "create": ["subjects"],
}


@tagged("post_install", "-at_install")
class TestCommand(ImportCommon):
    def command(self, text, *arguments):
        """Runs the command in this process; what it says."""
        with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as file:
            file.write(text)
        self.addCleanup(os.unlink, file.name)
        command = find_command("zrm_import")()

        @contextmanager
        def environment(database):
            with self.registry.cursor() as cr:
                yield api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})

        command.environment = environment
        output = io.StringIO()
        self.env.flush_all()
        with self.enter_registry_test_mode(), redirect_stdout(output):
            command.run(["--database", "x", "--file", file.name, *arguments])
        self.env.invalidate_all()
        return output.getvalue()

    def test_trial_then_run(self):
        text = "nr,day,what\n1,2015-01-01,T-S1\n2,2015-01-02,Something new\n3,x,T-S1\n"
        arguments = ["--source", "old", "--mapping", json.dumps(MAPPING)]
        said = self.command(text, *arguments, "--trial")
        self.assertRegex(said, "2 would be registered")
        self.assertRegex(said, "line 4: .*“x” is not a date")
        self.assertFalse(self.cases())
        self.assertFalse(self.env["zrm.import"].search([("source", "=", "old")]))
        said = self.command(text, *arguments)
        for words in ("3 read", "2 registered", "0 already there", "1 refused"):
            self.assertIn(words, said)
        self.assertEqual(len(self.cases()), 2)

    def test_limit_and_what_is_there(self):
        text = "nr,day,what\n1,2015-01-01,T-S1\n2,2015-01-02,T-S1\n"
        arguments = ["--source", "old", "--mapping", json.dumps(MAPPING)]
        self.assertIn("1 registered", self.command(text, *arguments, "--limit", "1"))
        said = self.command(text, *arguments)
        self.assertIn("1 registered", said)
        self.assertIn("1 already there", said)

    def test_mistakes_are_told_in_words(self):
        text = "nr,day,what\n1,2015-01-01,T-S1\n"
        for mapping, words in (
            ({"columns": {"number": "key"}}, "no column “number”"),
            ({"columns": {"nr": "nonsense"}}, "no field of an import"),
            ({"mapping": "none such"}, "no mapping"),
            ({"defaults": {"nature": "none such"}}, "none such"),
        ):
            with self.subTest(words), self.assertRaisesRegex(SystemExit, words):
                self.command(text, "--mapping", json.dumps(mapping))
        with self.assertRaisesRegex(SystemExit, "no file"):
            find_command("zrm_import")().run(["-d", "x", "--file", "/none/such.csv"])
