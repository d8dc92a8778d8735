"""What the hot paths cost in queries, with nothing in the record cache, as in a
new request. Times are measured in benchmarks/."""

import re

from lxml import etree

from odoo.tests import tagged

from ..common import CaseCommon

OPEN = [("state", "not in", ("closed", "rejected"))]


@tagged("post_install", "-at_install")
class TestPerformance(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As in a request: with tracking, and without what tests switch off.
        cls.env = cls.env(context={})
        cls.Case = cls.env["zrm.case"]

    def cold(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def costs(self, work):
        """Queries of a piece of work and of what a commit adds; the first time
        fills the registry's caches and does not count."""
        self.as_if_committed()
        counts = []
        for _time in range(2):
            self.cold()
            before = self.env.cr.sql_log_count
            work()
            self.env.flush_all()
            self.env.cr.precommit.run()
            counts.append(self.env.cr.sql_log_count - before)
        return counts[1]

    def specification(self, view_type):
        arch = self.Case.get_views([(False, view_type)])["views"][view_type]["arch"]
        names = {node.get("name") for node in etree.fromstring(arch).iter("field")}
        relations = {name for name in names if self.Case._fields[name].type == "many2one"}
        return {
            name: {"fields": {"display_name": {}}} if name in relations else {} for name in names
        }

    def test_registering_one(self):
        region = self.env["zrm.region"].create({"name": "منطقه ۶"})
        Case = self.Case.with_user(self.operator)
        vals = self.intake_vals(region_id=region.id)
        # Four of them for the calendar, which is Odoo's and read anew each time.
        self.assertLessEqual(self.costs(lambda: Case._intake([vals])), 11)

    def test_registering_one_with_somebody_new(self):
        # As every request of the web client, with the reader's language.
        Case = self.Case.with_user(self.operator).with_context(lang="en_US")
        phones = iter(("09121110001", "09121110002"))

        def work():
            citizen = {"name": "زهرا کریمی", "phone": next(phones)}
            case = Case._intake([self.intake_vals(partner_id=False, citizen=citizen)])
            # No note of what the file says anyway, and nobody follows it.
            self.assertFalse(case.partner_id.sudo().message_ids)
            self.assertFalse(case.partner_id.sudo().message_follower_ids)

        self.assertLessEqual(self.costs(work), 20)

    def test_likely_ones_cost_the_same_however_many(self):
        region = self.env["zrm.region"].create({"name": "منطقه ۶"})
        vals = self.intake_vals(region_id=region.id, address="خیابان بهار")
        asked = {"subject_id": self.subject.id, "region_id": region.id, "address": "کوچه بهار"}
        Quick = self.env["zrm.case.quick"].with_user(self.operator)
        self.make_case(**vals)

        def counts():
            return (
                self.costs(lambda: self.Case._likely_duplicates(asked).mapped("name")),
                self.costs(lambda: Quick.quick_likely(asked)),
            )

        few = counts()
        self.Case.with_user(self.operator)._intake([dict(vals) for _time in range(60)])
        self.assertEqual(len(self.Case._likely_duplicates(asked)), 61)
        more = counts()
        # Three cases are shown instead of one, which their names are read for.
        self.assertLessEqual(more[0], few[0] + 1)
        self.assertLessEqual(more[1], few[1] + 1)

    def test_registering_many(self):
        Case = self.Case.with_user(self.operator)
        # As a day brings them: of many people about many things.
        subjects = self.env["zrm.subject"].create(
            [
                {"name": f"موضوع {n}", "code": f"many-{n}", "process_id": self.process.id}
                for n in range(40)
            ]
        )
        self.env["zrm.routing.rule"].create(
            [{"subject_id": subject.id, "unit_id": self.unit.id} for subject in subjects]
        )
        people = self.env["res.partner"].create(
            [{"name": f"شهروند {n}", "is_citizen": True} for n in range(50)]
        )
        many = [
            self.intake_vals(
                name=f"مورد {number}",
                subject_id=subjects[number % 40].id,
                partner_id=people[number % 50].id,
            )
            for number in range(200)
        ]
        self.assertLessEqual(self.costs(lambda: Case._intake(many)), 20)

    def test_moving_one_step(self):
        cases = iter([self.make_case() for _time in range(2)])
        step_id = self.steps["open"].id
        expert = self.expert
        self.assertLessEqual(
            self.costs(lambda: next(cases).with_user(expert).action_move(step_id)), 11
        )

    def test_passing_on_with_a_step(self):
        self.steps["open"].write({"responsible": "unit", "unit_id": self.other_unit.id})
        cases = iter([self.make_case() for _time in range(2)])
        step_id = self.steps["open"].id
        expert = self.expert
        self.assertLessEqual(
            self.costs(lambda: next(cases).with_user(expert).action_move(step_id)), 20
        )

    def test_lists_cost_the_same_however_long(self):
        Case, spec = self.Case.with_user(self.expert), self.specification("list")

        def work():
            return Case.web_search_read(OPEN, spec, limit=80, count_limit=10_001)

        self.make_case()
        few = self.costs(work)
        self.Case.with_user(self.operator)._intake([self.intake_vals() for _time in range(90)])
        self.assertEqual(len(work()["records"]), 80)
        self.assertLessEqual(self.costs(work), few + 1)  # the count
        self.assertLessEqual(few, 12)

    def test_bars_above_the_columns(self):
        cases = [self.open_case() for _time in range(4)]
        cases[0]._write_handling({"deadline": "2020-01-01 00:00:00"})
        cases[1]._write_handling({"warn_at": "2020-01-01 00:00:00"})
        cases[2].sudo()._stop_clock()
        Case = self.Case.with_user(self.expert)
        colors = {"missed": "danger", "soon": "warning", "in_time": "info", "done": "success"}
        bar = {"field": "sla_state", "colors": colors}
        domain = [("id", "in", [case.id for case in cases])]
        counted = Case.read_progress_bar(domain, "stage_id", bar)[str(cases[0].stage_id.id)]
        self.assertEqual(counted, {"missed": 1, "soon": 1, "in_time": 1, "done": 0})
        for state in colors:
            found = Case.search_count([*domain, ("sla_state", "=", state)])
            self.assertEqual(counted[state], found, state)
        self.assertLessEqual(self.costs(lambda: Case.read_progress_bar(domain, "stage_id", bar)), 3)

    def test_a_board_is_read_from_its_index_alone(self):
        """What counts its columns and bars, by somebody who sees some cases only."""
        Case = self.Case.with_user(self.expert)
        query = Case._search([*OPEN, ("is_for_me", "=", True)])
        read = query.select("stage_id", "state", "missed", "deadline", "paused_at", "warn_at")
        asked = set(re.findall(r'"zrm_case"\."(\w+)"', read.code))
        self.env.cr.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'zrm_case_board'::regclass"
        )
        self.assertGreater(asked, {"unit_id", "company_id"})
        self.assertFalse(asked - {name for (name,) in self.env.cr.fetchall()})

    def test_kanbans_cost_the_same_however_long(self):
        Case, spec = self.Case.with_user(self.expert), self.specification("kanban")

        def work():
            return Case.with_context(read_group_expand=True).web_read_group(
                OPEN,
                ["stage_id"],
                [],
                auto_unfold=True,
                unfold_read_specification=spec,
                unfold_read_default_limit=40,
            )

        self.make_case()
        few = self.costs(work)
        self.Case.with_user(self.operator)._intake([self.intake_vals() for _time in range(50)])
        self.assertLessEqual(self.costs(work), few)
        self.assertLessEqual(few, 16)
