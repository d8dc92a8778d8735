from odoo.tests import tagged

from .common import ImportCommon


@tagged("post_install", "-at_install")
class TestTrial(ImportCommon):
    def counts(self):
        models = ("zrm.case", "zrm.unit", "zrm.subject", "zrm.region", "res.partner")
        return {name: self.env[name].search_count([]) for name in models}

    def test_a_trial_changes_nothing_and_tells_all(self):
        self.go(self.make_run(lines=[self.line("7")]))
        run = self.make_run(
            lines=[
                self.line("1"),
                self.line("2", unit="New unit"),
                self.line("3", subject="New subject"),
                self.line("4", received="31 February"),
                self.line("1"),
                self.line("7"),
            ],
            creates_units=True,
            creates_subjects=True,
        )
        before = self.counts()
        run.action_try()
        self.assertEqual(self.counts(), before)
        self.assertEqual(run.state, "tried")
        trial = run.trial
        self.assertEqual((trial["read"], trial["new"], trial["there"]), (6, 3, 2))
        self.assertEqual(trial["refused"], {"date": 1})
        self.assertEqual(
            trial["names"], {"unit": ["New unit"], "subject": ["New subject"], "region": []}
        )
        self.assertEqual(trial["first_refused"][0][0], 5)
        self.assertIn("31 February", run.trial_html)
        # The run keeps what the trial said.
        self.go(run)
        self.assertCounts(run, 6, 3, 2, 1)
        self.assertEqual(
            self.env["zrm.unit"].search([("name", "=", "New unit")]).parent_id, run.parent_unit_id
        )

    def test_text_of_the_file_is_no_markup(self):
        run = self.make_run(lines=[self.line("1", received="<img src=x onerror=alert(1)>")])
        run.action_try()
        self.assertNotIn("<img", run.trial_html)

    def test_a_change_asks_for_a_new_trial(self):
        run = self.make_run(lines=[self.line("1")])
        run.action_try()
        run.creates_units = True
        self.assertEqual(run.state, "draft")

    def test_in_the_background_and_called_off(self):
        lines = [self.line("1", unit="New unit")]
        run = self.make_run(lines=lines, creates_units=True)
        run._set({"state": "trying"})
        run.action_pause()
        run.sudo()._go_on()
        self.assertEqual((run.state, run.trial), ("draft", False))
        run._set({"state": "trying"})
        run.sudo()._go_on()
        self.assertEqual((run.state, run.trial["new"]), ("tried", 1))
        self.assertFalse(self.env["zrm.unit"].search([("name", "=", "New unit")]))
        self.assertFalse(self.cases())
