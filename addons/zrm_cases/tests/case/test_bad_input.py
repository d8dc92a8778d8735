"""Errors are reported at once, with a message that says what to do."""

# pylint: disable=translation-required

import base64

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import CaseCommon
from ..core.test_files import document, picture


@tagged("post_install", "-at_install")
class TestBadInput(CaseCommon):
    # Unknown subject, nature and channel, and 2 MB of text: see test_intake.

    def test_an_unknown_unit(self):
        case = self.open_case()
        with self.assertRaisesRegex(UserError, "Choose a unit that is in use"):
            case.action_refer(999_999_999)
        empty = self.env["zrm.unit"].create({"name": "قدیمی", "active": False})
        with self.assertRaisesRegex(UserError, "Choose a unit that is in use"):
            case.action_refer(empty.id)

    def test_loops_in_trees(self):
        child = self.env["zrm.subject"].create({"name": "x", "parent_id": self.subject.id})
        with self.assertRaisesRegex(UserError, "Recurs|part of itself"):
            self.subject.parent_id = child
        cause = self.env["zrm.root.cause"].create({"name": "a"})
        part = self.env["zrm.root.cause"].create({"name": "b", "parent_id": cause.id})
        with self.assertRaisesRegex(UserError, "Recurs|part of itself"):
            cause.parent_id = part
        with self.assertRaisesRegex(UserError, "Recurs|above itself"):
            self.city.parent_id = self.unit

    def test_a_problem_that_is_part_of_itself(self):
        case = self.open_case()
        other = self.open_case(parent_id=case.id)
        with self.assertRaisesRegex(UserError, "part of itself"):
            case.parent_id = other

    def test_loops_and_dead_ends_in_a_process(self):
        for vals, message in (
            ({"next_step_ids": [(4, self.steps["open"].id)]}, "open leads to itself"),
            ({"next_step_ids": [(5,)]}, "Nothing follows the step open"),
            (
                {"next_step_ids": [(6, 0, self.steps["waiting"].ids)]},
                "answered cannot be reached|open no end can be reached",
            ),
        ):
            with self.assertRaisesRegex(ValidationError, message), self.env.cr.savepoint():
                self.steps["open"].write(vals)

    def test_a_step_of_another_process(self):
        other = self.process.copy()
        with self.assertRaisesRegex(ValidationError, "belongs to another process"):
            self.steps["open"].next_step_ids = [(4, other.step_ids[0].id)]

    def test_a_process_without_steps(self):
        with self.assertRaisesRegex(ValidationError, "at least one step"):
            self.env["zrm.process"].create({"name": "x", "code": "t_x", "active": True})

    def test_a_stage_that_belongs_to_no_process(self):
        case = self.open_case()
        stage = self.env["zrm.stage"].create({"name": "x", "state": "closed"})
        with self.assertRaisesRegex(ValidationError, "by the buttons"):
            case.stage_id = stage
        with self.assertRaisesRegex(UserError, "What may follow: "):
            case.action_move(999_999_999)

    def test_a_stage_in_use_keeps_its_meaning(self):
        stage = self.steps["open"].stage_id
        self.open_case()
        with self.assertRaisesRegex(ValidationError, "cases stand there"):
            stage.state = "closed"

    def test_people_who_left(self):
        self.expert2.active = False
        case = self.open_case()
        with self.assertRaisesRegex(UserError, "does not work in"):
            case.action_assign(self.expert2.id)
        with self.assertRaisesRegex(UserError, "does not work in"):
            case.action_refer(self.unit.id, user_id=self.expert2.id)
        with self.assertRaisesRegex(ValidationError, "account of .* is closed"):
            self.other_unit.manager_id = self.expert2

    def test_units_that_are_not_in_use(self):
        closed = self.env["zrm.unit"].create({"name": "قدیمی", "active": False})
        with self.assertRaisesRegex(ValidationError, "not in use any more"):
            self.env["zrm.routing.rule"].create({"unit_id": closed.id})
        with self.assertRaisesRegex(ValidationError, "not in use any more"):
            self.steps["open"].write({"responsible": "unit", "unit_id": closed.id})

    def test_a_step_without_its_unit(self):
        with self.assertRaisesRegex(ValidationError, "unit that is responsible"):
            self.steps["open"].responsible = "unit"

    def test_a_unit_that_is_needed_stays(self):
        with self.assertRaisesRegex(UserError, "routing rules give it cases"):
            self.unit.active = False
        case = self.make_case()
        with self.assertRaisesRegex(UserError, "it has open cases"):
            self.unit.active = False
        case.with_user(self.expert).action_refer(self.other_unit.id)
        self.env["zrm.routing.rule"].search([("unit_id", "=", self.unit.id)]).unlink()
        self.unit.active = False
        self.assertFalse(self.unit.active)

    def test_an_empty_routing_table(self):
        self.env["zrm.routing.rule"].search([]).unlink()
        case = self.make_case()
        self.assertFalse(case.unit_id.parent_id)
        self.assertOneOpenLeg(case)

    def test_markup_in_every_text_stays_text(self):
        script = "<script>alert(1)</script><b onclick='x()'>متن</b>"
        case = self.make_case(
            name=script, description=script, remedy_sought=script, address=script
        ).with_user(self.expert)
        case.action_move(self.steps["open"].id)
        case.action_refer(self.other_unit.id, kind="copy", instruction=script)
        case.action_answer(script)
        for text in (case.name, case.description, case.answer, case.remedy_sought, case.address):
            self.assertEqual(text, script)
        posted = case.message_post(body=script).body
        self.assertNotIn("<script>", posted)
        self.subject.name = script
        test = self.env["zrm.routing.test"].create({"subject_id": self.subject.id})
        self.assertNotIn("<script>", test.result)

    def test_files_that_are_programs_or_pages(self):
        case = self.open_case()
        for name, content in (
            ("photo.exe", b"x"),
            ("photo.jpg", b"MZ\x90\x00" + bytes(60)),
            ("note.txt", b"  <HTML><body>x"),
            ("drawing.svg", b"<svg/>"),
            ("run.txt", b"#!/bin/sh\nrm -rf /"),
        ):
            with self.assertRaisesRegex(UserError, "cannot be attached"), self.env.cr.savepoint():
                case.message_post(body="x", attachments=[(name, content)])
            vals = {"name": name, "res_model": "zrm.case", "res_id": case.id}
            vals["datas"] = base64.b64encode(content)
            with self.assertRaisesRegex(UserError, "cannot be attached"), self.env.cr.savepoint():
                self.env["ir.attachment"].with_user(self.expert).create(vals)
        message = case.message_post(body="x", attachments=[("photo.jpg", picture())])
        self.assertEqual(message.attachment_ids.res_id, case.id)

    def test_a_file_from_the_composer_is_looked_at_when_it_arrives(self):
        case = self.open_case()
        waiting = (
            self.env["ir.attachment"]
            .with_user(self.expert)
            .create(
                {"name": "a.bat", "raw": b"del", "res_model": "mail.compose.message", "res_id": 0}
            )
        )
        with self.assertRaisesRegex(UserError, "cannot be attached"):
            case.message_post(body="x", attachment_ids=waiting.ids)

    def test_a_mail_comes_in_without_its_programs(self):
        case = self.open_case().with_user(self.env.ref("base.user_root"))
        case.message_post(
            body="x",
            message_type="email",
            attachments=[("a.exe", b"MZ"), ("b.pdf", document())],
        )
        messages = case.message_ids
        self.assertEqual(messages.attachment_ids.mapped("name"), ["b.pdf"])
        self.assertTrue(any("a.exe" in (message.body or "") for message in messages))
