# pylint: disable=translation-required
from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ...const import OURS
from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestNotices(CaseCommon):
    """Recipients of notices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.email = "137@city.example"
        cls.citizen.write({"email": "maryam@example.com", "lang": "fa_IR"})
        cls.steps["open"].with_context(lang="en_US").citizen_message = "We are on it."

    def send(self):
        before = self.env["mail.mail"].search([])
        self.env["zrm.case.notice"]._lock_waiting()._send()
        self.env.invalidate_all()
        return self.env["mail.mail"].search([]) - before

    def moments(self, case):
        return case.sudo().notice_ids.sorted("id").mapped("moment")

    def test_the_citizen_hears_of_each_moment_once(self):
        case = self.open_case()
        mails = self.send()
        self.assertEqual(mails.recipient_ids, self.citizen)
        self.assertEqual(self.moments(case), ["registered", "moved"])
        self.assertFalse(self.send(), "nothing is sent twice")
        case.action_answer("لایروبی انجام شد")
        case.action_close("solved")
        self.assertEqual(self.moments(case)[2:], ["answered", "closed"])
        answered = self.send().filtered(lambda mail: "لایروبی انجام شد" in mail.body_html)
        self.assertEqual(len(answered), 1)
        self.assertIn("rtl", answered.body_html)
        self.assertIn(case.number_spaced, answered.body_html)

    def test_in_the_citizens_language(self):
        self.citizen.lang = "en_US"
        self.open_case()
        bodies = " ".join(self.send().mapped("body_html"))
        self.assertIn("We are on it.", bodies)
        self.assertIn("Dear مریم احمدی", bodies)

    def test_staff_and_strangers_are_not_told(self):
        case = self.open_case()
        case.message_subscribe((self.expert.partner_id | self.outsider.partner_id).ids)
        self.assertEqual(self.send().recipient_ids, self.citizen)
        self.assertFalse(case.message_ids.notified_partner_ids)

    def test_conversation_among_staff_does_not_reach_those_affected(self):
        case = self.open_case()
        neighbour = self.make_citizen("زهرا کریمی", phone="09120007799")
        neighbour.email = "zahra@example.com"
        case._join(neighbour)
        message = case.message_post(body="میان خودمان", message_type="comment")
        self.assertFalse(message.notified_partner_ids)
        self.send()
        self.assertNotIn(neighbour, case.sudo().notice_ids.partner_id)
        case.action_answer("انجام شد")
        self.assertIn(neighbour, self.send().recipient_ids)

    def test_anonymous_reporters_hear_nothing(self):
        case = self.make_case(is_anonymous=True, nature_id=self.anonymous_nature.id)
        self.assertFalse(case.notice_ids)

    def test_confidential_matters_are_not_in_the_mail(self):
        case = self.make_case(is_confidential=True, name="خشونت در خانه")
        mail = self.send()
        self.assertEqual(mail.recipient_ids, self.citizen)
        self.assertNotIn("خشونت", mail.body_html + mail.subject)
        self.assertIn(case.number_spaced, mail.body_html)

    def test_hidden_reporters_are_told_outside_the_case(self):
        self.subject.hides_reporter = True
        case = self.make_case()
        mail = self.send()
        self.assertEqual(mail.email_to, self.citizen.email_normalized)
        self.assertFalse(mail.recipient_ids)
        self.assertFalse(mail.res_id, "the conversation of the case does not show them")
        self.assertFalse(case.message_ids)
        for user in (self.expert, self.oversight, self.administrator):
            self.assertFalse(self.env["zrm.case.notice"].with_user(user).search([]))

    def test_who_wants_nothing_gets_nothing(self):
        self.citizen.preferred_channel = "none"
        case = self.make_case()
        self.assertFalse(self.send())
        self.assertEqual(case.notice_ids.state, "skipped")
        self.assertTrue(case.notice_ids.reason)

    def test_an_answer_without_a_way_is_the_experts_to_bring(self):
        self.citizen.email = False
        case = self.open_case()
        case.action_take()
        case.action_answer("انجام شد")
        self.send()
        activity = case.sudo().activity_ids
        self.assertEqual(activity.user_id, self.expert)
        self.assertIn("print and send the letter", activity.summary)

    def test_the_past_is_no_news(self):
        case = (
            self.env["zrm.case"]
            .with_user(self.operator)
            .with_context(zrm_quiet=OURS)
            ._intake([self.intake_vals()])
        )
        self.assertFalse(case.sudo().notice_ids)

    def test_what_is_rolled_back_is_not_told(self):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            case = self.open_case(description=False)
            case.action_answer("x")
        self.assertFalse(self.send())

    def test_quiet_hours(self):
        Notice = self.env["zrm.case.notice"]
        night, noon = datetime(2026, 11, 21, 20, 0), datetime(2026, 11, 21, 8, 0)  # UTC
        self.env["ir.config_parameter"].set_param("zrm_cases.quiet_hours", "21-8")
        self.assertTrue(Notice._is_quiet(night))
        self.assertFalse(Notice._is_quiet(noon))
        self.env["ir.config_parameter"].set_param("zrm_cases.quiet_hours", "")
        self.assertFalse(Notice._is_quiet(night))

    def test_outsiders_do_not_see_who_is_told(self):
        case = self.open_case()
        Notice = self.env["zrm.case.notice"]
        domain = [("case_id", "=", case.id)]
        self.assertTrue(Notice.with_user(self.expert).search(domain))
        self.assertFalse(Notice.with_user(self.outsider).search(domain))
        with self.assertRaises(AccessError):
            Notice.with_user(self.clerk).search(domain)
        with self.assertRaises(AccessError):
            Notice.with_user(self.manager).search(domain).write({"state": "waiting"})


@tagged("post_install", "-at_install")
class TestMailIn(CaseCommon):
    """A mail to a unit opens a case; replies land on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create({"name": "city.example"})
        cls.env.company.alias_domain_id = cls.domain
        cls.unit.write({"alias_name": "services", "alias_domain_id": cls.domain.id})
        cls.citizen.email = "maryam@example.com"

    def receive(self, text="آب جمع شده", number=1, to="services@city.example", **headers):
        lines = {
            "From": "Maryam <maryam@example.com>",
            "To": to,
            "Subject": "جوی گرفته",
            "Message-Id": f"<m{number}@mail.example>",
            "Content-Type": 'text/plain; charset="utf-8"',
            **headers,
        }
        source = "\n".join(f"{key}: {value}" for key, value in lines.items()) + f"\n\n{text}"
        case_id = self.env["mail.thread"].message_process(None, source)
        return self.env["zrm.case"].browse(case_id)

    def test_a_mail_is_a_case_of_that_unit(self):
        case = self.receive()
        self.assertEqual(case.unit_id, self.unit)
        self.assertEqual(case.partner_id, self.citizen)
        self.assertEqual(case.channel_id, self.env.ref("zrm_base.channel_email"))
        self.assertEqual(case.description, "آب جمع شده")
        self.assertOneOpenLeg(case)
        self.assertFalse(case.citizen_replied_at)
        self.assertEqual(len(case.message_ids.filtered(lambda m: m.message_type == "email")), 1)

    def test_strangers_get_a_file(self):
        case = self.receive(From="Ali Rezai <ali@nowhere.example>")
        self.assertTrue(case.partner_id.is_citizen)
        self.assertEqual(case.partner_id.email, "ali@nowhere.example")

    def test_the_same_mail_twice_is_one_case(self):
        first = self.receive()
        self.receive()
        self.assertEqual(self.env["zrm.case"].search([("name", "=", "جوی گرفته")]), first)

    def test_a_very_long_mail_is_taken(self):
        case = self.receive(text="الف " * 60_000)
        self.assertLessEqual(len(case.description), 100_000)

    @freeze_time("2026-11-16 09:00:00")
    def test_a_reply_resumes_the_clock(self):
        case = self.receive().with_user(self.expert)
        subject = self.subject
        case.sudo().write({"subject_id": subject.id, "nature_id": self.nature.id})
        case.action_move(self.steps["open"].id)
        with self.assertRaisesRegex(UserError, "Write what you need"):
            case.action_ask("")
        case.action_ask("نشانی دقیق؟")
        self.assertEqual(case.state, "waiting")
        self.assertTrue(case.paused_at)
        asked = case.sudo().notice_ids.filtered(lambda notice: notice.moment == "asked")
        self.assertEqual(len(asked), 1)
        self.env["zrm.case.notice"]._lock_waiting()._send()
        mail = asked.mail_id
        self.assertIn("نشانی دقیق؟", mail.body_html)
        self.receive(
            text="کوچه نهم", number=2, to=mail.reply_to, **{"In-Reply-To": mail.message_id}
        )
        self.env.invalidate_all()
        self.assertEqual(case.state, "open")
        self.assertFalse(case.paused_at)
        self.assertTrue(case.citizen_replied_at)
        self.assertEqual(case.event_ids.sorted("id")[-2:].mapped("kind"), ["replied", "moved"])

    def test_a_reply_of_somebody_else_resumes_nothing(self):
        case = self.receive().with_user(self.expert)
        case.sudo().write({"subject_id": self.subject.id, "nature_id": self.nature.id})
        case.action_move(self.steps["open"].id)
        case.action_ask("نشانی؟")
        self.env["zrm.case.notice"]._lock_waiting()._send()
        mail = case.sudo().notice_ids.mail_id.sorted("id")[-1]
        self.receive(
            number=3,
            From="x@evil.example",
            to=mail.reply_to,
            **{"In-Reply-To": mail.message_id},
        )
        self.assertEqual(case.state, "waiting")
