"""The deadline status is one decision: as it is read, searched for and counted."""

from datetime import timedelta
from itertools import product

from odoo import fields
from odoo.tests import freeze_time, tagged

from ..common import CaseCommon

STATES = ("none", "in_time", "soon", "missed", "done")


@tagged("post_install", "-at_install")
class TestDeadlineStatus(CaseCommon):
    @freeze_time("2026-01-05 08:00:00")
    def test_read_searched_and_counted_alike(self):
        """In every constellation, an empty warning time among them."""
        now, hour = fields.Datetime.now(), timedelta(hours=1)
        moments = (False, now - hour, now, now + hour)
        constellations = list(
            product(moments, moments, (False, now - hour), (False, "deadline", "step_deadline"))
        )
        cases = self.env["zrm.case"]._intake([self.intake_vals() for _one in constellations])
        settled = self.env["zrm.case"]._intake([self.intake_vals() for _one in constellations])
        settled.sudo().with_context(tracking_disable=True)._write_handling(
            {"step_id": self.steps["answered"].id}
        )
        for found in (cases, settled):
            for case, (deadline, warn_at, paused_at, missed) in zip(
                found, constellations, strict=True
            ):
                case._write_handling(
                    {
                        "deadline": deadline,
                        "warn_at": warn_at,
                        "paused_at": paused_at,
                        "missed": missed,
                    }
                )
        everything = (cases | settled).sudo()
        self.assertEqual(set(settled.mapped("sla_state")), {"missed", "done"})
        self.assertEqual(set(cases.mapped("sla_state")), set(STATES) - {"done"})
        domain = [("id", "in", everything.ids)]
        counted = dict(everything._read_group(domain, ["sla_state"], ["__count"]))
        for state in STATES:
            read = everything.filtered(lambda case, state=state: case.sla_state == state)
            searched = everything.search([*domain, ("sla_state", "=", state)])
            self.assertEqual(searched, read.sorted(), state)
            self.assertEqual(counted.get(state, 0), len(read), state)
            others = everything.search([*domain, ("sla_state", "!=", state)])
            self.assertEqual(others | read, everything)

    def test_holidays_of_another_company_do_not_count(self):
        company = self.env["res.company"].create({"name": "شهر دیگر"})
        holiday = {
            "name": "تعطیل",
            "date_from": "2026-01-05 00:00:00",
            "date_to": "2026-01-05 23:59:59",
        }
        Leaves = self.env["resource.calendar.leaves"]
        theirs = Leaves.with_company(company).create({**holiday, "calendar_id": False})
        self.assertEqual(theirs.company_id, company)
        with freeze_time("2026-01-05 08:00:00"):
            self.assertEqual(str(self.make_case().response_deadline), "2026-01-05 16:00:00")
            Leaves.create({**holiday, "calendar_id": False})
            self.assertEqual(str(self.make_case().response_deadline), "2026-01-06 16:00:00")

    def test_a_batch_reads_calendars_once(self):
        Calendar = type(self.env["resource.calendar"])
        read, calls = Calendar._work_intervals_batch, []

        def counting(calendar, *args, **kwargs):
            calls.append(calendar)
            return read(calendar, *args, **kwargs)

        self.patch(Calendar, "_work_intervals_batch", counting)
        self.env["zrm.case"]._intake([self.intake_vals() for _one in range(20)])
        self.assertEqual(len(calls), 1)
