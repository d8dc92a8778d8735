from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestConfiguration(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.district = env["zrm.region"].create({"name": "منطقه ۶"})
        cls.part = env["zrm.subject"].create(
            {"name": "دریچه", "code": "T-S1-1", "parent_id": cls.subject.id}
        )
        cls.lonely = env["zrm.subject"].create({"name": "بی‌صاحب", "code": "T-S9"})
        # Rules that an installation may have would fit everything here.
        env["zrm.routing.rule"].search([("subject_id", "not in", cls.subject.ids)]).unlink()
        cls.rule = env["zrm.routing.rule"].search([("subject_id", "=", cls.subject.id)])

    # ------------------------------------------------------------------
    # Subjects
    # ------------------------------------------------------------------

    def test_a_subject_says_where_its_process_comes_from(self):
        self.assertEqual(self.part.effective_process_id, self.process)
        self.assertIn(self.subject.name, self.part.process_origin)
        self.assertEqual(self.subject.process_origin, "chosen here")
        default = self.env["zrm.process"].search([("is_default", "=", True)])
        self.assertEqual(self.lonely.effective_process_id, default)
        self.assertIn("all other subjects", self.lonely.process_origin)
        default.is_default = False
        self.env.invalidate_all()
        self.assertFalse(self.lonely.effective_process_id)
        self.assertIn("cannot be registered", self.lonely.process_origin)

    def test_the_hint_follows_the_form_at_once(self):
        with Form(self.part.with_user(self.administrator)) as form:
            form.parent_id = self.lonely
            self.assertNotEqual(form.effective_process_id, self.process)
            form.process_id = self.process
            self.assertEqual(form.process_origin, "chosen here")

    def test_what_is_lacking_is_found(self):
        Subject = self.env["zrm.subject"].with_user(self.administrator)
        mine = self.subject | self.part | self.lonely

        def found(*domain):
            return Subject.search([("id", "in", mine.ids), *domain]).sudo()

        self.assertEqual(found(("has_process", "=", False)), self.lonely)
        self.assertEqual(found(("has_process", "=", True)), self.subject | self.part)
        self.assertEqual(found(("coverage", "=", "none")), self.lonely)
        self.assertEqual(found(("coverage", "=", "all")), self.subject | self.part)
        self.env["zrm.routing.rule"].create(
            {"subject_id": self.lonely.id, "region_id": self.district.id, "unit_id": self.unit.id}
        )
        self.assertEqual(found(("coverage", "=", "some")), self.lonely)
        self.assertEqual(self.lonely.coverage, "some")
        self.env["zrm.routing.rule"].create({"unit_id": self.city.id})
        self.env.invalidate_all()
        self.assertEqual(found(("coverage", "=", "all")), mine)
        self.assertEqual(self.lonely.coverage, "all")

    def test_lists_cost_the_same_for_many(self):
        Subject = self.env["zrm.subject"].with_user(self.administrator)

        def queries(subjects):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            subjects.read(["effective_process_id", "process_origin", "coverage", "case_count"])
            return self.env.cr.sql_log_count - before

        many = Subject.search([])
        self.assertGreater(len(many), 40)
        queries(many)
        self.assertLessEqual(queries(many), queries(many[:10]) + 4)

    def test_parts_stand_below_the_whole(self):
        first = self.env["zrm.subject"].create(
            {"name": "بدون کد", "parent_id": self.subject.id, "code": False}
        )
        mine = self.subject | self.part | self.lonely | first
        ordered = self.env["zrm.subject"].search([("id", "in", mine.ids)])
        self.assertEqual(ordered, self.subject + self.part + first + self.lonely)

    def test_cases_are_counted_with_those_of_the_parts(self):
        self.make_case()
        self.make_case(subject_id=self.part.id)
        subject = self.subject.with_user(self.oversight)
        self.assertEqual(subject.case_count, 2)
        found = self.env["zrm.case"].search(subject.action_open_cases()["domain"])
        self.assertEqual(len(found), 2)
        self.assertEqual(self.subject.with_user(self.outsider).case_count, 0)

    @freeze_time("2026-03-02 08:00:00")  # a Monday
    def test_a_subject_may_take_its_own_time(self):
        self.assertEqual(str(self.make_case().deadline), "2026-03-06 16:00:00")
        self.subject.total_hours = 8
        case = self.make_case()
        self.assertEqual(str(case.deadline), "2026-03-02 16:00:00")
        self.subject.total_hours = 16
        case._restart_clocks()
        self.assertEqual(str(case.deadline), "2026-03-03 16:00:00")

    # ------------------------------------------------------------------
    # Processes
    # ------------------------------------------------------------------

    def test_a_duplicate_is_set_up_in_peace(self):
        copied = self.process.with_user(self.administrator).copy()
        self.assertFalse(copied.active)
        self.assertNotEqual(copied.code, self.process.code)
        way = {step.name: set(step.next_step_ids.mapped("name")) for step in copied.step_ids}
        self.assertEqual(way["new"], {"open", "rejected"})
        self.assertFalse(copied.step_ids.next_step_ids - copied.step_ids)
        copied.active = True
        self.assertEqual(len(self.process.step_ids), len(copied.step_ids))

    def test_steps_can_be_chained(self):
        process = self.env["zrm.process"].create({"name": "نو", "code": "t_new"})
        stages = self.env["zrm.stage"].search([("id", "in", self.process.step_ids.stage_id.ids)])
        for number, state in enumerate(("new", "open", "answered", "closed")):
            self.env["zrm.process.step"].create(
                {
                    "name": state,
                    "process_id": process.id,
                    "sequence": number,
                    "stage_id": stages.filtered(lambda one, s=state: one.state == s)[0].id,
                }
            )
        process.with_user(self.administrator).action_chain_steps()
        process.active = True
        self.assertEqual(process.step_ids[0].next_step_ids, process.step_ids[1])
        self.assertFalse(process.step_ids[3].next_step_ids)

    def test_a_step_waits_for_what_people_fill_in(self):
        step = self.steps["open"].with_user(self.administrator)
        fields = self.env["ir.model.fields"].with_user(self.administrator)
        offered = fields.search(step._fields["gate_field_ids"].get_comodel_domain(step))
        self.assertIn("answer", offered.mapped("name"))
        self.assertNotIn("next_check_at", offered.mapped("name"))
        step.gate_field_ids = offered.filtered(lambda one: one.name == "answer")
        technical = self.env["ir.model.fields"]._get("zrm.case", "next_check_at")
        with self.assertRaisesRegex(ValidationError, "what people fill in"):
            step.gate_field_ids = technical

    def test_stages_tell_how_many_steps_use_them(self):
        unused = self.env["zrm.stage"].create({"name": "x", "state": "open"})
        used = self.steps["open"].stage_id
        self.assertEqual([unused.step_count, used.step_count], [0, 1])

    # ------------------------------------------------------------------
    # Who would get this?
    # ------------------------------------------------------------------

    def _ask(self, **vals):
        Test = self.env["zrm.routing.test"].with_user(self.administrator)
        return Test.create({"subject_id": self.subject.id, **vals})

    def test_the_answer_is_what_intake_does(self):
        nature_rule = self.env["zrm.routing.rule"].create(
            {"nature_id": self.nature.id, "unit_id": self.city.id}
        )
        regional = self.env["zrm.routing.rule"].create(
            {
                "subject_id": self.subject.id,
                "region_id": self.district.id,
                "unit_id": self.other_unit.id,
            }
        )
        test = self._ask(
            nature_id=self.nature.id, region_id=self.district.id, channel_id=self.channel.id
        )
        answer = test._answer()
        case = self.make_case(region_id=self.district.id)
        self.assertEqual(answer["unit"], case.unit_id)
        self.assertEqual(answer["rule"], regional)
        self.assertEqual(
            answer["losers"],
            [
                (self.rule, "says less about the region"),
                (nature_rule, "says less about the subject"),
            ],
        )
        self.assertEqual(answer["process"], case.process_id)
        self.assertEqual(answer["clocks"]["deadline"].date(), case.deadline.date())
        for words in (
            self.other_unit.display_name,
            "most specific rule",
            "says less about the region",
        ):
            self.assertIn(words, test.result)

    def test_without_a_rule_it_says_so(self):
        self.env["zrm.unit"].search(
            [("id", "not in", (self.city | self.unit | self.other_unit).ids)]
        ).active = False
        answer = self._ask(subject_id=self.lonely.id)._answer()
        self.assertEqual(answer["unit"], self.city)
        self.assertFalse(answer["rule"])
        self.assertIn("No rule fits", answer["why"])

    def test_the_unit_of_the_region_is_explained(self):
        self.rule.target = "region"
        self.assertIn("no region is given", self._ask()._answer()["why"])
        self.assertIn("none covers it", self._ask(region_id=self.district.id)._answer()["why"])
        self.other_unit.region_ids = self.district
        answer = self._ask(region_id=self.district.id)._answer()
        self.assertEqual(answer["unit"], self.other_unit)
        self.assertIn("covers the region", answer["why"])

    def test_it_answers_while_one_types(self):
        form = Form(self.env["zrm.routing.test"].with_user(self.manager))
        form.subject_id = self.subject
        self.assertIn(self.unit.display_name, form.result)
        self.subject.nature_ids = self.anonymous_nature
        form.nature_id = self.nature
        self.assertIn("not allowed for the subject", form.result)

    def test_names_with_markup_stay_text(self):
        self.unit.name = "<script>alert(1)</script>"
        self.assertNotIn("<script>", self._ask().result)

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    def test_only_administrators_configure(self):
        records = (
            self.subject,
            self.process,
            self.steps["open"],
            self.rule,
            self.nature,
            self.steps["open"].stage_id,
        )
        for user in (self.operator, self.expert, self.manager, self.oversight):
            for record in records:
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(
                        record.with_user(user).has_access(operation), (user.login, record)
                    )
            with self.assertRaises(AccessError):
                self.subject.with_user(user).write({"process_id": self.process.id})
            with self.assertRaises(AccessError):
                self.process.with_user(user).copy()
            with self.assertRaises(AccessError):
                self.process.with_user(user).action_chain_steps()
        for record in records:
            self.assertTrue(record.with_user(self.administrator).has_access("write"))

    def test_experts_and_operators_do_not_ask_about_routing(self):
        for user in (self.operator, self.expert, self.clerk):
            with self.assertRaises(AccessError):
                self.env["zrm.routing.test"].with_user(user).create({"subject_id": self.subject.id})

    def test_everybody_with_a_role_opens_a_subject(self):
        for user in (self.operator, self.expert, self.manager, self.administrator):
            with self.subTest(user=user.login):
                form = Form(self.subject.with_user(user))
                self.assertEqual(form.name, self.subject.name)
                sees_rules = "rule_ids" in form._view["fields"]
                self.assertEqual(sees_rules, user in (self.manager, self.administrator))

    def test_the_administrator_sets_a_process_up_on_its_form(self):
        Process = self.env["zrm.process"].with_user(self.administrator)
        with Form(Process) as form:
            form.name, form.code = "نو", "t_form"
            with form.step_ids.new() as step:
                step.name = "Only"
                step.stage_id = self.steps["closed"].stage_id
        process = form.record
        process.active = True
        self.assertEqual(process.step_ids.name, "Only")
