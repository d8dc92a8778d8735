from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestQuestions(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.question = cls.env["zrm.subject.question"].create(
            {
                "name": "What kind of waste",
                "subject_id": cls.subject.id,
                "key": "wastekind",
                "kind": "selection",
                "option_ids": [
                    (0, 0, {"name": "Soil", "key": "soil"}),
                    (0, 0, {"name": "Branches", "key": "branches"}),
                ],
            }
        )
        cls.loads = cls.env["zrm.subject.question"].create(
            {"name": "Loads", "subject_id": cls.subject.id, "key": "loads", "kind": "integer"}
        )
        persian = {"lang": "fa_IR"}
        cls.question.with_context(**persian).name = "نوع پسماند"
        cls.question.option_ids[0].with_context(**persian).name = "خاک"

    def _asked(self, case, lang):
        """The questions of the case, as the form reads them in that language."""
        read = case.with_context(lang=lang).web_read({"questions": {}})[0]["questions"]
        return {item["name"]: item for item in read}

    def test_everybody_is_asked_in_their_language(self):
        case = self.make_case(questions={"wastekind": "soil", "loads": 3})
        english, persian = self._asked(case, "en_US"), self._asked(case, "fa_IR")
        self.assertEqual(english["wastekind"]["string"], "What kind of waste")
        self.assertEqual(persian["wastekind"]["string"], "نوع پسماند")
        self.assertEqual(
            english["wastekind"]["selection"], [["soil", "Soil"], ["branches", "Branches"]]
        )
        self.assertEqual(
            persian["wastekind"]["selection"], [["soil", "خاک"], ["branches", "Branches"]]
        )
        self.assertEqual(persian["wastekind"]["value"], "soil")
        self.assertEqual(persian["loads"]["value"], 3)
        self.assertNotIn("labels", persian["wastekind"])

    def test_groups_bear_names_in_the_readers_language(self):
        self.make_case(questions={"wastekind": "soil"})
        groups = (
            self.env["zrm.case"]
            .with_user(self.oversight)
            .with_context(lang="fa_IR")
            .formatted_read_group(
                [("subject_id", "=", self.subject.id)], ["questions.wastekind"], ["__count"]
            )
        )
        self.assertEqual(groups[0]["questions.wastekind"], "soil")
        definition = (
            self.env["zrm.case"]
            .with_context(lang="fa_IR")
            .get_property_definition("questions.wastekind")
        )
        self.assertEqual(definition["string"], "نوع پسماند")

    def test_answers_can_be_searched(self):
        case = self.make_case(questions={"wastekind": "soil"})
        other = self.make_case(questions={"wastekind": "branches"})
        found = self.env["zrm.case"].search([("questions.wastekind", "=", "soil")])
        self.assertIn(case, found)
        self.assertNotIn(other, found)

    def test_a_new_wording_keeps_what_was_answered(self):
        case = self.make_case(questions={"wastekind": "soil"})
        self.question.name = "Which waste"
        self.question.option_ids[0].name = "Earth"
        asked = self._asked(case, "en_US")["wastekind"]
        self.assertEqual((asked["string"], asked["value"]), ("Which waste", "soil"))
        self.assertEqual(asked["selection"][0], ["soil", "Earth"])

    def test_translations_from_the_dialog_and_from_files_arrive(self):
        case = self.make_case()
        self.loads.update_field_translations("name", {"fa_IR": "چند وانت"})
        self.assertEqual(self._asked(case, "fa_IR")["loads"]["string"], "چند وانت")
        # Files are loaded past the ORM.
        self.env.cr.execute(
            "UPDATE zrm_subject_question SET name = name || %s WHERE id = %s",
            ['{"fa_IR": "تعداد بار"}', self.loads.id],
        )
        self.env["ir.module.module"]._load_module_terms(["zrm_cases"], ["fa_IR"])
        self.assertEqual(self._asked(case, "fa_IR")["loads"]["string"], "تعداد بار")

    def test_order_and_removal(self):
        self.loads.sequence = 1
        names = [item["name"] for item in self.subject.question_definition]
        self.assertEqual(names, ["loads", "wastekind"])
        self.question.unlink()
        names = [item["name"] for item in self.subject.question_definition]
        self.assertEqual(names, ["loads"])

    def test_forms_insist_on_required_questions_and_mails_cannot(self):
        self.question.is_required = True
        Case = self.env["zrm.case"].with_user(self.operator)
        form = Case.with_context(zrm_check_questions=True)
        with self.assertRaisesRegex(UserError, "answer first: What kind of waste"):
            form._intake([self.intake_vals()])
        answered = form._intake([self.intake_vals(questions={"wastekind": "soil"})])
        self.assertEqual(answered.questions["wastekind"], "Soil")
        sent = [{"name": "wastekind", "type": "selection", "value": "branches"}]
        self.assertTrue(form._intake([self.intake_vals(questions=sent)]))
        self.assertTrue(Case._intake([self.intake_vals()]))

    def test_zero_is_an_answer(self):
        self.loads.is_required = True
        form = self.env["zrm.case"].with_user(self.operator).with_context(zrm_check_questions=True)
        self.assertTrue(form._intake([self.intake_vals(questions={"loads": 0})]))
        with self.assertRaisesRegex(UserError, "Loads"):
            form._intake([self.intake_vals(questions={"loads": False})])

    def test_a_choice_needs_choices(self):
        with self.assertRaisesRegex(ValidationError, "two choices at least"):
            self.env["zrm.subject.question"].create(
                {"name": "Which", "subject_id": self.subject.id, "kind": "selection"}
            )

    def test_the_administrator_edits_them_on_the_subject(self):
        subject = self.subject.with_user(self.administrator)
        with Form(subject) as form, form.question_ids.new() as question:
            question.name = "How deep"
            question.kind = "integer"
        definition = subject.question_definition[-1]
        self.assertEqual((definition["string"], definition["type"]), ("How deep", "integer"))

    def test_nobody_changes_them_past_the_subject(self):
        case = self.make_case().with_user(self.expert)
        with self.assertRaises(AccessError):
            self.question.with_user(self.expert).name = "x"
        with self.assertRaises(AccessError):
            self.question.option_ids.with_user(self.expert).unlink()
        changed = [{"name": "wastekind", "type": "char", "string": "x", "definition_changed": True}]
        with self.assertRaises(AccessError):
            case.questions = changed
        # The administrator's own form of a case is no place for it, either.
        with self.assertRaisesRegex(UserError, "on the form of the subject"):
            case.with_user(self.administrator).questions = [
                {**changed[0], "definition_changed": True}
            ]

    def test_a_copied_subject_asks_the_same(self):
        copied = self.subject.copy({"code": "T-COPY"})
        names = [item["string"] for item in copied.question_definition]
        self.assertEqual(names, ["What kind of waste", "Loads"])

    def test_the_shipped_questions_are_whole(self):
        asked = self.env["zrm.subject"].search([("question_definition", "!=", False)])
        self.assertGreaterEqual(len(asked - self.subject), 13)
        for question in asked.question_ids.filtered(lambda one: one.kind == "selection"):
            self.assertGreaterEqual(len(question.option_ids), 2, question.name)

    def test_whoever_answers_does_not_ask_in_the_subjects_name(self):
        self.ask("depth", "عمق")
        before = self.subject.question_definition
        question = {"name": "evil", "type": "char", "string": "Password?"}
        case = self.make_case(
            questions=[
                {**question, "definition_changed": True, "value": "x"},
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.subject.question_definition, before)
        self.assertNotIn("evil", dict(case.questions))
