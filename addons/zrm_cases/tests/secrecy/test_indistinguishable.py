# pylint: disable=translation-required
"""On a hidden case, staff see the same whatever they do to an innocent person's file or to
the reporter's (docs/decisions/0014)."""

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon

FORGED = """From: {sender}
To: report@example.com
Subject: Re: {code}
Message-Id: <forged@example.com>
In-Reply-To: {reference}
Content-Type: text/plain; charset=utf-8

I have more to say.
"""
# What names a record in a comparison of two runs, whose ids differ.
SKIPPED = {"id", "res_id", "message_id", "reply_to", "access_token", "parent_id"}


class HiddenCommon(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.innocent = cls.make_citizen("زهرا کریمی", phone="09120001122")
        cls.citizen.write({"email": "maryam@example.com", "lang": "en_US"})
        cls.innocent.write({"email": "zahra@example.com", "lang": "en_US"})
        cls.subject.hides_reporter = True
        cls.readers = (
            cls.operator
            | cls.expert
            | cls.manager
            | cls.oversight
            | cls.administrator
            | make_user(cls.env, "zrm_secret_keeper", "zrm_base.group_oversight")
        )
        cls.steps["open"].citizen_message = "Being worked on"

    def read_by_staff(self, case):
        """All that staff can read of a case, its history, messages, tasks and notices."""
        self.env.flush_all()
        self.env.invalidate_all()
        known = {}
        for user in self.readers:
            for model, domain in (
                ("zrm.case", [("id", "=", case.id)]),
                ("zrm.case.event", [("case_id", "=", case.id)]),
                ("zrm.referral", [("case_id", "=", case.id)]),
                ("zrm.case.notice", []),
                ("zrm.case.callback", []),
                ("mail.message", [("model", "=", "zrm.case"), ("res_id", "=", case.id)]),
                ("mail.activity", [("res_model", "=", "zrm.case"), ("res_id", "=", case.id)]),
                ("mail.followers", [("res_model", "=", "zrm.case"), ("res_id", "=", case.id)]),
                ("ir.attachment", [("res_model", "=", "zrm.case"), ("res_id", "=", case.id)]),
                ("zrm.access.log", []),
            ):
                known[user.login, model] = self.rows(user, model, domain)
        return known

    def rows(self, user, model, domain):
        Model = self.env[model].with_user(user).with_context(lang="en_US")
        if not Model.has_access("read"):
            return None
        names = [
            name
            for name, field in Model._fields.items()
            if field.type not in ("one2many", "many2many", "binary", "reference")
            and not field.type.startswith("properties")
            and name not in SKIPPED
            and Model._has_field_access(field, "read")
        ]
        # The second run of two has other numbers of its records.
        return [
            {name: value[1] if isinstance(value, tuple) else value for name, value in row.items()}
            for row in Model.search(domain, order="id").read(names)
            if row.pop("id", True)
        ]

    def run_with(self, person, steps):
        """What staff know after these steps against one person, all undone again."""
        self.env.flush_all()
        with self.env.cr.savepoint() as savepoint:
            outcome = steps(person)
            self.env["zrm.case.notice"]._lock_waiting()._send()
            known = self.read_by_staff(self.case), outcome
            savepoint.rollback()
        self.env.invalidate_all()
        return known

    def assertSame(self, steps):
        theirs, innocents = (self.run_with(who, steps) for who in (self.citizen, self.innocent))
        self.maxDiff = None
        self.assertEqual(theirs, innocents)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-03 09:00:00")
class TestIndistinguishable(HiddenCommon):
    def setUp(self):
        super().setUp()
        # A file of another day, as that of the innocent.
        self.case = self.make_case()
        self.case.with_user(self.expert).action_move(self.steps["open"].id)

    def answered(self):
        case = self.case.with_user(self.expert)
        case.action_answer("It is done")
        return case.answer

    def test_language(self):
        def steps(person):
            person.lang = "fa_IR" if person.lang == "en_US" else "en_US"
            template = self.env["zrm.answer.template"].create(
                {"name": "t", "body": "{citizen} {date} {subject}"}
            )
            shown = template._render(self.case.with_user(self.expert))
            self.case.with_user(self.expert).action_move(self.steps["waiting"].id)
            return shown, self.answered_later()

        self.env["res.lang"]._activate_lang("fa_IR")
        self.assertSame(steps)

    def answered_later(self):
        self.case.with_user(self.expert).action_move(self.steps["open"].id)
        return self.answered()

    def test_wish_for_no_messages(self):
        def steps(person):
            person.with_user(self.operator).preferred_channel = "none"
            return self.answered()

        self.assertSame(steps)

    def test_address_and_number_of_the_one_who_asks(self):
        def steps(person):
            person.write({"email": "spy@city.example", "phone": "09129998877"})
            self.answered()
            self.env["zrm.case.notice"]._lock_waiting()._send()
            mails = self.env["mail.mail"].sudo().search([], order="id")
            to = mails.filtered(lambda mail: self.case.number_spaced in (mail.subject or ""))
            self.assertNotIn("spy@city.example", str(to.mapped("email_to")))
            self.assertFalse(to.recipient_ids)
            return len(to), sorted(to.mapped("email_to"))

        self.assertSame(steps)

    def test_forged_mail(self):
        def steps(person):
            reference = self.case.sudo().message_ids[:1].message_id or "<nothing@example.com>"
            text = FORGED.format(sender=person.email, code=self.case.number, reference=reference)
            Thread = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
            with mute_logger("odoo.addons.mail.models.mail_thread"):
                Thread.message_process("zrm.case", text, thread_id=self.case.id)
            seen = self.case.sudo()
            return seen.state, bool(seen.citizen_replied_at), len(seen.message_ids)

        self.case.with_user(self.expert).message_post(body="x")
        self.assertSame(steps)

    def test_removed_and_archived(self):
        def steps(person):
            person.with_user(self.administrator).active = False
            self.answered()
            with mute_logger("odoo.sql_db"):
                person.sudo().unlink()
            return person.exists()

        self.assertSame(steps)

    def test_asked_and_counted(self):
        def steps(person):
            seen = person.with_user(self.oversight)
            alert = (
                self.env["zrm.case.alert"]
                .with_user(self.manager)
                .create({"subject_id": self.subject.id, "text": "x"})
            )
            quick = self.env["zrm.case.quick"].with_user(self.operator)
            caller = quick.quick_caller(person.id)
            return (
                seen.case_count,
                seen.relative_case_count,
                alert.partner_count,
                caller["cases"],
                caller["elsewhere"],
            )

        self.assertSame(steps)


@tagged("post_install", "-at_install")
class TestFrozenContact(HiddenCommon):
    """Where a hidden reporter is reached is frozen when the case is registered."""

    def contact(self, case):
        return case.sudo()._recipient_contact(self.env["res.partner"])

    def test_notices_go_where_the_report_came_from(self):
        case = self.make_case()
        self.citizen.write({"email": "spy@city.example", "phone": "09129998877"})
        self.assertEqual(self.contact(case).email, "maryam@example.com")
        self.assertEqual(self.contact(case).phone, "+989120007788")
        notice = case.notice_ids
        self.assertEqual((len(notice), notice.moment), (1, "registered"))
        self.assertFalse(notice.partner_id)
        self.env["zrm.case.notice"]._lock_waiting()._send()
        self.assertEqual(notice.mail_id.email_to, "maryam@example.com")
        self.assertTrue(notice.mail_id.auto_delete)

    def test_somebody_new_gets_no_file(self):
        before = self.env["res.partner"].search_count([])
        citizen = {"name": "فاطمه رضایی", "phone": "09121112233"}
        case = self.make_case(partner_id=False, citizen=citizen)
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.assertFalse(case.reporter_id or case.partner_id)
        self.assertEqual(self.contact(case).name, "فاطمه رضایی")
        guardian = make_user(
            self.env, "zrm_guard", "zrm_base.group_oversight,zrm_base.group_confidential"
        )
        shown = case.with_user(guardian).action_reveal_reporter("تهدید")
        self.assertIn("فاطمه رضایی", shown["params"]["message"])

    def test_nobody_reads_or_writes_it(self):
        case = self.make_case()
        for user in self.readers:
            with self.assertRaises(AccessError):
                case.with_user(user).read(["reporter_contact"])
            with self.assertRaises(AccessError):
                self.env["zrm.case"].with_user(user).search([("reporter_contact", "!=", False)])

    def test_a_case_that_becomes_hidden_forgets_who_it_was(self):
        self.subject.hides_reporter = False
        letter = {
            "external_ref": "نامه ۱۲",
            "channel_id": self.env.ref("zrm_base.channel_letter").id,
        }
        case = self.make_case(**letter)
        case._join(self.innocent)
        case._log_event("joined", text=f"Reported by {self.citizen.name}.")
        case._log_event("informed", text=f"Dear {self.citizen.name}, wait.", is_public=True)
        other = self.env["zrm.subject"].create(
            {"name": "فساد", "code": "T-S9", "process_id": self.process.id, "hides_reporter": True}
        )
        case.with_user(self.expert).subject_id = other
        self.env.invalidate_all()
        self.assertTrue(case.is_reporter_hidden)
        self.assertFalse(case.joined_partner_ids | case.notice_ids.partner_id)
        self.assertNotIn("مریم", str(case.event_ids.mapped("text")))
        self.assertNotIn("۱۲", case.external_ref)
        self.assertEqual(self.contact(case).email, "maryam@example.com")
        told = case.event_ids.filtered(lambda event: event.kind == "informed")[-1]
        self.assertTrue(told.is_public)
        self.assertIn("secret number", told.text)
        # The same letter is still the same case.
        self.assertEqual(self.make_case(**letter), case)

    def test_a_lost_secret_number_is_not_given_again(self):
        Case = self.env["zrm.case"].with_user(self.operator)
        vals = self.intake_vals(external_ref="L-1")
        [first], [again] = Case.register([vals]), Case.register([vals])
        self.assertEqual(first["number"], again["number"])
        self.assertTrue(first["pin"])
        self.assertFalse(again["pin"])
        case = Case.browse(first["id"]).sudo()
        self.assertEqual(case.track_pin, first["pin"])
