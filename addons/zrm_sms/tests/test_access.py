from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SmsCommon


@tagged("post_install", "-at_install")
class TestAccess(SmsCommon):
    """The data of messages that staff may see."""

    def notice_of_a_hidden_case(self):
        self.subject.hides_reporter = True
        case = self.make_case()
        self.env["zrm.case.notice"]._lock_waiting()._send()
        self.env.invalidate_all()
        return case

    def test_the_journal_shows_no_digits_of_a_hidden_reporter(self):
        """The last four open the case on the public page, and name who it was."""
        self.notice_of_a_hidden_case()
        for user in (self.manager, self.oversight):
            for row in self.env["zrm.sms.message"].with_user(user).search([]):
                self.assertFalse(row.case_id)
                self.assertNotIn("7788", str(row.read()))
        inbound = self.env["zrm.sms.inbound"]
        vals = inbound._about(self.notice_of_a_hidden_case(), effect="case")
        self.assertEqual((vals["number_masked"], vals["text"]), ("•••", False))

    def test_other_messages_show_what_one_recognizes(self):
        self.make_case()
        self.env["zrm.case.notice"]._lock_waiting()._send()
        row = self.env["zrm.sms.message"].search([], limit=1)
        self.assertEqual(row.number_masked, "0912•••7788")

    def test_the_queue_is_read_by_no_role(self):
        """Texts hold the link by which the citizen judges."""
        self.notice_of_a_hidden_case()
        for user in (self.expert, self.manager, self.oversight, self.administrator):
            for model in ("sms.sms", "mail.mail"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_read([], ["state"])
