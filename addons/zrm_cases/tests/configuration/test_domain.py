import doctest

from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, tagged

from ...domain import (
    forbidden_files,
    judging,
    likeness,
    matter,
    pauses,
    placeholders,
    process_graph,
    qr_code,
    routing,
    sla,
    tracking_code,
    working_time,
)
from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestDomain(BaseCase):
    def test_doctests(self):
        modules = (
            forbidden_files,
            judging,
            likeness,
            matter,
            pauses,
            placeholders,
            process_graph,
            qr_code,
            routing,
            sla,
            tracking_code,
            working_time,
        )
        for module in modules:
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed, module.__name__)

    def test_a_slip_in_the_tracking_code_is_noticed(self):
        code = tracking_code.new_code()
        for place in range(len(code)):
            for digit in "0123456789":
                slipped = code[:place] + digit + code[place + 1 :]
                self.assertEqual(tracking_code.is_valid(slipped), slipped == code)
        for place in range(len(code) - 1):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            self.assertEqual(tracking_code.is_valid(swapped), swapped == code)


@tagged("post_install", "-at_install")
class TestProcess(CaseCommon):
    def test_a_process_that_gets_stuck_is_refused_in_words(self):
        for change, message in (
            (
                lambda: self.steps["waiting"].write({"next_step_ids": [(5, 0, 0)]}),
                "Nothing follows",
            ),
            (
                lambda: self.steps["open"].write({"next_step_ids": [(4, self.steps["open"].id)]}),
                "leads to itself",
            ),
            (
                lambda: self.steps["new"].write({"next_step_ids": [(3, self.steps["open"].id)]}),
                "cannot be reached",
            ),
        ):
            with self.assertRaisesRegex(ValidationError, message), self.env.cr.savepoint():
                change()

    def test_a_step_of_another_process_cannot_follow(self):
        other = self.process.copy({"code": "other", "active": False})
        with self.assertRaisesRegex(ValidationError, "belongs to another process"):
            self.steps["new"].next_step_ids += other.step_ids[0]

    def test_a_named_unit_has_to_be_named(self):
        with self.assertRaisesRegex(ValidationError, "unit that is responsible"):
            self.steps["open"].responsible = "unit"

    def test_subjects_are_found_by_any_index_term(self):
        Subject = self.env["zrm.subject"].with_user(self.operator)
        for typed in ("لايروبي", "نهر", "كانال", "جوی"):
            found = [item[0] for item in Subject.name_search(typed)]
            self.assertIn(self.subject.id, found, typed)

    def test_ready_subjects_are_found_in_persian(self):
        Subject = self.env["zrm.subject"].with_user(self.operator)
        dredging = self.env.ref("zrm_cases.subject_gutter_dredging", raise_if_not_found=False)
        ready = dredging or self.env["zrm.subject"].search(
            [("code", "!=", False), ("id", "!=", self.subject.id)], limit=1
        )
        words = ready.with_context(lang="fa_IR").name.split()
        found = [item[0] for item in Subject.name_search(words[0], limit=50)]
        self.assertIn(ready.id, found)

    def test_a_subject_takes_the_process_from_above(self):
        child = self.env["zrm.subject"].create(
            {"name": "جوی بزرگ", "parent_id": self.subject.id, "code": "T-S2"}
        )
        self.assertEqual(child._process(), self.process)
