import csv
import json
import lzma
from collections import Counter

from odoo.tests import tagged
from odoo.tools.misc import file_path

from .common import ImportCommon


@tagged("post_install", "-at_install")
class TestSample(ImportCommon):
    """A sample of real casework (NYC Open Data): each row of every key that
    stands twice, and every 92nd of the others."""

    def test_every_row_is_where_plain_python_says(self):
        path = file_path("zrm_import/tests/data/nyc_sample.csv.xz")
        with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with open(file_path("zrm_import/data/nyc.json"), encoding="utf-8") as file:
            settings = json.load(file)
        with self.batches_of(500):
            run = self.env["zrm.import"]._for_command(path, settings)
            run._go_on()
        run.invalidate_recordset()
        first = {}
        for row in rows:
            first.setdefault(row["unique_key"], row)
        self.assertCounts(run, len(rows), len(first), len(rows) - len(first))
        self.assertEqual(run.differing_count, 95)
        cases = self.cases("nyc")
        default = settings["defaults"]["subject"]
        self.assertEqual(
            Counter(
                (
                    case.unit_id.code,
                    # Names that differ in case alone are one.
                    case.subject_id.complete_name.casefold(),
                    str(case.received_at.date())[:7],
                )
                for case in cases
            ),
            Counter(
                (
                    row["account"],
                    " / ".join(filter(None, (row["complaint_type"], row["descriptor"]))).casefold()
                    or default.casefold(),
                    row["opendate"][:7],
                )
                for row in first.values()
            ),
        )
        self.assertEqual(
            Counter(str(case.closed_at.date()) if case.closed_at else "" for case in cases),
            Counter(row["closedate"] for row in first.values()),
        )
        self.assertEqual(
            Counter(cases.mapped("state")),
            Counter("closed" if row["closedate"] else "new" for row in first.values()),
        )
        self.assertFalse(cases.activity_ids)
        self.assertFalse(cases.filtered("missed"))
        # Once more: all of it is there.
        again = self.env["zrm.import"]._for_command(path, settings)
        again._go_on()
        again.invalidate_recordset()
        self.assertCounts(again, len(rows), 0, len(rows))
