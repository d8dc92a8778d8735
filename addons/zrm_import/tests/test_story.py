import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ImportCommon

HEADER = "key,unit,subject,closed_at,received_at,description,name,phone"


@tagged("post_install", "-at_install")
class TestStory(ImportCommon):
    """Flow 14: the register of the last years comes in: trial, run, report, the corrected
    lines once more, and then people work on what is open."""

    def old(self, key, closed="2015-01-12", received="2015-01-02", phone="09121230001", **vals):
        unit, name = vals.get("unit", "T-1"), vals.get("name", "Ali Tester")
        return f"{key},{unit},T-S1,{closed},{received},Text {key},{name},{phone}"

    def test_from_the_old_register_to_the_desk(self):
        lines = [
            self.old("1"),
            self.old("2", closed=""),
            self.old("3", received="gestern"),
            self.old("4", unit="Nowhere"),
            self.old("5", phone="12"),
            self.old("1"),
        ]
        run = self.make_run(header=HEADER, lines=lines)
        before = self.env["zrm.case"].search_count([])
        run.action_try()
        self.assertEqual(self.env["zrm.case"].search_count([]), before, "a trial changes nothing")
        self.assertEqual((run.trial["read"], run.trial["new"], run.trial["there"]), (6, 2, 1))
        self.assertIn("gestern", run.trial_html)
        with self.assertRaises(AccessError):
            run.with_user(self.manager).action_start()

        self.go(run)
        self.assertCounts(run, 6, 2, 1, 3)
        reasons = dict(zip(run.row_ids.mapped("kind"), run.row_ids.mapped("reason"), strict=True))
        self.assertEqual(set(reasons), {"date", "unknown", "citizen"})
        self.assertTrue(all(reasons.values()))
        self.assertFalse(self.env["zrm.case.notice"].search([("case_id", "in", self.cases().ids)]))

        report = base64.b64decode(run.refused_file).decode("utf-8-sig")
        for wrong, right in (
            ("gestern", "2015-01-03"),
            ("Nowhere", "T-1"),
            (",12,", ",09121230002,"),
        ):
            self.assertIn(wrong, report)
            report = report.replace(wrong, right)
        again = self.go(self.make_run(report))
        self.assertCounts(again, 3, 3)
        self.assertFalse(again.refused_file)
        self.assertCounts(self.go(self.make_run(header=HEADER, lines=lines[:2])), 2, 0, 2)
        self.assertEqual(len(self.cases()), 5)
        self.the_desk_goes_on()

    def the_desk_goes_on(self):
        """What is open is worked on; its citizen hears of that and of nothing before."""
        case = self.cases().filtered(lambda one: one.external_ref == "old:2")
        self.assertEqual((case.state, case.unit_id, case.missed), ("new", self.unit, False))
        self.assertOneOpenLeg(case)
        citizen = case.partner_id
        self.assertEqual(citizen.phone_sanitized, "+989121230001")
        self.assertFalse(self.seen_by(self.outsider, case).has_access("read"))
        mine = self.seen_by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_answer("done after years")
        told = self.env["zrm.case.notice"].search([("partner_id", "=", citizen.id)])
        self.assertEqual(told.mapped("moment"), ["answered"])
        case._object_to_answer("not at all")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.unit_id), ("open", self.city))
        # Who calls again is the same person.
        desk = self.env["res.partner"].with_user(self.operator)
        self.assertEqual(desk._find_citizens("0912 123 0001"), citizen)
