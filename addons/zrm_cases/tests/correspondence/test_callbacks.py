from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestCallbacks(CaseCommon):
    def answered(self, **vals):
        case = self.open_case(**vals)
        case.action_answer("انجام شد")
        return case.sudo()

    def draw(self, count=10):
        wizard = self.env["zrm.callback.draw"].with_user(self.manager).create({"count": count})
        wizard.action_draw()
        return self.env["zrm.case.callback"].with_user(self.manager).search([])

    def test_who_is_drawn_and_who_is_not(self):
        case = self.answered()
        self.make_case()  # not answered
        judged = self.answered()
        judged._accept_answer()
        silent = self.make_citizen("بی تلفن")
        silent.phone = False
        self.answered(partner_id=silent.id)
        hidden = self.answered(is_anonymous=True, nature_id=self.anonymous_nature.id)
        calls = self.draw()
        self.assertEqual(calls.case_id, case)
        self.assertNotIn(hidden, calls.case_id)
        with self.assertRaisesRegex(UserError, "nobody to call"):
            self.draw()

    def test_the_sample_is_as_large_as_asked(self):
        for _number in range(4):
            self.answered()
        self.assertEqual(len(self.draw(2)), 2)

    def test_one_click_accepts(self):
        case = self.answered()
        call = self.draw().with_user(self.expert2)
        call.stars = 4
        call.action_accepted()
        self.assertEqual((case.state, case.verdict, case.stars), ("closed", "accepted", 4))
        self.assertTrue(case.verdict_by_phone)
        self.assertEqual((call.state, call.called_by_id), ("reached", self.expert2))
        with self.assertRaisesRegex(UserError, "done already"):
            call.action_accepted()

    def test_an_objection_needs_the_citizens_words_and_goes_up(self):
        case = self.answered()
        call = self.draw()
        with self.assertRaisesRegex(UserError, "Write what is not solved"):
            call.action_not_solved()
        call.comment = "هنوز بو می‌دهد"
        call.action_not_solved()
        self.env.invalidate_all()
        self.assertEqual((case.state, case.unit_id), ("open", self.city))

    def test_three_tries(self):
        self.answered()
        call = self.draw()
        for _try in range(3):
            self.assertEqual(call.state, "to_call")
            call.action_not_reached()
        self.assertEqual(call.state, "unreached")

    def test_roles(self):
        self.answered()
        call = self.draw()
        self.assertFalse(self.env["zrm.case.callback"].with_user(self.outsider).search([]))
        with self.assertRaises(AccessError):
            call.with_user(self.outsider).action_accepted()
        with self.assertRaises(AccessError):
            self.env["zrm.callback.draw"].with_user(self.expert).create({})
        with self.assertRaisesRegex(UserError, "by one of the buttons"):
            call.with_user(self.expert).write({"state": "reached"})

    def test_call_backs_show_no_case_that_is_not_open_to_the_caller(self):
        open_one = self.open_case()
        open_one.action_answer("جواب ساده")
        secret = self.secret_case(is_confidential=True)
        secret.sudo().answer = "جواب محرمانه"
        Call = self.env["zrm.case.callback"]
        with self.assertRaises(AccessError):
            Call.with_user(self.manager).create({"case_id": secret.id})
        with self.assertRaises(AccessError):
            Call.with_user(self.manager).create({"case_id": open_one.id})
        call = Call.create({"case_id": open_one.id})
        spec = {"partner_id": {"fields": {"display_name": {}}}, "answer": {}, "phone": {}}
        mine = self.seen_by(self.operator, call)
        with self.assertRaises(AccessError):
            mine.onchange({"case_id": secret.id}, ["case_id"], spec)
        open_one.sudo().is_confidential = True
        self.assertFalse(self.seen_by(self.operator, Call).search([]))


@tagged("post_install", "-at_install")
class TestAlerts(CaseCommon):
    def alert(self, user=None, **vals):
        return self.env["zrm.case.alert"].with_user(user or self.manager).create(vals)

    def test_all_affected_are_told_after_a_preview(self):
        neighbour = self.make_citizen("زهرا کریمی", phone="09120007799")
        first, second = self.make_case(), self.make_case(partner_id=neighbour.id)
        alert = self.alert(subject_id=self.subject.id, text="آب پنجشنبه وصل می‌شود")
        self.assertEqual((alert.case_count, alert.partner_count), (2, 2))
        with self.assertRaisesRegex(UserError, "preview first"):
            alert.action_send()
        alert.action_preview()
        for _lost_answer in range(2):
            alert.action_send()
        for case in first | second:
            notices = case.notice_ids.filtered(lambda notice: notice.moment == "informed")
            self.assertEqual(len(notices), 1, "the same message from the same dialog, once")
            self.assertEqual(notices.partner_id, case.partner_id)
        alert.text = "آب جمعه وصل می‌شود"
        alert.action_send()
        notices = first.notice_ids.filtered(lambda notice: notice.moment == "informed")
        self.assertEqual(len(notices), 2, "another one goes out")

    def test_of_a_systemic_problem(self):
        problem, child, other = self.make_case(), self.make_case(), self.make_case()
        child.parent_id = problem
        alert = self.alert(parent_id=problem.id, text="x")
        self.assertEqual(alert.case_ids, child | problem)
        self.assertNotIn(other, alert.case_ids)

    def test_nothing_chosen_reaches_nobody(self):
        self.make_case()
        alert = self.alert(text="x")
        self.assertFalse(alert.case_count)
        with self.assertRaisesRegex(UserError, "Choose a problem"):
            alert.action_preview()

    def test_other_units_and_roles(self):
        self.make_case()
        self.other_unit.manager_id = self.outsider
        self.outsider.group_ids |= self.env.ref("zrm_base.group_manager")
        alert = self.alert(self.outsider, subject_id=self.subject.id, text="x")
        self.assertFalse(alert.case_count)
        with self.assertRaises(AccessError):
            self.alert(self.expert, subject_id=self.subject.id, text="x")

    def test_a_copy_gives_no_say(self):
        case = self.open_case()
        self.other_unit.manager_id = self.outsider
        self.outsider.group_ids |= self.env.ref("zrm_base.group_manager")
        case.action_refer(self.other_unit.id, kind="copy")
        self.assertTrue(case.with_user(self.outsider).has_access("read"))
        self.assertFalse(self.alert(self.outsider, subject_id=self.subject.id, text="x").case_ids)
        self.assertFalse(self.alert(self.outsider, parent_id=case.id, text="x").case_ids)
        self.assertEqual(self.alert(subject_id=self.subject.id, text="x").case_ids, case.sudo())

    def test_anonymous_reporters_are_not_written_to(self):
        self.make_case(is_anonymous=True, nature_id=self.anonymous_nature.id)
        self.assertFalse(self.alert(subject_id=self.subject.id, text="x").case_count)
