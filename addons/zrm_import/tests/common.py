"""Runs of an import within the transaction of a test."""

import base64
from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.zrm_cases.tests.common import CaseCommon

HEADER = "key,unit,subject,closed_at,received_at,description"


class Crash(Exception):
    """The process is killed."""


class ImportCommon(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = type(cls.env["zrm.import"])
        cls.runs = cls.env["zrm.import"].with_user(cls.administrator)
        cls.anonymous_nature.sequence = 1

    def setUp(self):
        super().setUp()
        # Each commit is a savepoint, to which a crash falls back.
        self.commits = []
        self.startPatcher(
            patch.object(self.model, "_commit", autospec=True, side_effect=self.commit)
        )

        self.startPatcher(
            patch.object(self.model, "_roll_back", autospec=True, side_effect=self.fall_back)
        )

    def commit(self, run, processed, remaining):
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT zrm_committed")
        self.commits.append(processed)
        return 60.0

    def fall_back(self, *_args):
        """What is left after a crash: what was committed."""
        self.env.cr.execute("ROLLBACK TO SAVEPOINT zrm_committed")
        self.env.cr.clear()
        self.env.invalidate_all()

    def make_run(self, text="", lines=(), user=None, **vals):
        """A run of a CSV file, by an administrator."""
        content = text if isinstance(text, bytes) else text.encode()
        content = content or "\n".join([vals.pop("header", HEADER), *lines]).encode()
        runs = self.runs.with_user(user) if user else self.runs
        return runs.create(
            {
                "name": "Test",
                "filename": "old.csv",
                "file": base64.b64encode(content),
                "source": "old",
                "nature_id": self.anonymous_nature.id,
                "channel_id": self.channel.id,
                **vals,
            }
        )

    def line(self, key="1", unit="T-1", subject="T-S1", closed="2015-01-12", received="2015-01-02"):
        return f"{key},{unit},{subject},{closed},{received},Text {key}"

    def go(self, run):
        """Starts it and lets the background work at it once."""
        if run.state in ("draft", "tried"):
            run.action_start()
            self.commit(run, 0, 0)
        run.sudo()._go_on()
        run.invalidate_recordset()
        return run

    @contextmanager
    def batches_of(self, size):
        with patch("odoo.addons.zrm_import.models.zrm_import_run.BATCH", size):
            yield

    def cases(self, source="old"):
        return self.env["zrm.case"].search([("external_ref", "=like", f"{source}:%")], order="id")

    def assertCounts(self, run, read, registered, there=0, refused=0):
        self.assertEqual(
            (run.row_count, run.registered_count, run.there_count, run.refused_count),
            (read, registered, there, refused),
            run.row_ids.mapped("reason"),
        )
        self.assertEqual(read, registered + there + refused)
