# pylint: disable=translation-required
import base64
import io

from PIL import Image

from odoo.tests import tagged

from .test_mail_gateway import GatewayCommon

FILE = """--b
Content-Type: image/jpeg; name="{name}"
Content-Disposition: attachment; filename="{name}"
Content-Transfer-Encoding: base64

{data}
"""


def picture():
    target, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "CAMERA-OF-MARYAM"
    Image.new("RGB", (8, 8)).save(target, "JPEG", exif=exif)
    return target.getvalue()


@tagged("post_install", "-at_install")
class TestHiddenMail(GatewayCommon):
    """Whoever mails to a case with a hidden reporter: what staff read is the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subject.hides_reporter = True
        cls.env.company.zrm_mail_subject_id = cls.subject
        cls.env.company.zrm_mail_nature_id = cls.nature

    def receive(self, sender, number, headers="", body="گزارش من", to="services@city.example"):
        name = sender.split("<")[0].strip()
        data = base64.encodebytes(picture()).decode()
        source = (
            f"From: {sender}\nTo: {to}\nSubject: {name}: فساد\n"
            f"Message-Id: <m{number}@secret.example>\nCc: cousin@secret.example\n{headers}"
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
            f"--b\nContent-Type: text/plain; charset=utf-8\n\n{body}\n-- \n{name}\n"
            + FILE.format(name="maryam-phone.jpg", data=data)
            + "--b--\n"
        )
        thread = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
        case_id = thread.message_process(None, source.encode(), save_original=True)
        return self.env["zrm.case"].browse(case_id)

    def read_all(self, case, user):
        """What this user reads of the conversation."""
        seen = self.seen_by(user, case)
        fields = [
            "author_id",
            "body",
            "email_from",
            "incoming_email_cc",
            "incoming_email_to",
            "message_id",
            "parent_id",
            "partner_ids",
            "reply_to",
            "subject",
        ]
        texts = [seen.message_ids.read(fields), seen.read(["name", "description", "external_ref"])]
        files = seen.message_ids.attachment_ids
        texts += [files.read(["name", "description"])]
        return str(texts) + str([file.sudo().raw for file in files])

    def assertNameless(self, case):
        for user in (self.expert, self.manager, self.oversight, self.administrator):
            text = self.read_all(case, user)
            for trace in ("Maryam", "maryam", "secret.example", "MARYAM", "other@"):
                self.assertNotIn(trace, text, user.login)

    def test_the_report_names_nobody(self):
        case = self.receive("Maryam <maryam@example.com>", 1)
        self.assertEqual(case.reporter_id, self.citizen)
        self.assertNameless(case)
        self.assertTrue(case.message_ids[-1:].is_from_reporter)
        self.assertIn("گزارش من", case.description)
        self.assertEqual(case.message_ids.attachment_ids.mapped("name"), ["1.jpg"])

    def test_the_same_mail_twice_is_one_case(self):
        first = self.receive("Maryam <maryam@example.com>", 1)
        self.assertEqual(self.receive("Maryam <maryam@example.com>", 1), first)

    def test_nobody_who_replies_is_named_and_all_replies_do_the_same(self):
        case = self.receive("Maryam <maryam@example.com>", 1)
        notes = self.env["mail.mail"].create({"model": "zrm.case", "res_id": case.id})
        results = []
        for number, sender in enumerate(
            (
                "Maryam <maryam@example.com>",
                "Maryam <other@example.com>",
                f"Maryam <{self.expert.email_normalized}>",
            ),
            2,
        ):
            before = case.message_ids
            with self.subTest(sender), self.env.cr.savepoint() as savepoint:
                reply = f"In-Reply-To: {notes.message_id}\n"
                self.assertEqual(self.receive(sender, number, reply), case)
                self.assertNameless(case)
                new = self.seen_by(self.manager, case).message_ids - before
                activities = self.seen_by(self.manager, case).activity_ids.mapped("summary")
                results.append(
                    [
                        new.mapped("author_id.name"),
                        new.mapped("email_from"),
                        new.mapped("body"),
                        case.citizen_replied_at,
                        case.state,
                        activities,
                    ]
                )
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(results[0], results[1])
        self.assertEqual(results[0], results[2])

    def test_open_cases_show_their_sender(self):
        self.subject.hides_reporter = False
        case = self.receive("Maryam <maryam@example.com>", 1)
        message = case.message_ids[-1:]
        self.assertEqual(message.author_id, self.citizen)
        self.assertEqual(case.external_ref, "<m1@secret.example>")
        self.assertIn("maryam-phone.jpg", message.attachment_ids.mapped("name"))

    def test_mails_that_came_before_are_masked_as_those_after(self):
        self.subject.hides_reporter = False
        case = self.receive("Maryam <maryam@example.com>", 1)
        notes = self.env["mail.mail"].create({"model": "zrm.case", "res_id": case.id})
        reply = f"In-Reply-To: {notes.message_id}\n"
        self.assertEqual(self.receive("Maryam <other@example.com>", 2, reply), case)
        hiding = self.env["zrm.subject"].create(
            {"name": "فساد", "code": "T-S8", "process_id": self.process.id, "hides_reporter": True}
        )
        case.with_user(self.expert).subject_id = hiding
        self.env.invalidate_all()
        self.assertTrue(case.is_reporter_hidden)
        # The place, device and author of pictures are gone already.
        self.assertNameless(case)
        self.assertIn("گزارش من", case.description)
        names = self.env["ir.attachment"].search(
            [("res_model", "=", "zrm.case"), ("res_id", "=", case.id)]
        )
        self.assertEqual(sorted(names.mapped("name")), ["1.jpg", "2.jpg"])
