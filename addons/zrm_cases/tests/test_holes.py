import json
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from .common import CaseCommon
from .test_attack import QUIET
from .test_tracking import CitizenSide

MAIL = """From: Maryam <maryam@example.com>
To: {to}
Subject: {subject}
Message-Id: <{id}@example.com>
{headers}Content-Type: text/plain; charset=utf-8

{body}
"""


class Holes(CaseCommon):
    """Holes that once were open; each test fails if one opens again."""

    def seen_by(self, user, record):
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user).sudo(False)

    def secret_case(self, **vals):
        return self.make_case(name="راز بزرگ", **vals)


@tagged("post_install", "-at_install")
class TestPastTheVerbs(Holes):
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

    def test_a_leg_can_still_be_accepted(self):
        case = self.make_case()
        self.seen_by(self.expert, case.referral_ids).action_accept()
        self.assertEqual(case.user_id, self.expert)

    def test_defaults_of_a_request_say_nothing_of_a_case(self):
        forged = {
            "default_answer": "x",
            "default_verdict": "accepted",
            "default_stars": 5,
            "default_verdict_token": "a" * 30,
            "default_track_pin": "1111",
            "default_answer_approved_by_id": self.operator.id,
            "default_disputed_user_ids": [Command.link(self.expert.id)],
            "default_event_ids": [Command.create({"kind": "told", "text": "x", "is_public": True})],
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
            or case.verdict_token
            or case.track_pin
            or case.answer_approved_by_id
            or case.disputed_user_ids
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

    def test_what_was_told_is_not_rewritten(self):
        case = self.open_case()
        case.action_answer("انجام شد")
        with self.assertRaisesRegex(UserError, "told already"):
            case.answer = "انجام نشد"
        case.action_close("solved")
        for vals in ({"answer": "x"}, {"outcome": "informed"}, {"public_reason": "x"}):
            with self.assertRaisesRegex(UserError, "told already"):
                case.write(vals)
        case.action_reopen("دوباره")
        case.answer = "این بار"

    def test_when_it_came_is_not_rewritten(self):
        case = self.open_case()
        with self.assertRaises(UserError):
            case.received_at = "2026-01-01 00:00:00"
        with self.assertRaisesRegex(UserError, "in the future"):
            self.make_case(received_at=fields.Datetime.now() + timedelta(days=400))

    def test_whoever_answers_does_not_ask_in_the_subjects_name(self):
        self.ask("depth", "عمق")
        before = self.subject.question_definition
        question = {"name": "evil", "type": "char", "string": "Password?"}
        case = self.make_case(
            questions=[
                {**question, "definition_changed": True, "value": "x"},
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.subject.question_definition, before)
        self.assertNotIn("evil", dict(case.questions))

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

    def test_a_dialog_gives_back_all_or_none(self):
        mine = self.open_case()
        mine.action_refer(self.other_unit.id)
        other = self.open_case()
        act = (
            self.env["zrm.case.act"]
            .with_user(self.oversight)
            .create({"verb": "return", "reason": "x", "case_ids": (mine | other).ids})
        )
        other.sudo()._close_legs()
        with self.assertRaisesRegex(UserError, "None of the open legs"):
            act.action_apply()


@tagged("post_install", "-at_install")
class TestConfidentialByOtherWays(Holes):
    def test_no_pointing_at_a_case_to_read_its_name(self):
        secret = self.secret_case(is_confidential=True)
        own = self.open_case()
        with self.assertRaises(AccessError):
            own.parent_id = secret.id
        with self.assertRaises(AccessError):
            self.env["zrm.case"].with_user(self.expert).create(
                [self.intake_vals(parent_id=secret.id)]
            )
        act = self.seen_by(
            self.expert,
            self.env["zrm.case.act"].with_user(self.expert).create({"target_id": secret.id}),
        )
        shown = act.web_read({"target_id": {"fields": {"display_name": {}}}})
        self.assertNotIn("راز", str(shown))
        self.assertNotIn("راز", str(act.read(["target_id"])))
        shown = act.onchange(
            {"target_id": secret.id}, ["target_id"], {"target_id": {"fields": {"display_name": {}}}}
        )
        self.assertNotIn("راز", str(shown))
        self.assertIn("راز", self.seen_by(self.oversight, secret).display_name)

    def test_no_pointing_at_a_citizen_to_read_their_name(self):
        self.citizen.is_confidential = True
        own = self.open_case(partner_id=self.make_citizen("زهرا", phone="09120001122").id)
        with self.assertRaises(AccessError):
            own.partner_id = self.citizen.id
        for commands in ([Command.link(self.citizen.id)], [Command.set(self.citizen.ids)]):
            with self.assertRaises(AccessError):
                own.joined_partner_ids = commands
        with self.assertRaises(AccessError):
            self.env["zrm.case"].with_user(self.operator).create([self.intake_vals()])
        with self.assertRaises(AccessError):
            self.env["zrm.case"].with_user(self.operator).create(
                [self.intake_vals(partner_id=f" {self.citizen.id}")]
            )

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
        try:
            shown = mine.onchange({"case_id": secret.id}, ["case_id"], spec)
        except (AccessError, UserError):
            shown = {}
        for word in ("محرمانه", "7788", "مریم"):
            self.assertNotIn(word, str(shown))
        open_one.sudo().is_confidential = True
        self.assertFalse(self.seen_by(self.operator, Call).search([]))

    def test_templates_are_not_filled_from_cases_of_others(self):
        secret = self.secret_case()
        self.env["zrm.answer.template"].create({"name": "t", "body": "{number} {citizen}"})
        self.env.flush_all()
        self.env.invalidate_all()
        Use = self.env["zrm.answer.template.use"].with_user(self.outsider)
        spec = {"preview": {}, "template_id": {}, "fitting_ids": {"fields": {}}}
        try:
            shown = Use.onchange({"case_id": secret.id}, ["case_id"], spec)
        except AccessError:
            shown = {}
        self.assertNotIn(secret.number, str(shown))
        self.assertNotIn("مریم", str(shown))

    def test_no_onchange_or_export_of_a_case_of_others(self):
        secret = self.seen_by(self.outsider, self.secret_case())
        spec = {"name": {}, "way_picture": {}, "story_picture": {}, "steps_picture": {}}
        for attack in (
            lambda: secret.onchange({"priority": "1"}, ["priority"], spec),
            lambda: secret.export_data(["name", "story_picture"]),
            lambda: secret.web_save({"priority": "1"}, spec),
            secret.copy,
            lambda: secret.load(["id", "name"], [[str(secret.id), "x"]]) and secret.read(["name"]),
        ):
            with self.assertRaises(UserError):
                attack()

    def test_dialogs_are_ones_own(self):
        case = self.open_case()
        for model, vals, owner, thief in (
            ("zrm.case.act", {"case_ids": case.ids, "reason": "x"}, self.expert, self.expert2),
            ("zrm.case.alert", {"text": "x"}, self.manager, self.oversight),
            ("zrm.callback.draw", {}, self.manager, self.oversight),
            ("zrm.routing.test", {"subject_id": self.subject.id}, self.manager, self.oversight),
        ):
            dialog = self.env[model].with_user(owner).create(vals)
            stolen = self.seen_by(thief, dialog)
            with self.assertRaises(AccessError):
                stolen.read(["create_uid"])
            with self.assertRaises(AccessError):
                stolen.write({"create_uid": thief.id})
            self.assertFalse(stolen.search([("id", "=", dialog.id)]))

    def test_quick_registration_tells_nothing_of_confidential_cases(self):
        secret = self.secret_case(is_confidential=True, address="خیابان بهار ۱۲")
        quick = self.env["zrm.case.quick"].with_user(self.operator)
        found = quick.quick_likely(
            {"subject_id": self.subject.id, "partner_id": self.citizen.id, "address": "بهار ۱۲"}
        )
        self.assertNotIn(secret.number_spaced, json.dumps(found, ensure_ascii=False))
        with self.assertRaises(UserError):
            quick.quick_join(secret.id, {"partner_id": self.citizen.id})
        self.assertEqual(quick.quick_caller(self.citizen.id)["elsewhere"], 0)
        for method in ("quick_start", "quick_find_caller", "quick_caller", "quick_likely"):
            with self.assertRaises(AccessError):
                args = [] if method == "quick_start" else [1]
                getattr(quick.with_user(self.clerk), method)(*args)


@tagged("post_install", "-at_install")
class TestHiddenReporter(Holes):
    def setUp(self):
        super().setUp()
        self.citizen.email = "maryam@example.com"

    def hide(self):
        self.subject.hides_reporter = True

    def assertNameless(self, case):
        """Nothing that staff can read of the case names the citizen."""
        self.env.flush_all()
        self.env.invalidate_all()
        guardian = make_user(self.env, "zrm_seer", "zrm_base.group_oversight")
        for user in (self.expert, guardian):
            seen = case.with_user(user).sudo(False)
            messages = seen.message_ids.read(
                ["author_id", "email_from", "reply_to", "partner_ids", "notified_partner_ids"]
            )
            self.assertNotIn("maryam@example.com", str(messages))
            self.assertNotIn("مریم احمدی", str(messages))
            self.assertNotIn(self.citizen, seen.message_partner_ids)
            for domain in (
                [("message_ids.author_id", "=", self.citizen.id)],
                [("message_ids.email_from", "ilike", "maryam")],
                [("message_partner_ids", "in", self.citizen.ids)],
                [("notice_ids.partner_id", "=", self.citizen.id)],
            ):
                try:
                    self.assertNotIn(case, seen.search(domain), domain)
                except AccessError:
                    continue
            ratings = (
                self.env["rating.rating"]
                .with_user(user)
                .search([("res_model", "=", "zrm.case"), ("res_id", "=", case.id)])
            )
            self.assertFalse(ratings.partner_id)
            notices = self.env["zrm.case.notice"].with_user(user)
            self.assertFalse(notices.search([("case_id", "=", case.id)]))

    def mail(self, subject="گزارش", body="x", headers="", to="report@example.com"):
        text = MAIL.format(
            to=to, subject=subject, id=fields.Datetime.now().timestamp(), headers=headers, body=body
        )
        Thread = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
        return self.env["zrm.case"].browse(Thread.message_process("zrm.case", text))

    def test_a_mail_to_a_hiding_subject_names_nobody(self):
        self.hide()
        self.env.company.zrm_mail_subject_id = self.subject
        self.env.company.zrm_mail_nature_id = self.nature
        case = self.mail()
        self.assertTrue(case.is_reporter_hidden)
        self.assertEqual(case.reporter_id, self.citizen)
        self.assertNameless(case)
        self.assertIn(case.message_ids[-1:], case._public_messages())

    def test_what_was_written_before_it_became_hidden_names_nobody(self):
        case = self.open_case()
        case.message_post(
            body="سلام",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.citizen.ids,
        )
        case.sudo()._take_reply("پاسخ من")
        case.message_subscribe(self.citizen.ids)
        other = self.subject.copy({"name": "فساد", "code": "T-S9", "hides_reporter": True})
        case.subject_id = other
        self.assertTrue(case.sudo().is_reporter_hidden)
        self.assertNameless(case)
        self.assertIn("پاسخ من", str(case.sudo()._conversation()))

    def test_posting_in_somebodys_name_does_not_tell_who_reported(self):
        self.hide()
        case = self.open_case(partner_id=self.citizen.id)
        case.sudo().action_ask("چه کسی؟")
        for author in (self.citizen, self.make_citizen("زهرا", phone="09120001122")):
            message = case.message_post(
                body="x",
                author_id=author.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            self.assertEqual(message.author_id, author, "no difference to be seen")
        self.env.invalidate_all()
        self.assertFalse(case.citizen_replied_at)
        self.assertEqual(case.state, "waiting")

    def test_staff_do_not_reply_in_the_citizens_name(self):
        case = self.open_case()
        case.action_ask("کدام کوچه؟")
        case.message_post(body="x", author_id=self.citizen.id, message_type="comment")
        self.assertFalse(case.citizen_replied_at)
        self.assertEqual(case.state, "waiting")
        with self.assertRaises(AccessError):
            case.message_ids[:1].is_from_reporter = True

    def test_the_number_of_people_does_not_tell_who_reported(self):
        self.hide()
        self.make_case()
        self.subject.hides_reporter = False
        other = self.make_citizen("زهرا", phone="09120001122")
        counts = []
        for partner in (self.citizen, other):
            with self.env.cr.savepoint() as savepoint:
                self.make_case(partner_id=partner.id)
                alert = (
                    self.env["zrm.case.alert"]
                    .with_user(self.manager)
                    .create({"subject_id": self.subject.id, "text": "x"})
                )
                counts.append(alert.partner_count)
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install")
class TestPublicHoles(CitizenSide):
    def test_one_code_in_many_spellings_is_one_code(self):
        case = self.make_case()
        persian = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
        spellings = [
            case.number[:at] + separator + case.number[at:]
            for at in range(1, 7)
            for separator in (" ", "-")
        ]
        for position, spelled in enumerate(spellings):
            self.track(spelled.translate(persian) if position % 2 else spelled, "0000")
        page = self.track(case.number, "7788")
        self.assertIn("/zrm/track", page.url, "the right proof comes too late")

    def test_a_header_makes_no_other_visitor(self):
        case = self.make_case()
        for number in range(31):
            self.opener.headers["X-Forwarded-For"] = f"198.51.100.{number}"
            self.opener.headers["X-Forwarded-Host"] = "localhost"
            self.track(f"{number:012d}", "0000")
        self.assertIn("/zrm/track", self.track(case.number, "7788").url)

    def test_strange_digits_are_no_error(self):
        case = self.make_case()
        for proof in ("²²²²", "７７８８", "٧٧\u200c٨"):
            self.assertEqual(self.track(case.number, proof).status_code, 200)
        self.citizen.with_context(tracking_disable=True).landline = False
        self.assertTrue(self.tracked(case))

    def test_no_way_out_by_the_language(self):
        for back in ("https://evil.example", "//evil.example", "/zrm@evil.example/../..//evil"):
            page = self.url_open("/zrm/language/en_US", allow_redirects=False)
            page = self.opener.get(
                self.base_url() + "/zrm/language/en_US",
                params={"back": back},
                allow_redirects=False,
            )
            self.assertFalse(
                page.headers["Location"].startswith(("https://evil", "//")),
                page.headers["Location"],
            )

    def test_no_change_without_the_token_of_the_page(self):
        case = self.make_case()
        self.tracked(case)
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/zrm/case/{case.number}/withdraw", data={"x": "1"})
        self.assertEqual(answer.status_code, 400)
        self.env.invalidate_all()
        self.assertEqual(case.state, "new")

    def test_words_are_shown_as_words(self):
        evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        case = self.open_case(name=evil, description=evil)
        case.action_refer(self.other_unit.id, kind="copy", instruction=evil)
        case.action_ask(evil)
        case.sudo()._take_reply(evil)
        self.env.invalidate_all()
        for picture in (case.way_picture, case.story_picture, case.steps_picture):
            self.assertNotIn("<script>alert", picture)
            self.assertNotIn("<img src=x", picture)
        page = self.tracked(case)
        self.assertNotIn("<script>alert", page.text)
        self.assertNotIn("<img src=x", page.text)
        notices = case.sudo().notice_ids.filtered(lambda notice: notice.moment == "asked")
        body = notices._mail_values()["body_html"]
        self.assertNotIn("<script>alert", str(body))

    def test_portal_users_reach_no_dialog(self):
        self.authenticate("zrm_account", "zrm_account")
        for model, method, args in (
            ("zrm.case.quick", "quick_start", []),
            ("zrm.case.quick", "quick_register", [{}]),
            ("zrm.case.quick", "quick_find_caller", ["a"]),
            ("zrm.case.act", "onchange", [[], {}, [], {"case_ids": {}}]),
            ("zrm.case.callback", "onchange", [[], {"case_id": 1}, ["case_id"], {"answer": {}}]),
            ("zrm.answer.template.use", "onchange", [[], {}, [], {"preview": {}}]),
            ("zrm.routing.test", "onchange", [[], {}, [], {"result": {}}]),
        ):
            with mute_logger(*QUIET), self.assertRaises(JsonRpcException, msg=(model, method)):
                self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/{model}/{method}",
                    {"model": model, "method": method, "args": args, "kwargs": {}},
                )
