from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestLetter(CaseCommon):
    def answered(self):
        case = self.open_case()
        case.action_answer("جوی لایروبی شد.")
        return case

    def letter(self, case, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.expert)
        html, _kind = report._render_qweb_html("zrm_cases.case_letter", case.ids)
        return html.decode()

    @freeze_time("2026-11-21 09:00:00")
    def test_a_persian_letter(self):
        self.citizen.write({"lang": "fa_IR", "gender": "female"})
        html = self.letter(self.answered())
        self.assertIn('dir="rtl"', html)
        self.assertIn("باسمه تعالی", html)
        self.assertIn("۱۴۰۵", html)
        self.assertIn("جوی لایروبی شد.", html)
        self.assertIn("سرکار خانم مریم احمدی", html)
        self.assertIn(self.manager.name, html)

    def test_an_english_letter(self):
        self.citizen.write({"lang": "en_US", "gender": "male"})
        html = self.letter(self.answered())
        self.assertIn('dir="ltr"', html)
        self.assertIn("Dear Mr مریم احمدی", html)
        self.assertNotIn("باسمه تعالی", html)

    def test_nothing_to_say_is_not_printed(self):
        with self.assertRaisesRegex(UserError, "Write the answer first"):
            self.letter(self.open_case())

    def test_a_draft_is_not_printed(self):
        """A letter carries the manager's name: it passes no judge by."""
        self.steps["open"].needs_approval = True
        case = self.open_case()
        case.answer = "بی‌تأیید"
        with self.assertRaisesRegex(UserError, "is a draft"):
            self.letter(case)
        case.action_send_for_approval()
        with self.assertRaisesRegex(UserError, "is a draft"):
            self.letter(case)
        case.with_user(self.manager).action_approve_and_send()
        self.assertIn("بی‌تأیید", self.letter(case))
        case.sudo()._object_to_answer("نه")
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "is a draft"):
            self.letter(case, self.oversight)

    def test_hidden_reporters_get_no_letter(self):
        self.subject.hides_reporter = True
        with self.assertRaisesRegex(UserError, "is hidden"):
            self.letter(self.answered())

    def test_other_units_print_nothing(self):
        with self.assertRaises(AccessError):
            self.letter(self.answered(), self.outsider)

    def test_scripts_in_the_answer_stay_text(self):
        case = self.open_case()
        case.action_answer("<script>alert(1)</script>")
        self.assertNotIn("<script>alert", self.letter(case))
