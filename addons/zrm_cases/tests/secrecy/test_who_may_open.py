# pylint: disable=translation-required
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase
from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon, RpcCase


@tagged("post_install", "-at_install")
class TestWhoMayOpen(MailCase, CaseCommon):
    """On a confidential case nobody becomes follower, gets a task, a message or a mail who
    may not open it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.confidential.group_ids |= cls.env.ref("zrm_base.group_expert")
        cls.unit.member_ids |= cls.confidential
        cls.citizen.email = "maryam@example.com"
        cls.everybody = cls.expert | cls.manager | cls.outsider | cls.clerk | cls.confidential

    def secret(self):
        return self.secret_case(is_confidential=True)

    def assertOnlyForThoseWhoMay(self, case, *there):
        """Only these users stand in any side table of the case."""
        self.env.flush_all()
        self.env.invalidate_all()
        case, staff = case.sudo(), self.everybody.partner_id
        messages = case.message_ids
        found = {
            "followers": case.message_partner_ids & staff,
            "activities": case.activity_ids.user_id.partner_id,
            "notifications": messages.notification_ids.res_partner_id & staff,
            "recipients": messages.partner_ids & staff,
        }
        for name, partners in found.items():
            self.assertLessEqual(
                partners.user_ids, self.everybody.browse(u.id for u in there), name
            )
        return found

    def test_a_new_one_goes_to_who_may_open_it(self):
        mine = self.secret()
        self.assertEqual(mine.unit_id, self.unit)
        self.assertFalse(mine.activity_ids, "the unit's list tells its confidential member")
        self.unit.member_ids -= self.confidential
        self.city.member_ids = self.confidential
        higher = self.secret()
        self.assertEqual((higher.unit_id, higher.handler_unit_id), (self.city, self.city))
        self.assertEqual(higher.activity_ids.user_id, self.confidential)
        self.assertOneOpenLeg(higher)
        self.city.member_ids = False
        top = self.secret()
        self.assertTrue(top.activity_ids.user_id.has_group("zrm_base.group_oversight"))

    def test_made_confidential_by_hand_somebody_who_may_open_it_is_found(self):
        self.unit.member_ids -= self.confidential
        self.city.member_ids = self.confidential
        case = self.make_case()
        self.assertEqual(case.unit_id, self.unit)
        case.with_user(self.manager).is_confidential = True
        self.assertEqual(case.unit_id, self.city)
        self.assertEqual(case.activity_ids.user_id, self.confidential)
        self.assertOneOpenLeg(case)

    def test_classified_as_confidential_it_is_routed_first(self):
        """Of the new subject's unit; its people are not looked for in the old one."""
        subject = self.subject.copy({"name": "رشوه", "code": "T-SEC", "is_sensitive": True})
        self.env["zrm.routing.rule"].create(
            {"subject_id": subject.id, "unit_id": self.other_unit.id}
        )
        self.other_unit.member_ids |= self.confidential
        case = self.make_case()
        case.subject_id = subject
        self.assertTrue(case.is_confidential)
        self.assertEqual(case.unit_id, self.other_unit)
        self.assertOneOpenLeg(case)

    def test_followers(self):
        case = self.secret()
        case.message_subscribe(self.everybody.partner_id.ids + self.citizen.ids)
        found = self.assertOnlyForThoseWhoMay(case, self.confidential)
        self.assertEqual(found["followers"], self.confidential.partner_id)
        self.assertNotIn(self.citizen, case.message_partner_ids)

    def test_mentions_and_mails(self):
        case = self.secret()
        with self.mock_mail_gateway():
            case.message_post(
                body="راز",
                partner_ids=self.everybody.partner_id.ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        notified = case.message_ids.notification_ids.res_partner_id
        self.assertEqual(notified & self.everybody.partner_id, self.confidential.partner_id)
        mailed = self.env["mail.mail"].search([("res_id", "=", case.id)]).recipient_ids
        self.assertFalse(mailed & (self.everybody - self.confidential).partner_id)

    def test_the_expert_who_may_not_open_it_any_more_does_not_keep_it(self):
        case = self.open_case()
        case.action_take()
        case.with_user(self.manager).is_confidential = True
        case = case.sudo()
        self.assertFalse(case.user_id)
        self.assertOneOpenLeg(case)
        self.assertFalse(case._open_action_leg().user_id)
        task = case.activity_ids.filtered(lambda one: "assign it" in (one.summary or ""))
        self.assertEqual(task.user_id, self.confidential)

    def test_where_it_is_balanced_another_one_gets_it(self):
        self.unit.assignment = "balanced"
        self.confidential.zrm_away_until = False
        case = self.open_case()
        case.action_take()
        case.with_user(self.manager).is_confidential = True
        self.assertEqual(case.sudo().user_id, self.confidential)
        self.assertEqual(case.sudo()._open_action_leg().user_id, self.confidential)

    def test_a_judge_who_may_not_open_it_any_more_is_not_waited_for(self):
        self.steps["open"].needs_approval = True
        self.city.manager_id = self.oversight
        case = self.open_case()
        case.answer = "همین است"
        case.action_send_for_approval()
        self.assertEqual(case.sudo()._running_approval().judge_ids, self.manager)
        case.with_user(self.manager).is_confidential = True
        approval = case.sudo()._running_approval()
        self.assertEqual((approval.state, approval.judge_ids), ("waiting", self.oversight))
        judging = self.env.ref("zrm_cases.activity_approve")
        tasks = case.sudo().activity_ids.filtered(lambda one: "approve" in (one.summary or ""))
        self.assertEqual((tasks.activity_type_id, tasks.user_id), (judging, self.oversight))

    def test_it_goes_where_somebody_may_open_it(self):
        mayor = make_user(
            self.env, "zrm_mayor", "zrm_base.group_manager,zrm_base.group_confidential"
        )
        self.city.manager_id = mayor
        subject = self.env["zrm.subject"].create(
            {"name": "پل", "code": "T-S2", "process_id": self.process.id}
        )
        self.env["zrm.routing.rule"].create(
            {"subject_id": subject.id, "unit_id": self.other_unit.id}
        )
        case = self.secret()
        case.with_user(self.oversight).subject_id = subject
        self.assertEqual(case.unit_id, self.city, "nobody of the unit by routing may open it")
        other = self.secret().with_user(self.confidential)
        other.action_move(self.steps["open"].id)
        with self.assertRaisesRegex(UserError, "choose another unit"):
            other.action_refer(self.other_unit.id)
        # Who works there opens it then, though not yet where it is.
        self.outsider.group_ids |= self.env.ref("zrm_base.group_confidential")
        other.action_refer(self.other_unit.id)
        self.assertEqual(other.sudo().unit_id, self.other_unit)

    def test_activities_by_hand(self):
        case = self.secret()
        for user in self.everybody - self.confidential:
            with self.assertRaisesRegex(UserError, "may not open"), self.env.cr.savepoint():
                case.activity_schedule("mail.mail_activity_data_todo", user_id=user.id)
        done = case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.confidential.id, summary="x"
        )
        with self.assertRaisesRegex(UserError, "may not open"):
            done.user_id = self.manager

    def test_a_reply_asks_somebody_who_may_open_it(self):
        case = self.secret()
        case._write_handling({"user_id": self.expert.id})
        case._citizen_replied()
        found = self.assertOnlyForThoseWhoMay(case, self.confidential)
        self.assertEqual(found["activities"], self.confidential.partner_id)
        self.unit.member_ids -= self.confidential
        other = self.secret()
        other._citizen_replied()
        asked = other.activity_ids.user_id
        self.assertTrue(asked.has_group("zrm_base.group_oversight"), "nobody of the unit may")

    def test_an_escalation_steps_over_managers_who_may_not(self):
        self.city.manager_id = self.oversight
        case = self.secret()
        case._write_handling({"next_check_at": fields.Datetime.now() - timedelta(hours=1)})
        case._write_handling({"deadline": fields.Datetime.now() - timedelta(hours=1)})
        case._check_deadlines()
        self.assertEqual(case.activity_ids.user_id, self.oversight)
        self.assertEqual(case.event_ids.sorted("id")[-1].text, self.oversight.name)
        self.city.manager_id = False
        other = self.secret()
        other._write_handling({"deadline": fields.Datetime.now() - timedelta(hours=1)})
        other._check_deadlines()
        told = other.activity_ids.user_id
        self.assertTrue(told.has_group("zrm_base.group_oversight"), "somebody always learns")

    def test_it_is_taken_from_others_when_it_becomes_confidential(self):
        case = self.make_case()
        case._write_handling({"user_id": self.expert.id})
        case.message_subscribe(self.everybody.partner_id.ids)
        case.message_post(
            body="x",
            partner_ids=self.everybody.partner_id.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.expert.id, summary="prüfen"
        )
        self.assertTrue(case.message_ids.notification_ids)
        case.is_confidential = True
        found = self.assertOnlyForThoseWhoMay(case, self.confidential)
        self.assertEqual(found["followers"], self.confidential.partner_id)
        tasks = {"prüfen", "This case became confidential: assign it"}
        self.assertEqual(set(case.activity_ids.mapped("summary")), tasks)
        self.assertFalse(
            self.seen_by(self.expert, case.message_ids).search([("res_id", "=", case.id)])
        )

    def test_and_when_the_unit_loses_it(self):
        case = self.secret()
        case.message_subscribe(self.confidential.partner_id.ids)
        case._pass_on(self.other_unit)
        self.assertNotIn(self.confidential.partner_id, case.message_partner_ids)

    def test_open_cases_are_as_ever(self):
        case = self.make_case()
        case.message_subscribe(self.everybody.partner_id.ids)
        self.assertEqual(
            case.message_partner_ids & self.everybody.partner_id, self.everybody.partner_id
        )
        case.activity_schedule("mail.mail_activity_data_todo", user_id=self.expert.id)

    def test_side_tables_go_with_the_case(self):
        case = self.secret()
        case.message_subscribe(self.confidential.partner_id.ids)
        case.message_post(
            body="x",
            partner_ids=self.confidential.partner_id.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        activity = case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.confidential.id
        )
        self.env.flush_all()
        of_case = [("res_model", "=", "zrm.case"), ("res_id", "=", case.id)]
        lines, follower = case.message_ids.notification_ids, case.message_follower_ids
        self.assertTrue(lines and follower)
        for user in (self.clerk, self.operator, self.expert, self.manager, self.outsider):
            if user == case.create_uid:
                continue
            env = self.env(user=user)
            self.assertFalse(env["mail.followers"].search(of_case), user.login)
            self.assertFalse(env["mail.activity"].search(of_case), user.login)
            self.assertFalse(
                env["mail.notification"].search([("mail_message_id.res_id", "=", case.id)]) & lines,
                user.login,
            )
            self.assertFalse(env["mail.notification"].search([("id", "in", lines.ids)]), user.login)
            self.assertFalse(follower.with_user(user).has_access("read"))
            self.assertFalse(lines.with_user(user).has_access("read"))
            self.assertFalse(activity.with_user(user).has_access("read"))
        env = self.env(user=self.confidential)
        self.assertEqual(env["mail.followers"].search(of_case), follower)
        self.assertEqual(env["mail.notification"].search([("id", "in", lines.ids)]), lines)
        self.assertTrue(lines.with_user(self.confidential).has_access("read"))

    def test_side_tables_of_others_are_as_in_core(self):
        contact = self.env["res.partner"].create({"name": "Supplier"})
        contact.message_subscribe(self.manager.partner_id.ids)
        message = contact.message_post(
            body="x",
            partner_ids=self.manager.partner_id.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.env.flush_all()
        env = self.env(user=self.clerk)
        of_contact = [("res_model", "=", "res.partner"), ("res_id", "=", contact.id)]
        rules = self.env.ref("zrm_cases.follower_rule_open")
        rules |= self.env.ref("zrm_cases.notification_rule_open")
        counts = []
        for rules.active in (False, True):
            for _cold_then_warm in range(2):
                before = self.cr.sql_log_count
                self.assertEqual(len(env["mail.followers"].search(of_contact)), 1)
                lines = env["mail.notification"].search([("mail_message_id", "in", message.ids)])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertEqual(lines.res_partner_id, self.manager.partner_id)


@tagged("post_install", "-at_install")
class TestThreadData(CaseCommon, RpcCase):
    def test_the_web_client_is_told_nothing(self):
        case = self.secret_case(is_confidential=True)
        self.unit.member_ids |= self.confidential
        case.message_subscribe(self.confidential.partner_id.ids)
        self.authenticate("zrm_expert", "zrm_expert")
        answer = self.make_jsonrpc_request(
            "/mail/data",
            {
                "fetch_params": [
                    [
                        "mail.thread",
                        {
                            "thread_model": "zrm.case",
                            "thread_id": case.id,
                            "request_list": ["followers", "activities", "suggestedRecipients"],
                        },
                    ]
                ]
            },
        )
        self.assertNotIn(self.confidential.name, str(answer))
        self.assertNotIn("راز", str(answer))
