import html
import re
from base64 import b64encode

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PNG, CitizenSide


@tagged("post_install", "-at_install")
class TestTracking(CitizenSide):
    def test_the_code_and_four_digits_open_the_case(self):
        case = self.make_case()
        page = self.tracked(case)
        self.assertIn("جوی گرفته است", page.text)
        self.assertIn(case.number_spaced, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_visitors_read_the_organizations_time(self):
        with freeze_time("2026-01-05 21:00:00"):  # half past midnight in Tehran
            case = self.make_case()
            self.env.flush_all()
        page = self.tracked(case)
        self.assertIn("01/06/2026 12:30 AM", re.sub(r"\s+", " ", page.text))

    def test_persian_digits_and_groups_are_understood(self):
        case = self.make_case()
        persian_digits = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
        typed = case.number_spaced.translate(persian_digits)
        page = self.track(typed, "۷۷۸۸")
        self.assertTrue(page.url.endswith(case.number), page.url)

    def test_wrong_code_and_wrong_proof_look_alike(self):
        case = self.make_case()
        wrong_proof = self.track(case.number, "0000")
        wrong_code = self.track("123456789092", "7788")
        for page in (wrong_proof, wrong_code):
            self.assertEqual(page.status_code, 200)
            self.assertIn("We found no case", page.text)
            self.assertNotIn("جوی", page.text)
        strip = lambda text: re.sub(r"\b[0-9a-f]{40}o\d+|\d{12}|csrf_token[^,}]*", "", text)  # noqa: E731
        self.assertEqual(strip(wrong_proof.text), strip(wrong_code.text))

    def test_as_much_is_asked_of_the_database_either_way(self):
        case, Case = self.make_case(), self.env["zrm.case"]

        def queries(code, proof):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Case._find_for_tracking(code, proof)
            return self.env.cr.sql_log_count - before

        self.make_case()
        counts = {
            queries(case.number, "7788"),
            queries(case.number, "0000"),
        }
        # One look more for the other case that gives the same work.
        self.assertLessEqual(abs(queries("123456789092", "7788") - max(counts)), 1)

    def test_empty_and_odd_proofs_open_nothing(self):
        case = self.make_case(is_anonymous=True, nature_id=self.anonymous_nature.id)
        for proof in ("", "----", "xxxx", "  ", "77 88", "None", "False", "12345"):
            self.assertFalse(self.env["zrm.case"]._find_for_tracking(case.number, proof), proof)
        lonely = self.make_case(
            is_anonymous=True, nature_id=self.anonymous_nature.id, partner_id=False
        )
        pin = lonely._give_pin()
        self.assertEqual(self.env["zrm.case"]._find_for_tracking(lonely.number, pin), lonely)

    def test_digits_on_file_do_not_betray_a_hidden_reporter(self):
        self.subject.hides_reporter = True
        case = self.make_case()
        self.assertFalse(self.env["zrm.case"]._find_for_tracking(case.number, "7788"))
        pin = case.notice_ids._pin()
        self.assertEqual(self.env["zrm.case"]._find_for_tracking(case.number, pin), case)
        self.assertIn(pin, case.notice_ids._mail_values()["body_html"])
        for user in (self.expert, self.oversight):
            with self.assertRaises(AccessError):
                case.with_user(user).read(["track_pin"])

    def test_guessing_is_throttled(self):
        case = self.make_case()
        for _guess in range(10):
            self.track(case.number, "0000")
        self.assertIn("We found no case", self.track(case.number, "7788").text)

    def test_a_whole_network_looks_up_its_cases(self):
        """Correct look-ups do not count as attempts: many phones share one address."""
        case = self.make_case()
        for _look in range(12):
            self.tracked(case)
        for _guess in range(10):
            self.track(case.number, "0000")
        self.assertIn("We found no case", self.track(case.number, "7788").text)

    def test_strangers_do_not_lock_out_who_knows(self):
        case = self.make_case()
        self.citizen.email = "maryam@example.com"

        def guess(times):
            allow = self.env["zrm.throttle"]._allow_slowly
            return sum(allow("track.code", case.number, 30, 3600) for _guess in range(times))

        self.assertEqual(guess(29), 29)
        self.tracked(case)
        self.assertLess(guess(300), 12)
        self.opener.cookies.clear()
        # Many together are slowed down; who knows has a code sent.
        self.assertIn("We found no case", self.track(case.number, "7788").text)
        self.post("/zrm/track/code", "/zrm/track", code=case.number, proof="")
        mail = self.env["mail.mail"].search([("email_to", "=", "maryam@example.com")])
        [sent] = re.findall(r"is (\d{6})\b", mail.body_html)
        page = self.track(case.number, sent)
        self.assertTrue(page.url.endswith(f"/zrm/case/{case.number}"), page.url)

    def test_a_code_sent_to_the_citizen_opens_the_case(self):
        case, hidden = self.make_case(), None
        self.citizen.email = "maryam@example.com"
        self.subject.hides_reporter = True
        hidden = self.make_case()
        Mail = self.env["mail.mail"]
        before = Mail.search([])
        for number in (hidden.number, "123456789092", "x"):
            page = self.post("/zrm/track/code", "/zrm/track", code=number, proof="")
            self.assertIn("a code was sent", page.text)
            self.assertFalse(Mail.search([]) - before, number)
        page = self.post("/zrm/track/code", "/zrm/track", code=case.number, proof="")
        self.assertIn("a code was sent", page.text)
        self.env.invalidate_all()
        mail = Mail.search([]) - before
        self.assertEqual(mail.email_to, "maryam@example.com")
        [sent] = re.findall(r"is (\d{6})\b", mail.body_html)
        for code, proof in ((hidden.number, sent), (case.number, "000000")):
            self.assertIn("We found no case", self.track(code, proof).text)
        page = self.track(case.number, sent)
        self.assertTrue(page.url.endswith(f"/zrm/case/{case.number}"), page.url)
        self.opener.cookies.clear()
        self.assertIn("We found no case", self.track(case.number, sent).text, "it serves once")

    def test_ten_thousand_guesses_find_nothing(self):
        """By one address: the limit stops them, whatever they guess."""
        throttle = self.env["zrm.throttle"]
        allowed = sum(throttle._allow("track.address", "1.2.3.4", 30, 3600) for _i in range(300))
        self.assertEqual(allowed, 30)

    def test_without_proof_no_page_and_no_verb(self):
        case = self.make_case()
        self.assertEqual(self.url_open(f"/zrm/case/{case.number}").status_code, 404)
        for verb in ("reply", "withdraw", "accept", "object", "write"):
            page = self.post(f"/zrm/case/{case.number}/{verb}", "/zrm/track", message="x")
            self.assertEqual(page.status_code, 404)
        self.assertEqual(case.state, "new")

    def test_signed_in_strangers_see_nothing(self):
        case = self.make_case()
        self.authenticate("zrm_account", "zrm_account")
        self.assertEqual(self.url_open(f"/zrm/case/{case.number}").status_code, 404)
        self.assertNotIn(case.number_spaced, self.url_open("/my/cases").text)

    def test_a_form_without_token_is_refused(self):
        case = self.make_case()
        self.tracked(case)
        with mute_logger("odoo.http"):
            page = self.url_open(f"/zrm/case/{case.number}/withdraw", data={"x": "1"})
        self.assertEqual(page.status_code, 400)
        self.env.invalidate_all()
        self.assertEqual(case.state, "new")

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


@tagged("post_install", "-at_install")
class TestCasePage(CitizenSide):
    def asked(self):
        case = self.open_case()
        case.action_take()
        case.action_ask("نشانی دقیق را بنویسید")
        self.tracked(case)
        return case

    def test_the_citizen_is_asked_and_replies_with_a_picture(self):
        case = self.asked()
        self.assertIn("نشانی دقیق را بنویسید", self.url_open(f"/zrm/case/{case.number}").text)
        page = self.verb(
            case, "reply", files=[("files", ("a.png", PNG, "image/png"))], message="کوچه نهم"
        )
        self.assertIn("کوچه نهم", page.text)
        self.env.invalidate_all()
        self.assertEqual(case.state, "open")
        self.assertTrue(case.citizen_replied_at)
        link = re.search(rf"/zrm/case/{case.number}/file/\d+", page.text).group()
        self.assertEqual(self.url_open(link).content, PNG)

    def test_files_of_others_and_of_staff_stay_closed(self):
        case = self.asked()
        secret = self.env["ir.attachment"].create(
            {"name": "x", "raw": b"secret", "res_model": "zrm.case", "res_id": case.id}
        )
        url = f"/zrm/case/{case.number}/file/{secret.id}"
        self.assertEqual(self.url_open(url).status_code, 404)

    def test_forbidden_files_are_refused_and_nothing_is_lost(self):
        case = self.asked()
        svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
        page = self.verb(
            case, "reply", files=[("files", ("a.png", svg, "image/png"))], message="متن من"
        )
        self.assertIn("neither a PDF nor", page.text)
        self.assertIn("متن من", page.text)
        self.assertEqual(case.state, "waiting")
        many = [("files", (f"{number}.png", PNG, "image/png")) for number in range(50)]
        self.assertIn("at most", self.verb(case, "reply", files=many, message="x").text)

    def test_what_staff_say_among_themselves_is_not_shown(self):
        case = self.asked()
        case.message_post(body="میان خودمان", message_type="comment", subtype_xmlid="mail.mt_note")
        case.message_post(body="یادداشت عمومی", message_type="comment")
        page = self.url_open(f"/zrm/case/{case.number}").text
        self.assertNotIn("میان خودمان", page)
        self.assertNotIn("یادداشت عمومی", page)
        self.assertNotIn(self.expert.name, page)

    def test_scripts_stay_text(self):
        case = self.asked()
        page = self.verb(case, "reply", message="<script>alert(1)</script>")
        self.assertNotIn("<script>alert(1)", page.text)

    def test_withdrawing(self):
        case = self.make_case()
        self.tracked(case)
        self.verb(case, "withdraw")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.outcome), ("closed", "withdrawn"))
        self.assertOneOpenLeg(case)

    def test_hidden_reporters_reply_without_a_name(self):
        self.subject.hides_reporter = True
        case = self.asked()
        page = self.verb(case, "reply", message="مدرک")
        self.assertIn("مدرک", page.text)
        self.env.invalidate_all()
        message = case.sudo().message_ids.filtered("is_from_reporter")
        self.assertNotEqual(message.author_id, self.citizen)
        self.assertEqual(case.state, "open")

    def test_no_account_opens_a_hidden_case(self):
        self.subject.hides_reporter = True
        case = self.make_case(partner_id=self.account.partner_id.id, name="راز")
        self.authenticate("zrm_account", "zrm_account")
        self.assertNotIn("راز", self.url_open("/my/cases").text)
        self.assertEqual(self.url_open(f"/zrm/case/{case.number}").status_code, 404)

    def test_my_cases(self):
        mine = self.make_case(partner_id=self.account.partner_id.id, name="چراغ خاموش")
        other = self.make_case()
        self.authenticate("zrm_account", "zrm_account")
        page = self.url_open("/my/cases").text
        self.assertIn("چراغ خاموش", page)
        self.assertNotIn(other.number_spaced, page)
        self.assertIn("چراغ خاموش", self.url_open("/my/cases?search=چراغ").text)
        self.assertNotIn("چراغ خاموش", self.url_open("/my/cases?filterby=over").text)
        self.assertIn("چراغ خاموش", self.url_open(f"/zrm/case/{mine.number}").text)
        self.assertIn("/my/cases", self.url_open("/my").text)

    def test_long_lists_come_in_pages(self):
        mine = self.account.partner_id.id
        for number in range(25):
            self.make_case(partner_id=mine, name=f"مورد شماره {number:02}")
        self.authenticate("zrm_account", "zrm_account")
        first = self.url_open("/my/cases?filterby=open").text
        self.assertEqual(first.count("مورد شماره"), 20)
        second = re.search(r'href="(/my/cases/page/2[^"]*)"', first)
        page = self.url_open(html.unescape(second.group(1)))
        self.assertIn("filterby=open", page.url)
        self.assertEqual(page.text.count("مورد شماره"), 5)
        self.assertIn("مورد شماره 00", page.text)

    def test_representatives_act_for_others(self):
        ward = self.make_citizen("مادر")
        case = self.make_case(partner_id=ward.id, name="درخت افتاده")
        self.authenticate("zrm_account", "zrm_account")
        self.assertNotIn("درخت افتاده", self.url_open("/my/cases").text)
        self.env["zrm.relation"].create(
            {
                "partner_id": ward.id,
                "relative_id": self.account.partner_id.id,
                "type_id": self.env["zrm.relation.type"]
                .create({"name": "قیم", "inverse_name": "تحت قیمومت", "acts_for": True})
                .id,
            }
        )
        self.assertIn("درخت افتاده", self.url_open("/my/cases").text)
        self.verb(case, "reply", message="من قیم هستم")
        self.assertIn("من قیم هستم", case.message_ids[0].body)

    def test_who_one_person_of_the_staff_names_acts_for_nobody(self):
        ward = self.make_citizen("مادر")
        self.make_case(partner_id=ward.id, name="درخت افتاده")
        relation = (
            self.env["zrm.relation"]
            .with_user(self.operator)
            .create(
                {
                    "partner_id": ward.id,
                    "relative_id": self.account.partner_id.id,
                    "type_id": self.env.ref("zrm_base.relation_type_guardian").id,
                    "document": b64encode(b"letter"),
                }
            )
        )
        self.authenticate("zrm_account", "zrm_account")
        self.assertNotIn("درخت افتاده", self.url_open("/my/cases").text)
        relation.with_user(self.manager).action_approve()
        self.assertIn("درخت افتاده", self.url_open("/my/cases").text)

    def test_proofs_of_a_merged_file_open_its_cases(self):
        double = self.make_citizen("مریم احمدی", phone="09124445566")
        case = self.make_case(partner_id=double.id)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (double | self.citizen).ids, self.citizen
        )
        for proof in ("5566", "7788"):
            page = self.track(case.number, proof)
            self.assertTrue(page.url.endswith(f"/zrm/case/{case.number}"), proof)

    def test_words_are_shown_as_words(self):
        evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        case = self.open_case(name=evil, description=evil)
        case.action_refer(self.other_unit.id, kind="copy", instruction=evil)
        case.action_ask(evil)
        case.sudo()._take_reply(evil)
        self.env.invalidate_all()
        for picture in (case.referral_picture, case.history_picture, case.steps_picture):
            self.assertNotIn("<script>alert", picture)
            self.assertNotIn("<img src=x", picture)
        page = self.tracked(case)
        self.assertNotIn("<script>alert", page.text)
        self.assertNotIn("<img src=x", page.text)
        notices = case.sudo().notice_ids.filtered(lambda notice: notice.moment == "asked")
        body = notices._mail_values()["body_html"]
        self.assertNotIn("<script>alert", str(body))


@tagged("post_install", "-at_install")
class TestVerdict(CitizenSide):
    def answered(self, **vals):
        case = self.open_case(**vals)
        case.action_take()
        case.action_answer("جوی لایروبی شد")
        return case.sudo()

    def judge(self, case, verdict, **form):
        url = f"/zrm/verdict/{case.verdict_token}"
        return self.post(url, "/zrm/track", verdict=verdict, **form)

    def test_accepting_by_the_link_closes(self):
        case = self.answered()
        page = self.judge(case, "accept", stars="5", comment="ممنون")
        self.assertIn("Thank you", page.text)
        self.env.invalidate_all()
        self.assertEqual((case.state, case.verdict, case.stars), ("closed", "accepted", 5))
        rating = self.env["rating.rating"].search(
            [("res_model", "=", "zrm.case"), ("res_id", "=", case.id)]
        )
        self.assertEqual((rating.rating, rating.feedback), (5, "ممنون"))
        self.assertFalse(self.env["rating.rating"].with_user(self.expert).search([]) & rating)
        self.assertIn("already given your verdict", self.judge(case, "object", comment="x").text)
        self.assertEqual(case.verdict, "accepted")

    def test_opening_the_link_changes_nothing(self):
        case = self.answered()
        self.assertIn("جوی لایروبی شد", self.url_open(f"/zrm/verdict/{case.verdict_token}").text)
        self.assertEqual(case.state, "answered")
        self.assertFalse(case.verdict)

    def test_objecting_needs_a_reason_and_goes_up(self):
        case = self.answered()
        self.assertIn("Enter what is not solved", self.judge(case, "object").text)
        self.judge(case, "object", comment="هنوز گرفته است", stars="1")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.verdict), ("open", "objected"))
        self.assertEqual(case.unit_id, self.city)
        self.assertEqual(case.objected_unit_id, self.unit)
        self.assertIn(self.expert, case.excluded_user_ids)
        self.assertOneOpenLeg(case)

    def test_a_new_answer_asks_anew(self):
        case = self.answered()
        token = case.verdict_token
        self.judge(case, "object", comment="نه")
        self.city.member_ids = self.expert2
        own = case.with_user(self.expert2)
        own.action_answer("دوباره لایروبی شد")
        self.env.invalidate_all()
        self.assertNotEqual(case.verdict_token, token)
        self.assertFalse(case.verdict)
        self.assertEqual(self.url_open(f"/zrm/verdict/{token}").status_code, 404)
        self.judge(case, "accept")
        self.env.invalidate_all()
        self.assertEqual(case.verdict, "accepted")

    def test_wrong_links(self):
        self.answered()
        for token in ("x", "a" * 32, "False", "None"):
            self.assertEqual(self.url_open(f"/zrm/verdict/{token}").status_code, 404)

    def test_confidential_matters_are_not_on_the_link(self):
        self.env.user.group_ids |= self.env.ref("zrm_base.group_confidential")
        case = self.make_case(is_confidential=True, name="خشونت")
        case = case.sudo()
        case.with_user(self.env.ref("base.user_root")).action_move(self.steps["open"].id)
        case.with_user(self.env.ref("base.user_root")).action_answer("پاسخ محرمانه")
        page = self.url_open(f"/zrm/verdict/{case.verdict_token}").text
        self.assertNotIn("خشونت", page)
        self.assertNotIn("پاسخ محرمانه", page)

    def test_silence_closes_after_working_days(self):
        case = self.answered()
        self.assertTrue(case.silent_at)
        case.search([("id", "=", case.id), ("silent_at", ">", "2000-01-01")])._close_silently()
        self.assertEqual((case.state, case.verdict, case.outcome), ("closed", "silent", "silent"))

    def test_on_the_case_page(self):
        case = self.answered()
        self.tracked(case)
        page = self.verb(case, "accept", stars="4")
        self.assertIn("Thank you", page.text)
        self.env.invalidate_all()
        self.assertEqual((case.verdict, case.stars), ("accepted", 4))

    def test_one_verdict_only(self):
        case = self.answered()
        case._accept_answer()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "already given your verdict"):
            case._object_to_answer("x")
