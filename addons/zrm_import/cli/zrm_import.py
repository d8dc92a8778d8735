"""scripts/odoo zrm_import: imports an organization's past cases from the command line."""

import json
import os
import sys
import time
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.cli import Command
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tools import config

TRIAL_LINES = (("read", "read"), ("new", "would be registered"), ("there", "already there"))


class ZrmImport(Command):
    """Import past cases from CSV or XLSX, compressed or not

    The same command again continues an interrupted run.
    """

    name = "zrm_import"

    def run(self, args):
        parser = self.parser
        parser.add_argument("-d", "--database", required=True)
        parser.add_argument("--file", required=True, help="the table, on this machine")
        parser.add_argument(
            "--mapping", help="name of a saved mapping, a JSON file, or JSON: see the README"
        )
        parser.add_argument("--source", help="short name of the system it comes from")
        parser.add_argument(
            "--trial", action="store_true", help="change nothing, say what would be"
        )
        parser.add_argument("--limit", type=int, default=0, help="only so many rows")
        options = parser.parse_args(args)
        options.file = os.path.abspath(options.file)
        if not os.path.isfile(options.file):
            sys.exit(f"There is no file {options.file}.")
        with self.environment(options.database) as env:
            try:
                self.bring_in(env, options)
            except UserError as error:
                sys.exit(f"{error.args[0]}")

    @contextmanager
    def environment(self, database):
        config.parse_config(["-d", database, "--no-http", "--log-level=warn"], setup_logging=True)
        with Registry(database).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})

    def bring_in(self, env, options):
        if "zrm.import" not in env:
            sys.exit("The addon zrm_import is not installed in this database.")
        run = env["zrm.import"]._for_command(
            options.file, self.settings(options), options.source, options.limit
        )
        if options.trial:
            self.say_trial(run)
            # A trial leaves no trace, not even the run.
            env.cr.rollback()
            return
        started, before = time.monotonic(), run.done_count
        run._commit(0, 0)
        run._go_on()
        self.say_report(run, time.monotonic() - started, before)
        if run.state != "done":
            sys.exit(f"Not finished ({run.state}). {run.problem or ''}")

    def settings(self, options):
        """What ``--mapping`` means: a dict, or the name of a saved mapping."""
        text = options.mapping or ""
        if text.lstrip().startswith("{"):
            return json.loads(text)
        if text.endswith(".json"):
            with open(text, encoding="utf-8") as file:
                return json.load(file)
        return {"mapping": text} if text else {}

    def say(self, text):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def say_trial(self, run):
        started = time.monotonic()
        run._try()
        trial = run.trial
        self.say("Trial; nothing was changed.")
        for key, label in TRIAL_LINES:
            self.say(f"{trial[key]:>10,} {label}")
        self.say(f"{sum(trial['refused'].values()):>10,} refused")
        for kind, count in trial["refused"].items():
            self.say(f"{count:>14,} {kind}")
        for kind, count in trial["name_counts"].items():
            self.say(f"{count:>10,} new {kind}s")
        for line, reason, row in trial["first_refused"]:
            self.say(f"line {line}: {reason} [{row}]")
        self.say(f"{time.monotonic() - started:.1f} s")

    def say_report(self, run, seconds, before):
        run.invalidate_recordset()
        for count, label in (
            (run.row_count, "read"),
            (run.registered_count, "registered"),
            (run.there_count, "already there"),
            (run.refused_count, "refused"),
            (run.differing_count, "of those already there differ from the row before"),
        ):
            self.say(f"{count:>10,} {label}")
        pace = (run.done_count - before) / max(seconds, 0.001)
        self.say(f"{seconds:>10,.0f} s, {pace:,.0f} rows a second")
        for name in ("refused", "differing"):
            if run[f"{name}_file"]:
                self.say(f"The {name} rows stand in run {run.id}: {run[f'{name}_filename']}")
