from odoo.tests import tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestLanguages(CaseCommon):
    """Citizens read their own language, staff theirs; one notice is in one language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        step = cls.steps["open"]
        step.citizen_message = "A crew has been sent."
        step.with_context(lang="fa_IR").citizen_message = "گروه فرستاده شد."

    def mail_of(self, notice):
        notice._send()
        return notice.mail_id

    def test_new_files_get_the_language_of_the_settings_else_that_of_who_registers(self):
        Partner = self.env["res.partner"].with_user(self.operator)
        vals = {"name": "زهرا کریمی", "is_citizen": True}
        self.assertEqual(Partner.with_context(lang="fa_IR").create(vals).sudo().lang, "fa_IR")
        self.env["res.config.settings"].create({"zrm_citizen_lang": "fa_IR"}).execute()
        self.assertEqual(Partner.with_context(lang="en_US").create(vals).sudo().lang, "fa_IR")
        own = Partner.with_context(lang="fa_IR").create({**vals, "lang": "en_US"})
        self.assertEqual(own.sudo().lang, "en_US")
        other = self.env["res.partner"].create({"name": "A supplier"})
        self.assertNotEqual(other.lang, "fa_IR", "no citizen: as core does")

    def test_each_reads_one_language(self):
        self.citizen.write({"lang": "fa_IR", "email": "maryam@example.com"})
        neighbour = self.make_citizen("Anna", email="anna@example.com", lang="en_US")
        case = self.make_case()
        case.with_user(self.expert).with_context(lang="en_US").action_move(self.steps["open"].id)
        case._join(neighbour)
        case.with_user(self.expert).with_context(lang="en_US").action_answer("لایروبی شد")
        for citizen, words, others in (
            (self.citizen, "کد رهگیری", "Tracking code"),
            (neighbour, "Tracking code", "کد رهگیری"),
        ):
            for notice in case.notice_ids.filtered(lambda one, c=citizen: one.partner_id == c):
                body = self.mail_of(notice).body_html
                self.assertIn(words, body)
                self.assertNotIn(others, body)
        moved = case.notice_ids.filtered(lambda one: one.moment == "moved")
        self.assertIn("گروه فرستاده شد", moved.mail_id.body_html)

    def test_a_file_without_a_language_is_not_mixed(self):
        self.citizen.write({"lang": False, "email": "maryam@example.com"})
        self.env["ir.config_parameter"].set_param("zrm_base.citizen_lang", "fa_IR")
        case = self.make_case()
        case.with_user(self.expert).with_context(lang="en_US").action_move(self.steps["open"].id)
        moved = case.notice_ids.filtered(lambda one: one.moment == "moved")
        body = self.mail_of(moved).body_html
        self.assertIn("گروه فرستاده شد", body)
        self.assertNotIn("A crew has been sent", body)

    def test_linked_cases_hear_in_their_own_language(self):
        self.citizen.lang = "en_US"
        neighbour = self.make_citizen("زهرا کریمی", lang="fa_IR")
        problem = self.make_case()
        child = self.make_case(partner_id=neighbour.id)
        child.parent_id = problem
        problem.with_user(self.expert).action_move(self.steps["open"].id)
        told = child.event_ids.filtered(lambda event: event.kind == "informed")
        self.assertEqual(told.text, "گروه فرستاده شد.")

    def test_tasks_are_in_the_language_of_who_is_asked(self):
        self.expert.lang = "fa_IR"
        case = self.open_case()
        case.action_take()
        case.sudo().with_context(lang="en_US")._citizen_replied()
        self.assertEqual(case.sudo().activity_ids.summary, "شهروند پاسخ داد")
