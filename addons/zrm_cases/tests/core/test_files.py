# pylint: disable=translation-required
import base64
import io
import zlib
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.zrm_base.tools import clean_files

from ..common import CaseCommon

CAMERA = "CAMERA-OF-MARYAM"
# Eight by four, red.
WEBP_PIXELS = base64.b64decode(
    "VlA4IDAAAADQAQCdASoIAAQAAUAmJaACdLoB+AADsAD+8ut//NgVzXPv9//S4P0uD9Lg/9KQAAA="
)


def picture(kind="JPEG", orientation=1, size=(8, 4)):
    """A photo that tells camera and place."""
    exif, target = Image.Exif(), io.BytesIO()
    exif[0x010F], exif[0x0112] = CAMERA, orientation
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (35.0, 41.0, 21.0)
    if kind == "WEBP":
        # Odoo does not let Pillow write it.
        part = b"EXIF" + len(exif.tobytes()).to_bytes(4, "little") + exif.tobytes()
        body = b"WEBP" + _part(
            b"VP8X", bytes([0b1000, 0, 0, 0, size[0] - 1, 0, 0, size[1] - 1, 0, 0])
        )
        body += WEBP_PIXELS + part + b"\0" * (len(part) % 2)
        return b"RIFF" + len(body).to_bytes(4, "little") + body
    Image.new("RGB", size, "red").save(target, kind, exif=exif)
    return target.getvalue()


def _part(name, data):
    return name + len(data).to_bytes(4, "little") + data


def document(**info):
    target = io.BytesIO()
    Image.new("RGB", (8, 4)).save(target, "PDF", author=CAMERA, title=CAMERA, **info)
    return target.getvalue()


@tagged("post_install", "-at_install")
class TestFiles(CaseCommon):
    """Files of cases lose place, time, device and author on every way in."""

    def attach(self, case, name, content, user=None, **vals):
        files = self.env["ir.attachment"].with_user(user or self.env.user)
        return files.create(
            {"name": name, "raw": content, "res_model": "zrm.case", "res_id": case.id, **vals}
        )

    def assertClean(self, attachment, size=(8, 4)):
        content = attachment.sudo().raw
        self.assertNotIn(CAMERA.encode(), content)
        self.assertNotIn(CAMERA.encode("utf-16-be"), content)
        if attachment.mimetype in ("image/jpeg", "image/png"):
            with Image.open(io.BytesIO(content)) as seen:
                seen.load()
                self.assertEqual(seen.size, size)
                self.assertFalse(dict(seen.getexif()))

    def test_every_format(self):
        case = self.make_case()
        for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
            with self.subTest(kind):
                self.assertIn(CAMERA.encode(), picture(kind))
                self.assertClean(self.attach(case, f"x.{kind.lower()}", picture(kind)))
                turned = self.attach(case, f"x.{kind.lower()}", picture(kind, orientation=6))
                self.assertClean(turned, size=(4, 8))
        pdf = document()
        self.assertTrue(CAMERA.encode() in pdf or CAMERA.encode("utf-16-be") in pdf)
        self.assertClean(self.attach(case, "x.pdf", pdf))

    def test_every_way_to_store_it(self):
        case = self.open_case()
        encoded = base64.b64encode(picture())
        self.assertClean(self.attach(case, "x.jpg", None, datas=encoded))
        pending = (
            self.env["ir.attachment"]
            .with_user(self.expert)
            .create(
                {
                    "name": "x.jpg",
                    "raw": picture(),
                    "res_model": "mail.compose.message",
                    "res_id": 0,
                }
            )
        )
        message = case.message_post(body="x", attachment_ids=pending.ids)
        self.assertClean(message.attachment_ids)
        message = case.message_post(body="x", attachments=[("x.jpg", picture())])
        self.assertClean(message.attachment_ids)
        pasted = f'<img src="data:image/jpeg;base64,{encoded.decode()}">'
        message = case.message_post(body="x")
        message.write({"body": pasted})
        attachment = self.attach(case, "x.jpg", picture("PNG"))
        attachment.write({"raw": picture()})
        self.assertClean(attachment)
        elsewhere = self.env["ir.attachment"].create({"name": "x.jpg", "raw": picture()})
        elsewhere.write({"res_model": "zrm.case", "res_id": case.id})
        self.assertClean(elsewhere)

    def test_a_picture_pasted_into_the_text(self):
        case = self.open_case()
        encoded = base64.b64encode(picture()).decode()
        message = (
            self.env["mail.message"]
            .with_user(self.expert)
            .create(
                {
                    "model": "zrm.case",
                    "res_id": case.id,
                    "body": f'<p><img src="data:image/jpeg;base64,{encoded}" alt="x"></p>',
                }
            )
        )
        self.assertTrue(message.attachment_ids)
        self.assertClean(message.attachment_ids)

    def test_what_cannot_be_cleaned_is_refused_in_words(self):
        case = self.make_case()
        heic = b"\x00\x00\x00\x18ftypheic" + bytes(20)
        for content, words in (
            (heic, "Send it as JPEG"),
            (b"%PDF-1.4 nothing", "cannot be read"),
            (picture()[:60], "cannot be read"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.attach(case, "x", content)

    def test_bombs_are_refused(self):
        case = self.make_case()
        with (
            patch.object(clean_files, "MAX_PIXELS", 20),
            self.assertRaisesRegex(UserError, "too large"),
        ):
            self.attach(case, "x.png", picture("PNG"))
        with (
            patch.object(clean_files, "MAX_UNPACKED", 10),
            self.assertRaisesRegex(UserError, "too large"),
        ):
            self.attach(case, "x.pdf", b"%PDF-1.4 stream\n" + zlib.compress(bytes(99)))

    def test_names_where_the_reporter_is_hidden(self):
        self.subject.hides_reporter = True
        case = self.open_case()
        for name, content, stored in (
            ("maryam.jpg", picture(), "1.jpg"),
            ("maryam.pdf", document(), "2.pdf"),
            ("maryam.txt", b"abc", "3.txt"),
        ):
            attachment = self.attach(case, name, content, self.expert, description=name)
            self.assertEqual(attachment.name, stored)
            self.assertFalse(attachment.description)
            self.assertClean(attachment)
        for name in ("letter.docx", "voice.ogg", "mail.eml"):
            with self.assertRaisesRegex(UserError, "only pictures"):
                self.attach(case, name, b"From: maryam@example.com\n\nx", self.expert)

    def test_open_cases_keep_names_and_office_documents(self):
        case = self.make_case()
        self.assertEqual(self.attach(case, "letter.docx", b"PK\x03\x04x").name, "letter.docx")
        self.assertEqual(self.attach(case, "front.jpg", picture()).name, "front.jpg")

    def test_files_of_others_are_as_in_core(self):
        partner = self.env["res.partner"].create({"name": "Supplier"})
        attachment = self.env["ir.attachment"].create(
            {"name": "x.jpg", "raw": picture(), "res_model": "res.partner", "res_id": partner.id}
        )
        self.assertEqual(attachment.raw, picture())

    def test_pages_and_programs(self):
        case = self.make_case()
        page = b"<html xmlns='http://www.w3.org/1999/xhtml'><script>x</script></html>"
        for name in ("a.shtml", "a.xht", "a.xhtml", "a.xml", "a.mht", "a.svg", "a.txt", "a"):
            with self.subTest(name), self.assertRaisesRegex(UserError, "cannot be attached"):
                self.attach(case, name, page)
        with self.assertRaisesRegex(UserError, "cannot be attached"):
            self.attach(case, "a.txt", "<?xml version='1.0'?><svg/>".encode("utf-16"))
