# pylint: disable=translation-required
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestWhoDecides(CaseCommon):
    """Who wrote does not approve; who was objected to writes nothing; a copy gives sight."""

    def test_a_manager_does_not_approve_the_own_text(self):
        self.steps["open"].needs_approval = True
        case = self.open_case().with_user(self.manager)
        case.answer = "همین است"
        with self.assertRaisesRegex(UserError, "You wrote this answer"):
            case.action_approve_answer()
        case.with_user(self.expert).answer = "متن کارشناس"
        case.with_user(self.expert).action_send_for_approval()
        with self.assertRaisesRegex(UserError, "You wrote this answer"):
            case.action_approve_answer()
        chief = make_user(self.env, "zrm_chief2", "zrm_base.group_manager")
        self.city.manager_id = chief
        case.with_user(chief).action_approve_answer()
        self.assertEqual(case.answer_approved_by_id, chief)

    def test_who_was_objected_to_writes_nothing(self):
        case = self.open_case().with_user(self.manager)
        case.action_answer("همین است")
        case.with_user(self.operator).action_object("حل نشده", self.channel.id)
        self.env.invalidate_all()
        self.unit.manager_id = self.manager
        for vals in ({"answer": "باز همان"}, {"outcome": "solved"}, {"name": "x"}):
            with self.assertRaises(UserError):
                case.write(vals)

    def test_drafters_are_excluded_with_the_answerer(self):
        case = self.open_case()
        case.answer = "پیش‌نویس"
        case.with_user(self.manager).action_answer()
        case.with_user(self.operator).action_object("حل نشده", self.channel.id)
        self.assertLessEqual(self.expert | self.manager, case.sudo().excluded_user_ids)

    def test_outcomes_of_the_system(self):
        case = self.open_case()
        case.action_answer("انجام شد")
        for outcome in ("merged", "silent", "unknown"):
            with self.assertRaisesRegex(UserError, "by the system only"):
                case.outcome = outcome
            with self.assertRaisesRegex(UserError, "by the system only"):
                case.action_close(outcome)
        case.action_close("solved")
        self.assertEqual(case.state, "closed")

    def test_objections_are_recorded_by_who_may(self):
        case = self.open_case()
        case.action_answer("انجام شد")
        case.sudo()._open_leg(self.other_unit, "copy")
        with self.assertRaisesRegex(UserError, "records the objection"):
            case.with_user(self.outsider).action_object("حل نشده", self.channel.id)
        with self.assertRaisesRegex(UserError, "your answer"):
            case.action_object("حل نشده", self.channel.id)
        case.sudo()._accept_answer()
        with self.assertRaisesRegex(UserError, "has accepted"):
            case.with_user(self.operator).action_object("حل نشده", self.channel.id)

    def test_the_answerer_makes_no_call_about_the_own_answer(self):
        case = self.open_case()
        case.action_answer("انجام شد")
        call = self.env["zrm.case.callback"].sudo().create({"case_id": case.id})
        with self.assertRaisesRegex(UserError, "a colleague makes this call"):
            call.with_user(self.expert).action_accepted()
        call.with_user(self.expert2).action_accepted()
        self.assertEqual(case.sudo().verdict, "accepted")

    def test_the_mark_of_a_sensitive_case_stays(self):
        self.subject.is_sensitive = True
        case = self.make_case()
        keeper = make_user(
            self.env, "zrm_keeper", "zrm_base.group_oversight,zrm_base.group_confidential"
        )
        with self.assertRaisesRegex(UserError, "always confidential"):
            case.with_user(keeper).is_confidential = False
        self.subject.is_sensitive = False
        self.confidential.group_ids |= self.env.ref("zrm_base.group_expert")
        self.unit.member_ids |= self.confidential
        with self.assertRaisesRegex(UserError, "Oversight alone"):
            case.with_user(self.confidential).is_confidential = False
        case.with_user(keeper).is_confidential = False
        self.assertFalse(case.is_confidential)

    def test_another_citizen_leaves_a_trace(self):
        case, other = self.open_case(), self.make_citizen("زهرا کریمی", phone="09120001122")
        case.partner_id = other
        case.partner_id = self.citizen
        notes = case.sudo().event_ids.filtered(lambda event: event.kind == "citizen")
        self.assertEqual(
            notes.mapped("text"), ["مریم احمدی → زهرا کریمی", "زهرا کریمی → مریم احمدی"]
        )

    def test_defaults_do_not_decide(self):
        forged = {
            "answer_approved_by_id": self.expert.id,
            "verdict": "accepted",
            "track_pin": "1111",
            "answered_by_id": self.expert2.id,
            "reporter_id": self.citizen.id,
        }
        Default = self.env["ir.default"].with_user(self.operator)
        for name, value in forged.items():
            Default.set("zrm.case", name, value, user_id=True)
        context = {f"default_{name}": value for name, value in forged.items()}
        Case = self.env["zrm.case"].with_user(self.operator).with_context(**context)
        case = Case.create(self.intake_vals()).sudo()
        for name in forged:
            self.assertFalse(case[name], name)

    def test_defaults_do_not_fill_what_follows_from_an_action(self):
        forged = {
            "state": "used",
            "decided_by_id": self.manager.id,
            "result": "done",
            "closed_at": "2020-01-01",
            "opened_at": "2020-01-01",
            "at": "2020-01-01",
            "asked_at": "2020-01-01",
            "logged_at": "2020-01-01",
            "sent_at": "2020-01-01",
            "reason": "forged",
            "note": "forged",
        }
        self.steps["open"].write({"needs_approval": True, "citizen_message": "x"})
        context = {f"default_{name}": value for name, value in forged.items()}
        case = self.make_case().with_user(self.expert).with_context(**context)
        case.action_move(self.steps["open"].id)
        case.answer = "پاسخ"
        case.action_send_for_approval()
        self.env["zrm.access.log"].with_context(**context)._log("reveal", self.citizen)
        log = self.env["zrm.access.log"].search([], limit=1)
        made = [case.sudo().approval_ids, case.sudo().event_ids, case.sudo().notice_ids, log]
        made.append(case.sudo().referral_ids)
        for records in made:
            self.assertTrue(records)
            for name, value in forged.items():
                if name in records._fields and name != "state":
                    values = [str(one or "") for one in records.mapped(name)]
                    self.assertFalse(
                        [one for one in values if str(value) in one], (records._name, name)
                    )
        self.assertEqual(case.sudo().approval_ids.state, "waiting")
        self.assertEqual(set(case.sudo().notice_ids.mapped("state")), {"waiting"})

    def test_a_word_to_colleagues_is_not_addressed_to_the_citizen(self):
        self.citizen.email = "maryam@example.com"
        case = self.open_case()
        case.sudo().message_post(
            body="x",
            author_id=self.citizen.id,
            email_from=self.citizen.email,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.expert2.partner_id.ids,
        )
        case.action_take()
        suggested = case._message_get_suggested_recipients(reply_discussion=True)
        people = [entry["partner_id"] for entry in suggested]
        self.assertIn(self.expert2.partner_id.id, people)
        self.assertNotIn(self.citizen.id, people)

    def test_cases_are_not_duplicated(self):
        case = self.open_case()
        with self.assertRaisesRegex(UserError, "cannot be duplicated"):
            case.copy()
