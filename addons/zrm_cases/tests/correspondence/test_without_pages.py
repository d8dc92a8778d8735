"""Without the addon of the citizen's pages nothing points to a page."""

from unittest.mock import patch

from odoo.tests import tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestWithoutPages(CaseCommon):
    def setUp(self):
        super().setUp()
        Case = type(self.env["zrm.case"])
        self.startPatcher(patch.object(Case, "_citizen_links", lambda *_args, **_kwargs: []))
        self.citizen.write({"email": "maryam@example.com", "lang": "en_US"})

    def test_notices_carry_no_links(self):
        case = self.make_case()
        self.env["zrm.case.notice"]._lock_waiting()._send()
        [notice] = case.notice_ids
        self.assertEqual((notice.state, notice.channel), ("sent", "email"))
        self.assertIn(case.number_spaced, notice.mail_id.body_html)
        self.assertNotIn("/zrm/", notice.mail_id.body_html)

    def test_receipt_and_letter_have_no_code_to_scan(self):
        case = self.make_case()
        Receipt = self.env["report.zrm_cases.report_case_receipt"].with_user(self.operator)
        [receipt] = Receipt._get_report_values(case.ids)["receipts"]
        self.assertEqual(receipt["number"], case.number_spaced)
        self.assertFalse(receipt["qr"])
        page = self.env["ir.qweb"]._render("zrm_cases.report_case_receipt", {"receipts": [receipt]})
        self.assertNotIn("<svg", str(page))

    def test_what_odoo_could_not_send_is_followed_up(self):
        """Also where no journal knows of a hand-over."""
        case = self.make_case()
        self.env["zrm.case.notice"]._lock_waiting()._send()
        [notice] = case.notice_ids
        self.assertTrue(notice.is_in_mail_queue)
        mail = notice.mail_id
        mail.write({"state": "exception", "failure_type": "mail_email_invalid"})
        mail.failure_reason = "no such mailbox"
        self.env["zrm.case.notice"]._follow_up()
        self.assertEqual((notice.state, notice.reason), ("skipped", "no such mailbox"))
        self.assertFalse(notice.is_in_mail_queue)
        notice._send_by_email()
        notice.mail_id.state = "sent"
        self.env["zrm.case.notice"]._follow_up()
        self.assertEqual((notice.state, notice.is_in_mail_queue), ("sent", False))
