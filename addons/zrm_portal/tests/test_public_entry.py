import re

from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_national_id, make_user

from .common import PNG, VisitorCase

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@tagged("post_install", "-at_install")
class TestPublicEntry(VisitorCase):
    """The plain way: forms, links and redirects, no script."""

    def test_the_whole_way(self):
        page = self.report(files=[("files", ("joy.png", PNG, "image/png"))])
        self.assertAsked(page, "send")
        for part in ("جوی گرفته", "آب مانده", "محله آزمون", "کوچه نهم", "زهرا کریمی", "joy.png"):
            self.assertIn(part, page.text)
        page = self.send()
        self.assertAsked(page, "done")
        case = self.sent_case()
        self.assertIn(case.number_spaced, page.text)
        self.assertIn("<svg", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(
            (case.name, case.channel_id, case.nature_id, case.subject_id, case.region_id),
            ("جوی گرفته", self.web, self.nature, self.subject, self.lane),
        )
        self.assertEqual(
            (
                case.partner_id.name,
                case.partner_id.phone_sanitized,
                case.partner_id.preferred_channel,
            ),
            ("زهرا کریمی", "+989125554433", "none"),
        )
        self.assertEqual(case.unit_id, self.unit)
        self.assertOneOpenLeg(case)
        # The link opens without code and digits.
        self.assertIn(case.number_spaced, self.url_open(f"/zrm/case/{case.number}").text)

    def test_files_are_the_citizens_and_no_reply(self):
        self.report(files=[("files", ("joy.png", PNG, "image/png"))])
        self.send()
        case = self.sent_case()
        self.assertEqual(case._files_for_citizen().mapped("name"), ["joy.png"])
        self.assertFalse(case.citizen_replied_at)
        self.assertFalse(case.activity_ids)
        self.assertFalse(self.draft()._files())

    def test_in_persian(self):
        page = self.url_open("/zrm/language/fa_IR?back=/zrm/report")
        self.assertIn('lang="fa-IR"', page.text)
        self.assertIn('dir="rtl"', page.text)
        self.report()
        self.assertAsked(self.send(), "done")
        self.assertEqual(self.draft().lang, "fa_IR")
        self.assertEqual(self.sent_case().partner_id.lang, "fa_IR")

    def test_subjects_are_found_in_own_words(self):
        for words in ("لایروبی", "كانال آب", "نهر کوچه ما پر از زباله است"):
            page = self.url_open("/zrm/report?search=" + words)
            self.assertIn(f'value="{self.subject.id}"', page.text, words)
        self.assertIn("Nothing found", self.url_open("/zrm/report?search=zzzzqqq").text)

    def test_subjects_are_browsed(self):
        group = self.env["zrm.subject"].create({"name": "گروه آزمون", "code": "T-G"})
        self.subject.parent_id = group
        self.assertIn(f"under={group.id}", self.url_open("/zrm/report").text)
        page = self.url_open(f"/zrm/report?under={group.id}").text
        self.assertIn(f'value="{self.subject.id}"', page)
        self.assertIn(f'value="{group.id}"', page)
        for odd in ("x", "0", "99999999", "1;2", "٣"):
            self.assertEqual(self.url_open(f"/zrm/report?under={odd}").status_code, 200, odd)

    def test_subjects_out_of_use_and_unknown_ones(self):
        self.subject.active = False
        for odd in (self.subject.id, 0, "x", "99999999999999", ""):
            page = self.post("/zrm/report", "/zrm/report", subject_id=odd)
            self.assertIn("Choose a subject", page.text, odd)

    def test_the_only_nature_is_chosen(self):
        self.subject.nature_ids = self.nature
        self.begin()
        self.details(nature_id="")
        self.assertEqual(self.draft()._read("details")[0]["nature_id"], self.nature.id)

    def test_natures_of_other_subjects_are_refused(self):
        other = self.env["zrm.nature"].create({"name": "x", "kind": "thanks", "code": "t_x"})
        self.begin()
        page = self.details(nature_id=other.id)
        self.assertIn("Choose what it is.", page.text)

    def test_steps_are_not_skipped(self):
        self.begin()
        self.assertAsked(self.url_open(f"{self.path}/send"), "details")
        self.details()
        self.assertAsked(self.url_open(f"{self.path}/send"), "where")
        self.assertAsked(self.post(f"{self.path}/send", "/zrm/report"), "where")
        self.assertFalse(self.sent_case())
        self.assertEqual(self.url_open(f"{self.path}/nonsense").status_code, 404)

    def test_back_and_another_subject_lose_nothing(self):
        self.begin()
        self.fill("details", name="فقط عنوان", go="back")
        other = self.subject.copy({"name": "موضوع دیگر", "code": "T-S2"})
        page = self.post(f"{self.path}/subject", f"{self.path}/subject", subject_id=other.id)
        self.assertIn("فقط عنوان", page.text)
        self.assertEqual(self.draft().subject_id, other)

    def test_what_is_typed_is_kept_by_the_way(self):
        self.begin()
        page = self.fill("details", name="نیمه‌کاره", go="keep")
        self.assertEqual(page.status_code, 204)
        self.assertIn("نیمه‌کاره", self.url_open(f"{self.path}/details").text)
        self.assertIn("You began a report", self.url_open("/zrm/report").text)
        self.post(f"{self.path}/discard", "/zrm/report")
        self.assertFalse(self.draft())

    def test_too_long_texts_are_kept_and_explained(self):
        self.begin()
        page = self.details(description="ب" * 6000)
        self.assertIn("At most 5000 characters", page.text)
        self.assertIn("ب" * 6000, page.text)
        self.details(description="ب" * 60_000)
        self.assertEqual(len(self.draft()._step("details")["description"]), 20_000)

    def test_problems_lead_to_their_fields(self):
        self.begin()
        page = self.details(name="")
        self.assertIn('id="problems"', page.text)
        self.assertRegex(page.text, r'tabindex="-1"')
        self.assertIn('href="#name"', page.text)
        self.assertIn('aria-invalid="true"', page.text)
        self.assertIn("name_problem", page.text)
        self.assertIn("<title>Error: ", page.text)
        self.assertIn("آب مانده", page.text)

    def test_scripts_stay_text(self):
        script = "<script>alert(1)</script>"
        page = self.report(
            name=script, description=script, who={"name": script}, where={"address": script}
        )
        self.assertNotIn("<script>alert(1)", page.text)
        self.assertNotIn("<script>alert(1)", self.send().text)
        case = self.sent_case()
        self.assertEqual(case.name, script)
        self.assertNotIn("<script>alert(1)", self.url_open(f"/zrm/case/{case.number}").text)
        page = self.url_open("/zrm/report?search=" + script)
        self.assertNotIn("<script>alert(1)", page.text)


@tagged("post_install", "-at_install")
class TestPublicEntryOnce(VisitorCase):
    """However often it is sent, it is one case, of whoever began it."""

    def test_sent_again_it_is_the_same_case(self):
        self.report()
        send = f"{self.path}/send"
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(send).text).group(1)
        first = self.url_open(send, data={"csrf_token": token})
        second = self.url_open(send, data={"csrf_token": token})
        self.assertEqual(first.url, second.url)
        case = self.sent_case()
        self.assertIn(case.number_spaced, second.text)
        self.assertEqual(
            self.env["zrm.case"].search_count([("external_ref", "=", self.draft()._reference())]), 1
        )
        for step in ("details", "who", "send"):
            self.assertAsked(self.url_open(f"{self.path}/{step}"), "done")
            page = self.post(f"{self.path}/{step}", "/zrm/report", name="x", go="keep")
            self.assertAsked(page, "done")
        self.assertFalse(self.draft().typed)

    def test_others_do_not_open_it(self):
        self.report()
        self.opener.cookies.clear()
        for step in ("details", "who", "send", "done", "subject"):
            self.assertEqual(self.url_open(f"{self.path}/{step}").status_code, 404, step)
        self.assertEqual(self.url_open(self.path).status_code, 404)
        page = self.post(f"{self.path}/send", "/zrm/report")
        self.assertEqual(page.status_code, 404)
        page = self.post(f"{self.path}/discard", "/zrm/report")
        self.assertFalse(self.sent_case())
        self.assertTrue(self.draft())

    def test_begun_with_an_account_it_is_the_accounts(self):
        self.authenticate("zrm_account", "zrm_account")
        self.report(who={"bringer": "self"})
        self.assertEqual(self.draft().user_id, self.account)
        make_user(self.env, "zrm_account2", "base.group_portal")
        self.authenticate("zrm_account2", "zrm_account2")
        self.assertEqual(self.url_open(f"{self.path}/who").status_code, 404)
        self.authenticate("zrm_account", "zrm_account")
        self.assertEqual(self.url_open(f"{self.path}/who").status_code, 200)

    def test_a_form_without_token_is_refused(self):
        self.report()
        with self.assertLogs("odoo.http", "WARNING"):
            self.assertEqual(self.url_open(f"{self.path}/send", data={"x": 1}).status_code, 400)
        self.assertFalse(self.sent_case())

    def test_nobody_has_rights_on_it(self):
        self.begin()
        for user in (self.account, self.operator, self.oversight, self.administrator):
            drafts = self.env["zrm.case.draft"].with_user(user)
            self.assertFalse(drafts.has_access("read"), user.name)
            self.assertFalse(drafts.has_access("create"), user.name)

    def test_it_is_forgotten(self):
        self.report(files=[("files", ("a.png", PNG, "image/png"))])
        draft = self.draft()
        files = draft._files()
        draft.since = "2026-01-01 00:00:00"
        self.env["zrm.case.draft"]._gc_drafts()
        self.assertFalse(draft.exists() or files.exists())

    def test_what_was_not_asked_does_not_arrive(self):
        self.subject.is_sensitive = True
        self.begin()
        forbidden = {
            "is_confidential": "",
            "priority": "2",
            "received_at": "2020-01-01 00:00:00",
            "to_unit_id": self.other_unit.id,
            "unit_id": self.other_unit.id,
            "number": "123456789092",
            "parent_id": "1",
            "partner_id": self.citizen.id,
            "channel_id": self.channel.id,
            "external_ref": "mine",
            "is_anonymous": "1",
            "state": "closed",
            "questions": "{}",
            "user_id": self.expert.id,
        }
        self.details(**forbidden)
        self.fill("where", **forbidden)
        self.who(**forbidden, is_citizen="", national_id="x")
        self.send(**forbidden)
        case = self.sent_case()
        self.assertTrue(case.is_confidential)
        self.assertEqual(
            (case.priority, case.unit_id, case.channel_id, case.external_ref, case.is_anonymous),
            ("0", self.unit, self.web, self.draft()._reference(), False),
        )
        self.assertNotEqual(case.number, "123456789092")
        self.assertNotEqual(case.partner_id, self.citizen)
        self.assertFalse(case.parent_id)
        self.assertGreater(str(case.received_at), "2026-01-02")

    def test_programs_that_fill_in_everything(self):
        self.report()
        self.assertIn("is to stay empty", self.send(second_address="x").text)
        self.assertFalse(self.sent_case())


@tagged("post_install", "-at_install")
class TestPublicEntryLimits(VisitorCase):
    def limit(self, what, number):
        self.env["ir.config_parameter"].set_param(f"zrm_portal.limit_{what}", str(number))

    def test_a_hundred_reports_a_minute(self):
        self.limit("begun", 5)
        pages = [self.post("/zrm/report", "/zrm/report", subject_id=self.subject.id)]
        for _again in range(9):
            pages.append(self.post("/zrm/report", "/zrm/report", subject_id=self.subject.id))
        begun = [page for page in pages if page.url.endswith("/details")]
        self.assertEqual(len(begun), 5)
        self.assertIn("very many reports", pages[-1].text)
        allowed = sum(
            self.env["zrm.throttle"]._allow("report.sent", "1.2.3.4", 20, 3600) for _i in range(100)
        )
        self.assertEqual(allowed, 20)

    def test_sending_too_often_loses_nothing(self):
        self.limit("sent", 0)
        self.report()
        page = self.send()
        self.assertIn("very many reports", page.text)
        self.assertIn("آب مانده", page.text)
        self.assertFalse(self.sent_case())
        self.limit("sent", 20)
        self.assertAsked(self.send(), "done")

    def test_forbidden_files(self):
        self.begin()
        page = self.details(files=[("files", ("a.png", SVG, "image/png"))])
        self.assertIn("neither a PDF nor", page.text)
        self.assertIn("آب مانده", page.text)
        self.assertAsked(page, "details")
        many = [("files", (f"{number}.png", PNG, "image/png")) for number in range(50)]
        self.assertIn("at most", self.details(files=many).text)
        self.assertFalse(self.draft()._files())

    def test_five_files_in_all_and_removing_one(self):
        self.begin()
        three = [("files", (f"{number}.png", PNG, "image/png")) for number in range(3)]
        self.fill("details", files=three, go="attach")
        self.assertIn("files at most", self.fill("details", files=three, go="attach").text)
        files = self.draft()._files()
        self.assertEqual(len(files), 3)
        self.fill("details", go=f"remove_{files[0].id}")
        self.assertEqual(self.draft()._files(), files[1:])
        stranger = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        self.fill("details", go=f"remove_{stranger.id}")
        self.assertTrue(stranger.exists())

    def test_names_of_files(self):
        self.begin()
        names = ("../../etc/pass<b>.png", "a" * 300 + ".png", "\u202egnp.exe.png")
        self.fill("details", files=[("files", (n, PNG, "image/png")) for n in names], go="attach")
        names = self.draft()._files().mapped("name")
        self.assertEqual(names[0], "passb.png")
        self.assertTrue(len(names[1]) == 80 and names[1].endswith(".png"))
        self.assertNotIn("\u202e", names[2])


@tagged("post_install", "-at_install")
class TestPublicQuestions(VisitorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kinds = {
            "depth": "integer",
            "since": "date",
            "place": "selection",
            "smell": "boolean",
            "note": "char",
        }
        cls.env["zrm.subject.question"].create(
            [
                {
                    "name": f"Question {key}",
                    "key": key,
                    "kind": kind,
                    "subject_id": cls.subject.id,
                    "is_required": key == "depth",
                    "option_ids": [
                        (0, 0, {"name": label, "key": label}) for label in ("lane", "street")
                    ]
                    if kind == "selection"
                    else [],
                }
                for key, kind in kinds.items()
            ]
        )

    def answers(self, **answers):
        return self.details(**{f"q_{key}": value for key, value in answers.items()})

    def test_answers_arrive(self):
        self.begin()
        page = self.answers(depth="۱۲", since="۱۴۰۴/۷/۱۲", place="lane", smell="1", note="بوي بد")
        self.assertAsked(page, "where")
        self.fill("where")
        self.who()
        self.send()
        self.assertEqual(
            {key: str(value) for key, value in dict(self.sent_case().questions).items()},
            {
                "depth": "12",
                "since": "2025-10-04",
                "place": "lane",
                "smell": "True",
                "note": "بوی بد",
            },
        )

    def test_bad_answers_are_explained_and_kept(self):
        self.begin()
        for answers, sentence in (
            ({"depth": "خیلی"}, "whole number"),
            ({"depth": "1e99"}, "whole number"),
            ({"depth": "9" * 50}, "whole number"),
            ({"depth": "1", "since": "هرگز"}, "is no date"),
            ({"depth": "1", "place": "moon"}, "Choose one of the answers"),
            ({"depth": "1", "note": "ن" * 1500}, "At most 1000"),
            ({"depth": ""}, "answer this question"),
        ):
            page = self.answers(**answers)
            self.assertIn(sentence, page.text, answers)
            self.assertAsked(page, "details")
            for key, value in answers.items():
                if key != "place":
                    self.assertIn(value, page.text)
        self.assertNotIn("details", self.draft().passed or [])

    def test_a_box_can_be_unticked(self):
        self.begin()
        self.answers(depth="1", smell="1")
        self.answers(depth="1")
        self.assertNotIn("smell", self.draft()._read("details")[0]["questions"])


@tagged("post_install", "-at_install")
class TestPublicEntryWho(VisitorCase):
    def reported_by(self, **who):
        """Reports without an account; returns the citizen it was assigned to."""
        self.opener.cookies.clear()
        self.report(who=who)
        page = self.send()
        self.assertAsked(page, "done")
        self.done = page
        return self.sent_case().partner_id

    def on_file(self, **vals):
        return self.make_citizen(
            "مریم احمدی نو",
            phone="09121110011",
            identity_number=make_national_id(),
            lang="fa_IR",
            **vals,
        )

    def snapshot(self, partner):
        self.env.invalidate_all()
        names = ["name", "phone", "email", "lang", "preferred_channel", "national_id", "write_date"]
        return partner.sudo().read(names)

    def test_a_new_citizen_with_a_number(self):
        number = make_national_id()
        citizen = self.reported_by(identity_number=number)
        self.assertEqual(citizen.sudo().national_id, number)

    def test_the_number_and_the_telephone_are_the_same(self):
        citizen = self.on_file()
        before = self.snapshot(citizen)
        found = self.reported_by(
            name="کسی دیگر", phone="0912 111 0011", identity_number=citizen.sudo().national_id
        )
        self.assertEqual(found, citizen)
        self.assertEqual(self.snapshot(citizen), before)

    def test_the_telephone_and_the_name_are_the_same(self):
        citizen = self.on_file()
        before = self.snapshot(citizen)
        self.assertEqual(self.reported_by(name="مريم احمدي نو", phone="09121110011"), citizen)
        self.assertNotEqual(self.reported_by(name="سارا احمدی", phone="09121110011"), citizen)
        self.assertEqual(self.snapshot(citizen), before)

    def test_the_file_of_another_company_is_not_theirs(self):
        there = self.env["res.company"].create({"name": "شهر دیگر"})
        citizen = self.on_file(company_id=there.id)
        number = citizen.sudo().national_id
        self.env["ir.config_parameter"].set_param("zrm_base.separate_citizens", "True")
        vals = {"name": "مریم احمدی نو", "phone": "09121110011", "identity_number": number}
        found = self.reported_by(**vals)
        self.assertNotEqual(found, citizen)
        self.assertEqual(found.company_id, self.env.company)
        self.assertEqual(found.sudo().national_id, number)

    def test_two_of_the_same_name_and_telephone_are_nobody(self):
        both = self.on_file() | self.make_citizen("مریم احمدی نو", phone="09121110011")
        self.assertFalse(self.reported_by(name="مریم احمدی نو", phone="09121110011") & both)

    def test_a_claimed_number_is_not_believed(self):
        citizen = self.on_file()
        before = self.snapshot(citizen)
        number = citizen.sudo().national_id
        claimed = self.reported_by(name="مریم احمدی نو", identity_number=number)
        self.assertNotEqual(claimed, citizen)
        self.assertFalse(claimed.sudo().national_id)
        self.assertEqual(self.snapshot(citizen), before)
        case = self.sent_case()
        notes = " ".join(case.message_ids.mapped("body"))
        self.assertIn(number[-3:], notes)
        self.assertNotIn(number, notes)
        self.assertNotIn(number[-3:], self.url_open(f"/zrm/case/{case.number}").text)

    def test_what_a_visitor_gives_is_a_claim(self):
        """Whoever reports in somebody's name, with an address of their own, hears nothing of
        what that person reports later."""
        victim = {"name": "مریم احمدی نو", "phone": "09121110011"}
        by_other = self.reported_by(
            **victim, email="other@example.com", preferred_channel="email"
        ).sudo()
        self.assertEqual(by_other.claimed_phone, "+989121110011")
        self.assertEqual(by_other.claimed_email, "other@example.com")
        self.assertNotEqual(self.reported_by(**victim), by_other)
        # Who gives all the same again is joined: nothing goes where it did not go before.
        again = self.reported_by(**victim, email="Other@example.com", preferred_channel="email")
        self.assertEqual(again, by_other)

    def test_a_number_is_not_written_into_a_file(self):
        citizen = self.make_citizen("مریم احمدی نو", phone="09121110011", lang="fa_IR")
        number = make_national_id()
        found = self.reported_by(name="مریم احمدی نو", phone="09121110011", identity_number=number)
        self.assertEqual(found, citizen)
        self.assertFalse(citizen.sudo().national_id)

    def test_another_address_is_another_file(self):
        """Otherwise the missing notice would reveal that a file exists."""
        citizen = self.on_file(email="maryam@example.com")
        same = {"name": "مریم احمدی نو", "phone": "09121110011", "preferred_channel": "email"}
        self.assertEqual(self.reported_by(**same, email="Maryam@example.com"), citizen)
        self.assertNotEqual(self.reported_by(**same, email="spy@example.com"), citizen)

    def test_it_looks_the_same_whoever_it_is(self):
        citizen = self.on_file()
        pages = []
        for who in (
            {"name": "مریم احمدی نو", "phone": "09121110011"},
            {"name": "هیچ‌کس دیگر", "phone": "09121110012"},
            {"identity_number": citizen.sudo().national_id},
            {"identity_number": make_national_id()},
        ):
            self.reported_by(**who)
            case = self.sent_case()
            page = re.sub(r"<svg.*?</svg>", "", self.done.text, flags=re.DOTALL)
            page = page.replace(case.number_spaced, "").replace(case.number, "")
            pages.append(re.sub(r"\b[0-9a-f]{40}o\d+|[\w-]{32}", "", page))
        self.assertEqual(len(set(pages)), 1)

    def test_the_digits_that_were_typed_open_the_case_and_no_others(self):
        citizen = self.on_file()
        number = citizen.sudo().national_id
        Case = self.env["zrm.case"]
        # Taken for the citizen on file: their number, which was not typed, opens nothing.
        self.reported_by(name="مریم احمدی نو", phone="09121110011")
        case = self.sent_case()
        self.assertEqual(case.partner_id, citizen)
        self.assertTrue(Case._find_for_tracking(case.number, "0011"))
        self.assertFalse(Case._find_for_tracking(case.number, number[-4:]))
        # A claimed number opens, whether it was free or somebody's.
        for claimed in (number, make_national_id()):
            self.reported_by(identity_number=claimed)
            code = self.sent_case().number
            self.assertTrue(Case._find_for_tracking(code, claimed[-4:]))
            self.assertTrue(Case._find_for_tracking(code, "4433"))

    def test_bad_contact_data(self):
        for who, sentence in (
            ({"name": ""}, "first and last name"),
            ({"phone": "123"}, "is no phone number"),
            ({"phone": ""}, "Give a telephone number"),
            ({"email": "nobody"}, "is no e-mail address"),
            ({"preferred_channel": "email"}, "To be informed by e-mail"),
            ({"identity_number": "1234567890"}, "cannot be right"),
            ({"bringer": "person_1"}, "in whose name"),
            ({"bringer": "anonymous"}, "in whose name"),
            ({"name": "ن" * 200}, "At most 120"),
        ):
            page = self.report(who=who)
            self.assertIn(sentence, self.text(page), who)
            self.assertAsked(page, "who")

    def test_anonymous(self):
        page = self.report(
            nature_id=self.anonymous_nature.id,
            who={"bringer": "anonymous"},
            files=[("files", ("IMG_ali_rezai.png", PNG, "image/png"))],
        )
        self.assertNotIn("زهرا", page.text)
        page = self.send()
        case, draft = self.sent_case(), self.draft()
        self.assertTrue(case.is_anonymous)
        self.assertFalse(case.partner_id or case.sudo().reporter_id)
        self.assertIn(draft.pin, page.text)
        self.assertEqual(self.env["zrm.case"]._find_for_tracking(case.number, draft.pin), case)
        self.assertEqual(case._files_for_citizen().mapped("name"), ["1.png"])
        self.assertEqual(case.create_uid, self.env.ref("base.user_root"))
        # Shown once: later it is not there any more.
        draft.sent_at = "2026-01-01 00:00:00"
        self.assertNotIn("secret number</div>", self.url_open(f"{self.path}/done").text)

    def test_anonymous_with_an_account_leaves_no_trace(self):
        self.authenticate("zrm_account", "zrm_account")
        self.report(nature_id=self.anonymous_nature.id, who={"bringer": "anonymous"})
        self.assertAsked(self.send(), "done")
        case = self.sent_case()
        self.assertFalse(self.draft().user_id or case.partner_id)
        self.assertEqual(case.create_uid, self.env.ref("base.user_root"))
        self.assertNotIn(case.number_spaced, self.url_open("/my/cases").text)

    def test_whistle_blowers(self):
        self.subject.write({"hides_reporter": True, "is_sensitive": True})
        page = self.url_open("/zrm/report?search=لایروبی")
        self.assertIn("Your name is hidden", page.text)
        self.on_file()
        number = self.env["res.partner"].search([("phone", "=", "09121110011")]).sudo().national_id
        self.report(
            who={"identity_number": number},
            files=[("files", ("IMG_ali_rezai.png", PNG, "image/png"))],
        )
        self.send()
        case = self.sent_case()
        self.assertTrue(case.is_reporter_hidden and case.is_confidential)
        self.assertFalse(case.partner_id)
        contact = case.sudo()._recipient_contact(self.env["res.partner"])
        self.assertEqual(contact.name, "زهرا کریمی")
        self.assertEqual(case._files_for_citizen().mapped("name"), ["1.png"])
        for message in case.message_ids:
            self.assertNotIn(number[-3:], message.body)
            self.assertNotEqual(message.author_id, case.sudo().reporter_id)
        # By the secret number that the last page showed, not by digits on file.
        self.assertFalse(self.env["zrm.case"]._find_for_tracking(case.number, "4433"))
        pin = case.sudo().track_pin
        self.assertEqual(self.env["zrm.case"]._find_for_tracking(case.number, pin), case)
        self.assertSecretNumberIsRepeated(case, pin)

    def assertSecretNumberIsRepeated(self, case, pin):
        """The last page names the secret number, not the telephone, until it is repeated."""
        done = f"{self.path}/done"
        page = self.text(self.url_open(done))
        self.assertIn(pin, page)
        self.assertIn("the tracking code and your secret number", page)
        self.assertNotIn("telephone or identity number", page)
        wrong = str((int(pin) + 1) % 10000).zfill(4)
        page = self.repeat_secret_number(wrong)
        self.assertIn("This is not your secret number", page)
        self.assertIn(pin, page)
        page = self.repeat_secret_number(pin.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))
        self.assertIn("noted rightly", page)
        self.assertNotIn("secret number</div>", page)
        self.assertFalse(self.draft().pin)
        self.assertEqual(self.env["zrm.case"]._find_for_tracking(case.number, pin), case)
        receipt = self.env["report.zrm_cases.report_case_receipt"]._receipt(case.sudo())
        self.assertTrue(receipt["by_secret_number"])

    def repeat_secret_number(self, typed):
        return self.text(self.post(f"{self.path}/noted", f"{self.path}/done", pin=typed))

    def test_a_hidden_report_writes_and_uses_no_file(self):
        """Somebody else has once reported in her name, with an address of their own: what
        she reports in secret is told to the address that she gives, and to nobody else."""
        self.report(who={"email": "stalker@example.com"})
        self.send()
        stalker = self.sent_case().partner_id
        self.assertEqual(stalker.email, "stalker@example.com")
        self.subject.write({"hides_reporter": True, "is_sensitive": True})
        for email in ("zahra@example.com", ""):
            before = self.env["res.partner"].search_count([])
            stamp = stalker.write_date
            self.opener.cookies.clear()
            wish = "email" if email else ""
            self.report(who={"email": email, "preferred_channel": wish})
            self.send()
            case = self.sent_case()
            self.assertTrue(case.is_reporter_hidden)
            contact = case.sudo()._recipient_contact(self.env["res.partner"])
            self.assertEqual(contact.email, email)
            self.assertEqual(self.env["res.partner"].search_count([]), before)
            self.assertEqual((stalker.write_date, len(stalker.message_ids)), (stamp, 0))
            self.env["zrm.case.notice"]._lock_waiting()._send()
            self.assertNotIn("stalker", str(case.notice_ids.mail_id.mapped("email_to")))
            self.assertFalse(case.notice_ids.mail_id.recipient_ids)

    def test_signed_in_for_oneself_and_for_others(self):
        ward = self.make_citizen("مادر پیر")
        self.relate(ward, self.account.partner_id, "guardian")
        company = self.make_organization("شرکت من")
        self.account.partner_id.parent_id = company
        self.authenticate("zrm_account", "zrm_account")
        self.assertIn("/zrm/report", self.url_open("/my/cases").text)
        for bringer, citizen in (
            ("self", self.account.partner_id),
            (f"person_{ward.id}", ward),
            ("organization", company),
        ):
            page = self.report(who={"bringer": bringer})
            self.assertIn(citizen.name, page.text)
            self.send()
            case = self.sent_case()
            self.assertEqual(case.partner_id, citizen)
            self.assertIn(case.number, self.url_open("/my/cases").text)
        self.assertEqual(self.account.partner_id.preferred_channel, "none")
        self.assertFalse(ward.preferred_channel or company.preferred_channel)
        self.assertEqual(self.account.partner_id.name, "علی پرتال")
        page = self.report(who={"bringer": f"person_{self.citizen.id}"})
        self.assertIn("in whose name", page.text)

    def test_another_company(self):
        """Cases and neighbours are those of the visitor's organization."""
        other = self.env["res.company"].create({"name": "شهر دیگر"})
        unit = self.env["zrm.unit"].create(
            {"name": "واحد شهر دیگر", "code": "T-OTHER", "company_id": other.id}
        )
        self.make_case(region_id=self.lane.id, address="کوچه نهم")
        self.account.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.authenticate("zrm_account", "zrm_account")
        page = self.report(who={"bringer": "self"})
        self.assertAsked(page, "send")
        self.send()
        case = self.sent_case()
        self.assertEqual((case.company_id, case.unit_id), (other, unit))


@tagged("post_install", "-at_install")
class TestPublicEntrySame(VisitorCase):
    def neighbours_case(self, **vals):
        there = {
            "region_id": self.lane.id,
            "address": "خیابان آزادی، کوچه نهم، پلاک ۷",
            "name": "جوی گرفته تماس ۰۹۱۲۳۴۵۶۷۸۹",
        }
        return self.make_case(**{**there, **vals})

    def place(self, **form):
        self.begin()
        self.details()
        return self.fill("where", **{"region_id": self.lane.id, "address": "کوچه نهم", **form})

    def test_me_too(self):
        case = self.neighbours_case()
        page = self.place()
        self.assertAsked(page, "same")
        text = page.text
        self.assertIn("محله آزمون", text)
        for secret in (case.number, case.number_spaced, "مریم", "پلاک", "۷۸۹", "آب در"):
            self.assertNotIn(secret, text)
        page = self.fill("same", same=case.id)
        self.assertAsked(page, "who")
        self.assertNotIn("anonymous", page.text)
        self.assertIn("You join this report", self.who().text)
        page = self.send()
        self.assertIn("You have joined", page.text)
        self.assertNotIn(case.number, page.text)
        self.post(f"{self.path}/send", "/zrm/report")
        self.env.invalidate_all()
        self.assertEqual(case.joined_partner_ids.mapped("name"), ["زهرا کریمی"])
        self.assertFalse(self.sent_case())
        self.assertEqual(self.url_open(f"/zrm/case/{case.number}").status_code, 404)

    def test_mine_is_different(self):
        self.neighbours_case()
        self.place()
        self.assertAsked(self.fill("same", same="other"), "who")
        self.who()
        self.send()
        self.assertTrue(self.sent_case())

    def test_only_what_may_be_known(self):
        self.neighbours_case(is_confidential=True)
        self.neighbours_case(region_id=False, address="خیابان دیگر")
        self.assertAsked(self.place(), "who")
        hidden = self.neighbours_case()
        hidden._write_handling({"is_reporter_hidden": True, "partner_id": False})
        self.assertAsked(self.place(), "who")

    def test_other_cases_cannot_be_joined(self):
        self.neighbours_case()
        secret = self.neighbours_case(is_confidential=True)
        self.place()
        page = self.fill("same", same=secret.id)
        self.assertIn("cannot be joined", page.text)
        for odd in ("x", "0", "-1", "999999999"):
            self.assertIn("cannot be joined", self.fill("same", same=odd).text)
        self.assertFalse(secret.joined_partner_ids)

    def test_closed_meanwhile(self):
        case = self.neighbours_case()
        self.place()
        self.fill("same", same=case.id)
        self.who()
        case._withdraw()
        page = self.send()
        self.assertFalse(self.draft()._is_sent())
        self.assertAsked(page, "same")
        self.assertIn("cannot be joined any more", page.text)
        self.fill("same", same="other")
        self.send()
        self.assertTrue(self.sent_case())
