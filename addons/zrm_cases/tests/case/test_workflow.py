from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestWorkflow(CaseCommon):
    def kinds(self, case):
        return case.sudo().event_ids.sorted("id").mapped("kind")

    def test_from_registration_to_close(self):
        case = self.open_case()
        case.action_take()
        self.assertEqual(case.user_id, self.expert)
        case.action_answer("لایروبی انجام شد")
        self.assertEqual((case.state, case.answered_by_id), ("answered", self.expert))
        case.action_close("solved")
        self.assertEqual(case.state, "closed")
        self.assertTrue(case.closed_at)
        self.assertOneOpenLeg(case)
        self.assertEqual(
            self.kinds(case),
            ["registered", "moved", "assigned", "moved", "answered", "moved", "closed"],
        )

    def test_only_along_the_process(self):
        case = self.make_case().with_user(self.expert)
        with self.assertRaisesRegex(
            UserError, "does not follow new. What may follow: open, rejected"
        ):
            case.action_move(self.steps["closed"].id)
        with self.assertRaisesRegex(UserError, "does not let you answer"):
            case.action_answer("x")

    def test_a_gate_says_what_is_missing(self):
        case = self.open_case(description=False)
        with self.assertRaisesRegex(UserError, "fill in: Description"):
            case.action_move(self.steps["answered"].id)
        case.action_move(self.steps["waiting"].id)
        self.assertEqual(case.state, "waiting")

    def test_one_of_two_wins_and_the_other_is_told(self):
        case = self.make_case().with_user(self.expert)
        seen = case.step_id.id
        case.with_user(self.expert2).action_move(self.steps["open"].id, seen)
        with self.assertRaisesRegex(UserError, "Somebody has moved the case to open meanwhile"):
            case.action_move(self.steps["open"].id, seen)

    def test_nothing_is_written_past_the_verbs(self):
        case = self.open_case()
        for vals in (
            {"step_id": self.steps["closed"].id},
            {"unit_id": self.other_unit.id},
            {"user_id": self.expert2.id},
            {"deadline": "2030-01-01 00:00:00"},
            {"number": "1"},
        ):
            with self.assertRaisesRegex(ValidationError, "by the buttons"):
                case.write(vals)

    def test_referring_on_passes_responsibility(self):
        case = self.open_case()
        case.action_refer(self.other_unit.id, instruction="بررسی شود")
        self.assertEqual(case.sudo().unit_id, self.other_unit)
        self.assertOneOpenLeg(case)
        self.env.invalidate_all()
        legs = case.sudo().referral_ids.sorted("id")
        self.assertEqual(legs.mapped("result"), ["done", False])
        self.assertEqual(legs[1].instruction, "بررسی شود")

    def test_copies_and_inspections_run_beside(self):
        case = self.open_case()
        case.action_refer(self.other_unit.id, kind="copy")
        case.action_refer(self.city.id, kind="inspection")
        self.assertEqual(case.unit_id, self.unit)
        self.assertOneOpenLeg(case)
        self.assertEqual(len(case.referral_ids), 3)

    def test_accept_return_and_misrouted(self):
        case = self.open_case()
        case.action_refer(self.other_unit.id)
        leg = case.sudo()._open_action_leg().with_user(self.outsider)
        leg.action_accept()
        self.assertEqual(case.sudo().user_id, self.outsider)
        with self.assertRaisesRegex(UserError, "Enter the reason"):
            leg.action_return("")
        leg.action_misrouted("مربوط به عمران نیست")
        self.assertEqual(case.sudo().unit_id, self.unit)
        self.assertEqual(case.sudo().bounce_count, 1)
        self.assertOneOpenLeg(case)
        with self.assertRaisesRegex(UserError, "cannot be changed or deleted"):
            leg.sudo().write({"note": "x"})

    def test_only_the_unit_that_has_it_acts(self):
        case = self.open_case()
        case.action_refer(self.other_unit.id, kind="copy")
        with self.assertRaises(AccessError):
            case.with_user(self.outsider).action_move(self.steps["waiting"].id)
        leg = case._open_action_leg().with_user(self.outsider)
        with self.assertRaisesRegex(UserError, "Only"):
            leg.action_accept()

    def test_assignment_stays_in_the_unit(self):
        case = self.open_case()
        case.action_assign(self.expert2.id)
        self.assertEqual(case.user_id, self.expert2)
        with self.assertRaisesRegex(UserError, "does not work in"):
            case.action_assign(self.outsider.id)
        self.expert2.active = False
        with self.assertRaisesRegex(UserError, "does not work in"):
            case.action_assign(self.expert2.id)

    def test_rejecting_needs_a_public_reason(self):
        case = self.make_case().with_user(self.expert)
        with self.assertRaisesRegex(UserError, "reason for the rejection"):
            case.action_reject(" ")
        case.action_reject("در صلاحیت شهرداری نیست")
        self.assertEqual(case.state, "rejected")
        self.assertOneOpenLeg(case)
        public = case.event_ids.filtered("is_public").mapped("text")
        self.assertIn("در صلاحیت شهرداری نیست", public)

    def test_closing_needs_an_outcome(self):
        case = self.open_case()
        case.action_answer("پاسخ")
        with self.assertRaisesRegex(UserError, "Choose the outcome"):
            case.action_close()

    def test_moving_to_an_end_needs_the_same_words(self):
        case = self.open_case()
        with self.assertRaisesRegex(UserError, "Enter the reason for the rejection"):
            case.action_move(self.steps["rejected"].id)
        case.action_answer("انجام شد")
        with self.assertRaisesRegex(UserError, "Choose the outcome"):
            case.action_move(self.steps["closed"].id)

    def test_answers_that_need_approval(self):
        self.steps["open"].needs_approval = True
        case = self.open_case()
        with self.assertRaisesRegex(UserError, "has to be approved"):
            case.action_answer("پاسخ")
        case.answer = "پاسخ"
        with self.assertRaisesRegex(UserError, "A manager of خدمات approves"):
            case.action_approve_answer()
        case.action_send_for_approval()
        case.with_user(self.manager).action_approve_answer()
        case.action_answer()
        self.assertEqual(case.state, "answered")

    def test_another_answer_is_approved_anew(self):
        self.steps["open"].needs_approval = True
        case = self.open_case()
        case.answer = "پاسخ"
        case.action_send_for_approval()
        case.with_user(self.manager).action_approve_answer()
        case.answer = "پاسخی دیگر"
        self.assertFalse(case.answer_approved_by_id)

    def test_an_objection_goes_up_to_others(self):
        self.city.manager_id = self.oversight
        case = self.open_case()
        case.action_take()
        case.action_answer("پاسخ")
        case.with_user(self.operator).action_object("حل نشده است", self.channel.id)
        case = case.sudo()
        self.assertEqual(case.unit_id, self.city)
        self.assertFalse(case.user_id)
        self.assertEqual((case.state, case.objection_count), ("open", 1))
        self.assertEqual(case.objected_unit_id, self.unit)
        self.assertOneOpenLeg(case)

    def test_objections_have_a_window(self):
        with freeze_time("2026-01-05 09:00:00"):
            case = self.open_case()
            case.action_answer("پاسخ")
        with (
            freeze_time("2026-03-05 09:00:00"),
            self.assertRaisesRegex(UserError, "within 30 days"),
        ):
            case.with_user(self.operator).action_object("حل نشده", self.channel.id)
        fresh = self.open_case()
        with self.assertRaisesRegex(UserError, "no answer yet"):
            fresh.action_object("حل نشده", self.channel.id)

    def test_reopening(self):
        case = self.open_case()
        case.action_answer("پاسخ")
        case.action_close("solved")
        with self.assertRaisesRegex(UserError, "Enter why"):
            case.action_reopen("")
        case.action_reopen("دوباره گرفت")
        self.assertEqual((case.state, case.outcome), ("open", False))
        self.assertOneOpenLeg(case)

    def test_merging_doubles(self):
        case, other = self.open_case(), self.open_case()
        with self.assertRaisesRegex(UserError, "Choose another case"):
            case.action_merge(case.id)
        case.action_merge(other.id)
        self.assertEqual((case.state, case.outcome), ("closed", "merged"))
        self.assertEqual(case.duplicate_of_id, other)
        self.assertOneOpenLeg(case)
        self.assertOneOpenLeg(other)

    def test_a_systemic_problem_carries_its_cases(self):
        parent = self.open_case()
        children = self.open_case(parent_id=parent.id) | self.open_case(parent_id=parent.id)
        parent.action_answer("سراسری حل شد")
        parent.action_close("solved")
        for child in children:
            self.assertEqual((child.state, child.outcome), ("closed", "solved"))
            self.assertEqual(child.answer, "سراسری حل شد")

    def test_another_subject_counts_anew_and_finds_its_unit(self):
        subject = self.env["zrm.subject"].create(
            {"name": "آسفالت", "code": "T-S9", "process_id": self.process.id}
        )
        self.env["zrm.routing.rule"].create(
            {"subject_id": subject.id, "unit_id": self.other_unit.id}
        )
        case = self.make_case().with_user(self.expert)
        case.subject_id = subject
        self.assertEqual(case.sudo().unit_id, self.other_unit)
        self.assertOneOpenLeg(case)

    def test_the_story_cannot_be_rewritten(self):
        event = self.make_case().event_ids
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            event.write({"text": "x"})
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            event.unlink()
        with self.assertRaisesRegex(UserError, "never removed"):
            event.case_id.sudo().unlink()

    def test_a_leg_can_still_be_accepted(self):
        case = self.make_case()
        self.seen_by(self.expert, case.referral_ids).action_accept()
        self.assertEqual(case.user_id, self.expert)

    def test_no_answer_goes_out_empty(self):
        case = self.open_case()
        with self.assertRaisesRegex(UserError, "Write the answer first"):
            case.action_move(self.steps["answered"].id)

    def test_the_citizen_hears_of_an_answer_by_whatever_button(self):
        case = self.open_case(partner_id=self.citizen.id)
        case.answer = "انجام شد"
        case.action_move(self.steps["answered"].id)
        case.outcome = "solved"
        case.action_move(self.steps["closed"].id)
        self.assertEqual(
            [kind for kind in case.sudo().event_ids.mapped("kind") if kind != "moved"][-2:],
            ["answered", "closed"],
        )
        self.assertLessEqual({"answered", "closed"}, set(case.sudo().notice_ids.mapped("moment")))

    def test_a_case_stays_in_its_company(self):
        company = self.env["res.company"].create({"name": "دیگر"})
        unit = self.env["zrm.unit"].create(
            {"name": "بیرون", "code": "T-OUT", "company_id": company.id}
        )
        case = self.open_case()
        with self.assertRaisesRegex(UserError, "stays in its company"):
            case.action_refer(unit.id)
        with self.assertRaisesRegex(UserError, "what the unit is asked"):
            case.action_refer(self.other_unit.id, kind="evil")

    def test_merging_leaves_one_that_goes_on(self):
        one, two = self.open_case(), self.open_case()
        two.action_answer("x")
        two.action_close("solved")
        with self.assertRaisesRegex(UserError, "reopen it first"):
            one.action_merge(two.id)

    def test_merging_carries_nothing_out_of_a_confidential_case(self):
        insider = make_user(
            self.env, "zrm_insider", "zrm_base.group_expert,zrm_base.group_confidential"
        )
        self.unit.member_ids |= insider
        one = self.make_case(is_confidential=True).with_user(insider)
        two = self.make_case().with_user(insider)
        with self.assertRaisesRegex(UserError, "is confidential"):
            one.action_merge(two.id)

    def test_nothing_half_done(self):
        mine, closed = self.open_case(), self.open_case()
        closed.action_answer("x")
        closed.action_close("solved")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            (mine | closed).action_refer(self.other_unit.id)
        theirs = self.make_case().sudo()
        theirs._pass_on(self.other_unit)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            (mine | theirs.with_user(self.expert)).action_refer(self.city.id)
        self.env.invalidate_all()
        self.assertEqual(mine.unit_id, self.unit)
