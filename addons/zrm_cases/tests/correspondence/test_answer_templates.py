from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestAnswerTemplates(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["zrm.answer.template"].search([]).active = False
        cls.above = cls.env["zrm.subject"].create({"name": "شهر پاک"})
        cls.subject.parent_id = cls.above

    def template(self, name="پاسخ", **vals):
        return self.env["zrm.answer.template"].create({"name": name, "body": "متن", **vals})

    def test_the_most_specific_comes_first_then_the_most_used(self):
        other = self.env["zrm.subject"].create({"name": "نوبت‌دهی"})
        self.template("elsewhere", subject_id=other.id)
        self.template("other nature", subject_id=self.subject.id, nature_id=self.nature.id)
        everywhere = self.template("everywhere")
        above = self.template("above", subject_id=self.above.id)
        own = self.template("own", subject_id=self.subject.id)
        used = self.template("used", subject_id=self.subject.id)
        used._count_use()
        report = self.template(
            "report", subject_id=self.subject.id, nature_id=self.anonymous_nature.id
        )
        Template = self.env["zrm.answer.template"].with_user(self.operator)
        found = Template._fitting(self.subject, self.anonymous_nature)
        self.assertEqual(
            found.mapped("name"), [t.name for t in (report, used, own, above, everywhere)]
        )
        self.assertIn("other nature", Template._fitting(self.subject).mapped("name"))
        self.assertFalse(Template._fitting(self.env["zrm.subject"]))

    def test_placeholders_become_words(self):
        template = self.template(body="{citizen}، { number }، {subject}، {unit}، {date}")
        case = self.make_case()
        with freeze_time("2026-11-21 08:00:00"):
            self.env["res.lang"]._activate_lang("fa_IR")
            self.citizen.lang = "fa_IR"
            text = template.with_user(self.operator)._render(case.with_user(self.operator))
        self.assertEqual(text, f"مریم احمدی، {case.number}، لایروبی جوی، خدمات، ۱۴۰۵/۰۸/۳۰")

    def test_what_is_put_in_is_not_read_again(self):
        self.citizen.name = "{number} %s {0.__class__}"
        text = self.template(body="{citizen}")._render(self.make_case())
        self.assertEqual(text, "{number} %s {0.__class__}")

    def test_unknown_placeholders_are_refused_in_words(self):
        with self.assertRaisesRegex(ValidationError, r"\{name\}.*\{citizen\}, \{number\}"):
            self.template(body="Dear {name}")

    def test_uses_are_counted(self):
        template = self.template()
        template.with_user(self.operator)._count_use()
        template._count_use()
        self.assertEqual(template.use_count, 2)
        self.assertEqual(template.copy().use_count, 0)

    def test_who_reads_and_who_writes(self):
        template = self.template(unit_id=self.unit.id)
        foreign = self.template(unit_id=self.other_unit.id)
        for nobodys in (foreign, self.template()):
            self.assertTrue(nobodys.with_user(self.manager).has_access("read"))
            self.assertFalse(nobodys.with_user(self.manager).has_access("write"))
        made = (
            self.env["zrm.answer.template"]
            .with_user(self.manager)
            .create({"name": "x", "body": "x"})
        )
        self.assertEqual(made.unit_id, self.unit)
        for user, may_read, may_write in (
            (self.operator, True, False),
            (self.expert, True, False),
            (self.manager, True, True),
            (self.administrator, True, True),
            (self.clerk, False, False),
        ):
            own = template.with_user(user)
            self.assertEqual(own.has_access("read"), may_read, user.login)
            self.assertEqual(own.has_access("write"), may_write, user.login)
        company = self.env["res.company"].create({"name": "شهر دیگر"})
        template.company_id = company
        self.assertFalse(template.with_user(self.manager).has_access("read"))

    def test_the_dialog_fills_the_answer(self):
        self.template("دیگر", subject_id=self.subject.id, body="{citizen} سلام")
        second = self.template("دوم", subject_id=self.subject.id, body="پایان")
        case = self.open_case()
        action = case.action_choose_template()
        Use = self.env[action["res_model"]].with_user(self.expert)
        form = Form(Use.with_context(**action["context"]))
        self.assertEqual(form.preview, "مریم احمدی سلام")
        form.save().action_use()
        form = Form(Use.with_context(**action["context"]))
        form.template_id = second
        form.save().action_use()
        self.assertEqual(case.answer, "مریم احمدی سلام\n\nپایان")
        self.assertEqual(second.use_count, 1)

    def test_the_dialog_is_no_way_round_the_rules(self):
        template = self.template()
        case = self.make_case()
        with self.assertRaises(AccessError):
            self.env["zrm.answer.template.use"].with_user(self.operator).create(
                {"case_id": case.id}
            )
        for user in (self.outsider,):
            dialog = self.env["zrm.answer.template.use"].create(
                {"case_id": case.id, "template_id": template.id}
            )
            with self.assertRaises(AccessError):
                dialog.with_user(user).action_use()
        self.assertFalse(case.answer)
        template.active = False
        empty = self.env["zrm.answer.template.use"].create({"case_id": case.id})
        with self.assertRaisesRegex(UserError, "Choose a template"):
            empty.action_use()

    def test_templates_are_not_filled_from_cases_of_others(self):
        secret = self.secret_case()
        self.env["zrm.answer.template"].create({"name": "t", "body": "{number} {citizen}"})
        self.env.flush_all()
        self.env.invalidate_all()
        Use = self.env["zrm.answer.template.use"].with_user(self.outsider)
        spec = {"preview": {}, "template_id": {}, "fitting_ids": {"fields": {}}}
        with self.assertRaises(AccessError):
            Use.onchange({"case_id": secret.id}, ["case_id"], spec)
