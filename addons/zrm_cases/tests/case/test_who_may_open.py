# pylint: disable=translation-required
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

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
        self.assertEqual(case.activity_ids.mapped("summary"), ["prüfen"])
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
