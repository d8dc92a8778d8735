"""What only the verbs decide is written by nobody past them."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CaseCommon, RpcCase


@tagged("post_install", "-at_install")
class TestHandlingGuard(CaseCommon):
    def test_legs_are_not_closed_by_hand(self):
        case = self.open_case()
        case.action_refer(self.other_unit.id, kind="copy")
        leg = case.sudo()._open_action_leg()
        for user in (self.expert, self.outsider, self.manager):
            for vals in (
                {"closed_at": "2026-01-01 00:00:00", "result": "done"},
                {"user_id": user.id},
                {"deadline": "2099-01-01 00:00:00"},
            ):
                with self.assertRaises(UserError):
                    self.seen_by(user, leg).write(vals)
        self.assertOneOpenLeg(case)

    def test_defaults_of_a_request_say_nothing_of_a_case(self):
        forged = {
            "default_answer": "x",
            "default_verdict": "accepted",
            "default_stars": 5,
            "default_track_pin": "1111",
            "default_answer_approved_by_id": self.operator.id,
            "default_excluded_user_ids": [Command.link(self.expert.id)],
            "default_event_ids": [
                Command.create({"kind": "informed", "text": "x", "is_public": True})
            ],
            "default_referral_ids": [
                Command.create({"unit_id": self.other_unit.id, "kind": "copy"})
            ],
            "default_at": "2001-01-01 00:00:00",
            "default_state": "skipped",
        }
        Case = self.env["zrm.case"].with_user(self.operator).with_context(**forged)
        case = Case.create([self.intake_vals()]).sudo()
        self.env.invalidate_all()
        self.assertFalse(
            case.answer
            or case.verdict
            or case.stars
            or case.track_pin
            or case.answer_approved_by_id
            or case.excluded_user_ids
        )
        self.assertEqual(case.event_ids.mapped("kind"), ["registered"])
        self.assertEqual(len(case.referral_ids), 1)
        self.assertEqual(case.notice_ids.mapped("state"), ["waiting"])

    def test_defaults_of_a_request_forge_no_story(self):
        case = self.open_case()
        forged = case.with_context(
            default_at="2001-01-01 00:00:00",
            default_state="skipped",
            default_closed_at="2001-01-01 00:00:00",
            default_opened_at="2001-01-01 00:00:00",
            default_user_id=self.manager.id,
        )
        forged.action_refer(self.other_unit.id, kind="copy", instruction="x")
        forged.action_answer("انجام شد")
        self.env.invalidate_all()
        known = case.sudo()
        self.assertGreater(min(known.event_ids.mapped("at")).year, 2001)
        self.assertGreater(min(known.referral_ids.mapped("opened_at")).year, 2001)
        self.assertEqual(known.event_ids.user_id, self.operator | self.expert)
        self.assertEqual(set(known.notice_ids.mapped("state")), {"waiting"})

    def test_what_was_told_is_not_rewritten(self):
        case = self.open_case()
        case.action_answer("انجام شد")
        with self.assertRaisesRegex(UserError, "already received"):
            case.answer = "انجام نشد"
        case.action_close("solved")
        for vals in ({"answer": "x"}, {"outcome": "informed"}, {"public_reason": "x"}):
            with self.assertRaisesRegex(UserError, "already received"):
                case.write(vals)
        case.action_reopen("دوباره")
        case.answer = "این بار"

    def test_when_it_came_is_not_rewritten(self):
        case = self.open_case()
        with self.assertRaises(UserError):
            case.received_at = "2026-01-01 00:00:00"
        with self.assertRaisesRegex(UserError, "in the future"):
            self.make_case(received_at=fields.Datetime.now() + timedelta(days=400))


@tagged("post_install", "-at_install")
class TestHandlingGuardOverRpc(CaseCommon, RpcCase):
    def test_staff_cannot_write_what_the_verbs_decide(self):
        case = self.make_case()
        self.authenticate("zrm_expert", "zrm_expert")
        for error, vals in (
            (ValidationError, {"state": "closed"}),
            (ValidationError, {"step_id": self.steps["closed"].id}),
            (ValidationError, {"verdict": "accepted"}),
            (ValidationError, {"stars": 5}),
            (ValidationError, {"track_pin": "1111"}),
            (ValidationError, {"is_reporter_hidden": False}),
            (ValidationError, {"deadline": "2099-01-01 00:00:00"}),
            (ValidationError, {"unit_id": self.other_unit.id}),
            (AccessError, {"referral_ids": [[0, 0, {"unit_id": self.unit.id}]]}),
            (UserError, {"event_ids": [[5]]}),
            (AccessError, {"notice_ids": [[5]]}),
        ):
            self.assertRefused("zrm.case", "write", case.ids, vals, error=error)
            # Nor by naming the guard's own key.
            forged = {"zrm_handling": True}
            self.assertRefused("zrm.case", "write", case.ids, vals, error=error, context=forged)

    def test_a_context_is_no_key(self):
        self.authenticate("zrm_operator", "zrm_operator")
        vals = self.intake_vals(number="111111111111", unit_id=self.other_unit.id)
        case_id = self.call(
            "zrm.case", "create", [vals], context={"zrm_intake": True, "zrm_handling": True}
        )[0]
        case = self.env["zrm.case"].browse(case_id)
        self.assertNotEqual(case.number, "111111111111")
        self.assertEqual(case.unit_id, self.unit)
        self.assertOneOpenLeg(case)
