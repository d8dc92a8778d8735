import base64
import csv
import io

from odoo.tests import tagged

from .common import ImportCommon


@tagged("post_install", "-at_install")
class TestReport(ImportCommon):
    def report(self, run, name="refused"):
        text = base64.b64decode(run[f"{name}_file"]).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def test_formulas_are_words_and_come_back_as_they_were(self):
        formulas = ("=1+1", "+98", "-2", "@SUM(A1)")
        run = self.make_run(lines=[self.line(ref, received="gestern") for ref in formulas])
        self.go(run)
        content = base64.b64decode(run.refused_file)
        cells = [next(iter(row.values())) for row in self.report(run)]
        self.assertEqual(cells, [f"'{ref}" for ref in formulas])
        corrected = content.decode("utf-8-sig").replace("gestern", "2015-01-03")
        again = self.go(self.make_run(corrected))
        self.assertCounts(again, 4, 4)
        self.assertEqual(
            {case.external_ref.split(":", 1)[1] for case in self.cases()}, set(formulas)
        )

    def test_each_refusal_says_why(self):
        long = "x" * 100_001
        run = self.make_run(
            lines=[
                self.line("1"),
                self.line("date", received="13/45/2015"),
                self.line("closed", closed="kürzlich"),
                self.line("order", closed="2014-12-31"),
                self.line("future", received="2090-01-01", closed=""),
                self.line("no day", received=""),
                self.line("unit", unit="Nowhere"),
                self.line("subject", subject="Nothing"),
                self.line("empty", subject=""),
                f"long,T-1,T-S1,,2015-01-01,{long}",
                "shape,T-1,T-S1,,2015-01-01,text,more",
                "k" * 300 + ",T-1,T-S1,,2015-01-01,text",
            ]
        )
        self.go(run)
        self.assertCounts(run, 12, 1, 0, 11)
        kinds = dict(
            zip(
                [row["cells"][0][:7] for row in run.row_ids.read(["cells"])],
                run.row_ids.mapped("kind"),
                strict=True,
            )
        )
        self.assertEqual(
            kinds,
            {
                "date": "date",
                "closed": "date",
                "order": "order",
                "future": "order",
                "no day": "missing",
                "unit": "unknown",
                "subject": "unknown",
                "empty": "missing",
                "long": "long",
                "shape": "shape",
                "kkkkkkk": "long",
            },
        )
        self.assertTrue(all(run.row_ids.mapped("reason")))
        self.assertEqual(len(self.report(run)), 11)

    def test_the_report_is_corrected_and_fed_in_again(self):
        run = self.make_run(
            lines=[self.line("1"), self.line("2", received="gestern"), self.line("3")]
        )
        self.go(run)
        self.assertCounts(run, 3, 2, 0, 1)
        (row,) = self.report(run)
        self.assertIn("gestern", row.pop("Reason"))
        self.assertEqual(",".join(row.values()), self.line("2", received="gestern"))
        corrected = (
            base64.b64decode(run.refused_file).decode("utf-8-sig").replace("gestern", "2015-01-03")
        )
        again = self.go(self.make_run(corrected))
        self.assertCounts(again, 1, 1)
        self.assertFalse(again.refused_file)
        self.assertEqual(len(self.cases()), 3)
        # All of it once more: nothing comes twice.
        self.assertCounts(self.go(self.make_run(corrected)), 1, 0, 1)

    def test_a_reference_that_stands_twice(self):
        run = self.make_run(
            lines=[
                self.line("1"),
                self.line("1"),
                self.line("1", closed="2015-01-20"),
                self.line("2", received="never"),
                self.line("2"),
            ]
        )
        self.go(run)
        self.assertCounts(run, 5, 2, 2, 1)
        (row,) = self.report(run, "differing")
        self.assertIn("“2015-01-12” / “2015-01-20”", row["Reason"])
        self.assertEqual(str(self.cases()[0].closed_at.date()), "2015-01-12")

    def test_over_batches_and_after_a_pause(self):
        lines = [
            self.line("1"),
            self.line("2"),
            self.line("3"),
            self.line("1", closed="2015-02-02"),
        ]
        run = self.make_run(lines=lines)
        run.action_start()
        with self.batches_of(2):
            run.sudo()._go_on(until=0)
            run.invalidate_recordset()
            self.assertEqual(run.done_count, 2)
            self.go(run)
        self.assertCounts(run, 4, 3, 1)
        self.assertEqual(run.differing_count, 1)
