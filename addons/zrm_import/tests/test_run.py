from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import Crash, ImportCommon

LINES = 25


@tagged("post_install", "-at_install")
class TestRun(ImportCommon):
    def lines(self, count=LINES):
        return [self.line(str(number)) for number in range(count)]

    def test_after_a_crash_it_goes_on_without_doubling(self):
        run = self.make_run(lines=self.lines())
        Case = type(self.env["zrm.case"])
        original, calls = Case._intake_past, []

        def crashing(cases, *args):
            result = original(cases, *args)
            calls.append(1)
            if len(calls) == 3:
                raise Crash
            return result

        with self.batches_of(10):
            with patch.object(Case, "_intake_past", crashing), suppress(Crash):
                self.go(run)
            self.fall_back()
            self.assertEqual((run.state, run.done_count, len(self.cases())), ("running", 20, 20))
            self.go(run)
        self.assertEqual(run.state, "done")
        self.assertCounts(run, LINES, LINES)
        self.assertEqual(len(self.cases()), LINES)

    def test_a_crash_behind_the_commit_doubles_nothing_either(self):
        run = self.make_run(lines=self.lines())
        commit = self.commit

        def dying(run, processed, remaining):
            commit(run, processed, remaining)
            if sum(self.commits) == 10:
                raise Crash

        with self.batches_of(10):
            with patch.object(self.model, "_commit", dying), suppress(Crash):
                self.go(run)
            self.assertEqual(sum(self.commits), 10, "it crashed")
            self.fall_back()
            self.go(run)
        self.assertCounts(run, LINES, LINES)
        self.assertEqual(len(self.cases()), LINES)

    def test_pause_continue_cancel(self):
        run = self.make_run(lines=self.lines())
        commit = self.commit

        def pausing(working, processed, remaining):
            commit(working, processed, remaining)
            if sum(self.commits) == 10:
                self.runs.browse(working.id).action_pause()

        with self.batches_of(10), patch.object(self.model, "_commit", pausing):
            self.go(run)
        self.assertEqual((run.state, run.done_count, len(self.cases())), ("paused", 10, 10))
        self.assertEqual(run.progress, 40)
        with self.assertRaises(UserError):
            run.source = "other"
        with self.assertRaises(UserError):
            run.action_start()
        run.action_continue()
        self.go(run)
        self.assertCounts(run, LINES, LINES)
        with self.assertRaises(UserError):
            run.action_cancel()
        other = self.make_run(lines=self.lines(), source="other")
        other.action_start()
        other.action_cancel()
        self.go(other)
        self.assertEqual((other.state, other.registered_count), ("cancelled", 0))

    def test_the_scheduled_action_runs_it(self):
        run = self.make_run(lines=self.lines(3))
        run.action_start()
        self.env["zrm.import"]._cron_run()
        run.invalidate_recordset()
        self.assertEqual(run.state, "done")
        self.assertCounts(run, 3, 3)
        # In the name of whoever started it.
        self.assertEqual(self.cases().create_uid, self.administrator)

    def test_a_bad_row_costs_nobody_else(self):
        run = self.make_run(lines=self.lines(8))
        Case = type(self.env["zrm.case"])
        original = Case._intake_past

        def refusing(cases, vals_list, clock):
            original(cases, vals_list, clock)
            if any(vals["external_ref"] == "old:5" for vals in vals_list):
                raise UserError(cases.env._("Not this one."))

        with patch.object(Case, "_intake_past", refusing):
            self.go(run)
        self.assertCounts(run, 8, 7, 0, 1)
        self.assertEqual(run.row_ids.mapped("reason"), ["Not this one."])
        self.assertEqual(run.row_ids.line, 7)
        self.assertNotIn("old:5", self.cases().mapped("external_ref"))

    def test_rows_without_reference_are_known_by_content(self):
        rows = ["2015-01-01,T-S1,a", "2015-01-01,T-S1,a", "2015-01-01,T-S1,b"]
        text = "\n".join(["received_at,subject,description", *rows])
        self.assertCounts(self.go(self.make_run(text)), 3, 3)
        self.assertCounts(self.go(self.make_run(text)), 3, 0, 3)

    def test_a_file_that_changed_is_not_gone_on_with(self):
        run = self.make_run(lines=self.lines(3))
        run.action_start()
        run._set({"survey": {"repeated": [], "size": 1}, "row_count": 3})
        self.commit(run, 0, 0)
        self.go(run)
        self.assertEqual(run.state, "failed")
        self.assertIn("changed", run.problem)

    def test_citizens_get_one_file(self):
        header = "key,received_at,subject,name,phone,national id"
        national_id = "0499370899"
        run = self.make_run(
            header=header,
            lines=[
                "1,2015-01-01,T-S1,Ali Tester,09121230001,",
                "2,2015-01-02,T-S1,Ali Tester,0912 123 0001,",
                f"3,2015-01-03,T-S1,Sara Tester,,{national_id}",
                f"4,2015-01-04,T-S1,Sara T.,,{national_id}",
                "5,2015-01-05,T-S1,Wrong,,1234567890",
            ],
        )
        self.go(run)
        self.assertCounts(run, 5, 4, 0, 1)
        self.assertEqual(run.row_ids.kind, "citizen")
        people = self.cases().mapped("partner_id")
        self.assertEqual(people.mapped("name"), ["Ali Tester", "Sara Tester"])
        self.assertFalse(self.env["zrm.case.notice"].search([("case_id", "in", self.cases().ids)]))
        self.assertFalse(self.env["mail.mail"].search([("recipient_ids", "in", people.ids)]))
