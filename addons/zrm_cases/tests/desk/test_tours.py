from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestQuickTours(CaseCommon, HttpCase):
    """The operator's screen in a real browser, by keyboard alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        region = cls.env["zrm.region"].create({"name": "امیرآباد تست"})
        cls.citizen.write({"region_id": region.id, "father_name": "رضا"})
        cls.subject.write(
            {
                "name": "لایروبی جوی تست",
                "index_terms": "نهر\nکانال آب تست",
                "documents": "کروکی",
                "nature_ids": [(6, 0, cls.nature.ids)],
            }
        )
        cls.ask("depth", "عمق", "integer")
        neighbour = cls.make_citizen("همسایه")
        cls.make_case(partner_id=neighbour.id, name="جوی همسایه", region_id=region.id)

    def tour(self, name):
        self.start_tour("/odoo/register", name, login="zrm_operator")

    def assertRegisteredOnce(self):
        case = self.env["zrm.case"].search([("partner_id", "=", self.citizen.id)])
        self.assertEqual(len(case), 1)
        self.assertEqual(case.name, "جوی گرفته است")
        self.assertEqual(case.questions["depth"], 12)
        self.assertEqual(case.create_uid, self.operator)
        self.assertEqual(case.region_id, self.citizen.region_id)

    def test_a_case_without_the_mouse(self):
        self.tour("zrm_cases_quick_registration")
        self.assertRegisteredOnce()

    def test_a_case_without_the_mouse_in_persian(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.operator.lang = "fa_IR"
        self.tour("zrm_cases_quick_registration_fa")
        self.assertRegisteredOnce()

    def test_nothing_typed_is_lost(self):
        with mute_logger("odoo.http"):  # the refusal is what is looked for
            self.tour("zrm_cases_quick_registration_kept")
        citizen = self.env["res.partner"].search([("name", "=", "تازه‌وارد تهرانی")])
        self.assertEqual(len(citizen), 1)
        self.assertEqual(self.env["zrm.case"].search_count([("partner_id", "=", citizen.id)]), 1)

    def test_a_number_is_read_otherwise_by_one_key(self):
        self.tour("zrm_cases_quick_registration_read_otherwise")
        citizen = self.env["res.partner"].search([("name", "=", "شرکت نمونه تور")])
        self.assertEqual((citizen.identity_type, citizen.phone), ("legal_id", False))


@tagged("post_install", "-at_install")
class TestHandlingTour(CaseCommon, HttpCase):
    """An expert at work in a real browser."""

    def test_from_the_board_to_the_end(self):
        case = self.make_case(name="جوی گرفته تور")
        self.start_tour("/odoo/cases", "zrm_cases_handling", login="zrm_expert")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.outcome), ("closed", "solved"))
        self.assertEqual((case.user_id, case.answered_by_id), (self.expert, self.expert))
        self.assertOneOpenLeg(case)


@tagged("post_install", "-at_install")
class TestApprovalTour(CaseCommon, HttpCase):
    """A judge at work in a real browser, and two people who write one answer."""

    def drafted(self, name, answer):
        case = self.open_case(name=name)
        case.answer = answer
        return case

    def test_from_the_badge_to_the_end(self):
        self.steps["open"].needs_approval = True
        first = self.drafted("جوی نخست", "پیش‌نویس نخست")
        second = self.drafted("جوی دوم", "پیش‌نویس دوم")
        (first | second).action_send_for_approval()
        self.start_tour("/odoo/cases", "zrm_cases_approvals", login="zrm_manager")
        self.env.invalidate_all()
        self.assertEqual(first.sudo().approval_ids.state, "returned")
        self.assertEqual(first.sudo().approval_ids.words, "نشانی را بنویسید")
        self.assertEqual(second.sudo().state, "answered")

    def test_nobody_overwrites_words_unseen(self):
        case = self.drafted("جوی سوم", "پیش از هر دو")
        with mute_logger("odoo.http"):  # the refusal is what is looked for
            self.start_tour(f"/odoo/cases/{case.id}", "zrm_cases_two_texts", login="zrm_expert")
        self.env.invalidate_all()
        self.assertEqual(case.sudo().answer, "متن همکار")
