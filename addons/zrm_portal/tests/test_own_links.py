# pylint: disable=translation-required
import io

from PIL import Image

from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from .common import CitizenSide, VisitorCase

MAIL = """From: Maryam <maryam@example.com>
To: services@city.example
Subject: Re: x
Message-Id: <q{number}@example.com>
In-Reply-To: {reply_to}
Content-Type: text/{kind}; charset=utf-8

{body}
"""


@tagged("post_install", "-at_install")
class TestOwnLinks(CitizenSide):
    """Staff read no link that opens the citizen's pages."""

    def setUp(self):
        super().setUp()
        domain = self.env["mail.alias.domain"].create({"name": "city.example"})
        self.env.company.alias_domain_id = domain
        self.case = self.open_case()
        self.case.action_answer("انجام شد")
        self.env["zrm.case.notice"]._lock_waiting()._send()
        self.token = self.case.sudo().verdict_token
        self.mail = self.case.sudo().notice_ids.mail_id.filtered(
            lambda mail: self.token in mail.body_html
        )
        self.assertTrue(self.mail)

    def quote(self, body, kind="plain", number=1):
        source = MAIL.format(body=body, kind=kind, reply_to=self.mail.message_id, number=number)
        thread = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
        self.assertEqual(thread.message_process(None, source), self.case.id)

    def test_quoted_links_are_cut_out(self):
        link = self.case._verdict_url()
        half = len(link) - 12
        for number, (kind, body) in enumerate(
            (
                ("plain", f"نه!\n\n> {link}\n> ..."),
                ("plain", f"نه!\n\n> {link[:half]}\n> {link[half:]}\n"),
                ("html", f'<p>نه! <a href="{link}">{link}</a></p>'),
                ("html", f"<p>نه! {link[:half]}<br>{link[half:]}</p>"),
                (
                    "html",
                    '<a href="https://safe.example/?u='
                    + link.replace(":", "%3A").replace("/", "%2F")
                    + '">نه!</a>',
                ),
            )
        ):
            with self.subTest(body), self.env.cr.savepoint() as savepoint:
                self.quote(body, kind, number)
                read = self.case.message_ids[0].sudo().body
                self.assertIn("نه!", read)
                self.assertNotIn(self.token, read)
                self.assertNotIn(self.token[-12:], read)
                self.assertNotIn(self.token[:12], read)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_no_role_reads_the_token_anywhere(self):
        self.quote(f"> {self.case._verdict_url()}")
        portal = make_user(self.env, "zrm_p", "base.group_portal")
        for user in (
            self.clerk,
            self.operator,
            self.expert,
            self.manager,
            self.oversight,
            self.administrator,
            self.confidential,
            portal,
        ):
            self.assertUnreadable(user, self.token)

    def test_nor_what_a_citizen_copies_into_a_form(self):
        link = self.case._verdict_url()
        case = self.make_case(description=f"ببینید {link} و", name=link)
        self.assertNotIn(self.token, f"{case.name} {case.description}")
        self.assertIn("ببینید", case.description)
        self.case.sudo()._take_reply(f"ببینید {link}")
        self.assertUnreadable(self.expert, self.token)

    def test_other_links_stay(self):
        text = "https://example.com/a?b=c and https://city.example/zrm"
        self.assertEqual(self.case._without_own_links(text), text)


@tagged("post_install", "-at_install")
class TestTracesOfUploads(VisitorCase):
    """What visitors upload tells neither place nor device."""

    def photo(self):
        exif, target = Image.Exif(), io.BytesIO()
        exif[0x010F] = "MY-CAMERA"
        Image.new("RGB", (4, 4)).save(target, "JPEG", exif=exif)
        return {"files": ("maryam.jpg", target.getvalue(), "image/jpeg")}

    def stored(self, model, record_id):
        self.env.invalidate_all()
        return self.env["ir.attachment"].search(
            [("res_model", "=", model), ("res_id", "=", record_id)]
        )

    def test_with_the_report_and_the_reply(self):
        for hides in (False, True):
            self.subject.hides_reporter = hides
            self.report(files=self.photo())
            draft = self.stored("zrm.case.draft", self.draft().id)
            self.assertEqual(len(draft), 1)
            self.assertNotIn(b"MY-CAMERA", draft.raw)
            self.send()
            case = self.sent_case()
            if not hides:
                self.assertEqual(self.stored("zrm.case", case.id).name, "maryam.jpg")
            self.assertNotEqual(case.external_ref, self.token)
            case._take_reply("x", [("maryam.jpg", self.photo()["files"][1])])
            files = self.stored("zrm.case", case.id)
            self.assertEqual(len(files), 2)
            for file in files:
                self.assertNotIn(b"MY-CAMERA", file.raw)
                self.assertEqual("maryam" in file.name, not hides)

    def test_a_telephones_format_is_refused_in_words(self):
        self.begin()
        heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(99)
        page = self.details(files={"files": ("a.heic", heic, "image/heic")})
        self.assertIn("neither a PDF nor a JPEG", self.text(page))

    def test_a_line_end_in_the_way_back(self):
        for back in ("/zrm%0d%0aX-Other: 1", "/zrm%0aa", "/zrm%5c%5cevil.example", "/zrm%00"):
            response = self.url_open(f"/zrm/language/en_US?back={back}", allow_redirects=False)
            self.assertIn(response.status_code, (302, 303), back)
            self.assertNotIn("X-Other", response.headers)
            self.assertTrue(response.headers["Location"].rstrip("/").endswith("/zrm"), back)

    def test_a_text_without_end(self):
        for text in ("الف " * 60_000, "x" * 300_000):
            self.begin()
            self.details(description=text)
            page = self.who(name=text)
            self.assertIn(page.status_code, (200, 413))
