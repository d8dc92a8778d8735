from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.zrm_base.tests.common import in_one_window, make_user

from ..const import RECEIPT
from .fees import FeeCommon


@tagged("post_install", "-at_install")
class TestReceipts(FeeCommon, HttpCase):
    """The receipt of a fee on paper, and the page behind its code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.account_holder = make_user(cls.env, "zrm_holder", "base.group_portal", name="سمیه")
        cls.account_holder.partner_id.write({"is_citizen": True, "lang": "en_US"})
        cls.citizen.lang = "en_US"

    def setUp(self):
        super().setUp()
        in_one_window(self)

    def paper(self, invoice, user, **context):
        report = self.env["ir.actions.report"].with_user(user).with_context(**context)
        return report._render_qweb_html(RECEIPT, invoice.ids)[0].decode()

    def check(self, url):
        self.env.flush_all()
        return self.url_open(url[url.index("/zrm/receipt") :])

    def test_on_paper_in_both_languages(self):
        case, invoice = self.paid()
        english = self.paper(invoice, self.expert)
        self.assertIn(invoice.name, english)
        self.assertIn(case.sudo().number_spaced, english)
        self.assertIn("Five Hundred Thousand", english)
        self.assertIn("11/16/2026", english)
        self.assertIn("<svg", english)
        persian = self.paper(invoice, self.expert, zrm_receipt_lang="fa_IR")
        self.assertIn("پانصد هزار", persian)
        self.assertIn("۱۴۰۵", persian)

    def test_who_prints(self):
        case, invoice = self.charged()
        with self.assertRaisesRegex(UserError, "once the fee is paid"):
            case.action_print_receipt()
        self.pay(invoice)
        self.assertEqual(case.action_print_receipt()["report_name"], RECEIPT)
        for user in (self.expert, self.accountant):
            self.assertIn(invoice.name, self.paper(invoice, user))
        for user in (self.outsider, self.clerk, self.account_holder):
            with self.assertRaises(AccessError, msg=user.login):
                self.paper(invoice, user)
        with self.assertRaises(AccessError):
            case.with_user(self.outsider).action_print_receipt()
        other = self.env["account.move"].create({"move_type": "entry"})
        with self.assertRaises(AccessError):
            self.paper(other, self.accountant)

    def test_the_page_behind_the_code(self):
        case, invoice = self.paid()
        url = invoice._zrm_receipt_url()
        page = self.check(url)
        self.assertEqual(page.status_code, 200)
        for shown in ("Genuine", invoice.name, "500,000", self.subject.name):
            self.assertIn(shown, page.text)
        for untold in (self.citizen.name, case.sudo().name, case.number):
            self.assertNotIn(untold, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        case.with_user(self.manager).action_refund_fee("اشتباه")
        self.assertIn("Genuine", self.check(url).text)
        self.credit_note(invoice).action_post()
        page = self.check(url)
        self.assertIn("Refunded", page.text)
        self.assertNotIn("Genuine", page.text)

    def test_confidential_cases_show_no_subject(self):
        self.expert.group_ids |= self.env.ref("zrm_base.group_confidential")
        _case, invoice = self.paid(is_confidential=True)
        page = self.check(invoice._zrm_receipt_url())
        self.assertIn("Genuine", page.text)
        self.assertNotIn(self.subject.name, page.text)
        self.assertNotIn(self.subject.name, self.paper(invoice, self.accountant))

    def test_a_receipt_gives_no_hidden_reporter_away(self):
        self.expert.group_ids |= self.env.ref("zrm_base.group_confidential")
        case, invoice = self.paid()
        case.sudo()._become_hidden()
        self.env.invalidate_all()
        self.assertTrue(case.with_user(self.expert).has_access("read"))
        with self.assertRaises(AccessError):
            self.paper(invoice, self.expert)
        with self.assertRaisesRegex(UserError, "not yours to print"):
            case.with_user(self.expert).action_print_receipt()
        self.assertFalse(case._fees_for_citizen())
        self.assertEqual(self.citizen.with_user(self.expert)._zrm_account(), [])
        # The books have had the name all along.
        self.assertIn(invoice.name, self.paper(invoice, self.accountant))
        page = self.check(invoice._zrm_receipt_url())
        self.assertIn("Genuine", page.text)
        self.assertNotIn(self.subject.name, page.text)

    def test_what_is_no_receipt(self):
        _case, invoice = self.charged()
        unpaid = invoice._zrm_receipt_url()
        payment = self.pay(invoice)
        self.assertIn("Genuine", self.check(unpaid).text)
        payment.action_draft()
        payment.action_cancel()
        token = unpaid.rsplit("/", 1)[1]
        for wrong in (unpaid, "/zrm/receipt/x", f"/zrm/receipt/{token[:-1]}", "/zrm/receipt/%00"):
            page = self.check(wrong)
            self.assertEqual(page.status_code, 404, wrong)
            self.assertNotIn("Traceback", page.text)
            self.assertNotIn(invoice.name, page.text)
        self.assertIn("We know no such receipt", self.check(unpaid).text)
        self.assertIn('dir="rtl"', self.url_open(f"/fa/zrm/receipt/{'x' * 32}").text)

    def test_tries_are_counted(self):
        _case, invoice = self.paid()
        url = invoice._zrm_receipt_url()
        for _time in range(61):
            self.check(f"/zrm/receipt/{'y' * 32}")
        self.assertEqual(self.check(url).status_code, 404)

    def test_the_citizen_gets_it_from_the_portal(self):
        self.authenticate("zrm_holder", "zrm_holder")
        own = self.account_holder.partner_id
        case, invoice = self.charged(partner_id=own.id)
        self.env.flush_all()
        path = f"/zrm/case/{case.number}"
        page = self.url_open(path)
        self.assertIn("To be paid", page.text)
        self.assertIn(f"/my/invoices/{invoice.id}?access_token=", page.text)
        for receipt in (f"{path}/receipt/{invoice.id}", f"/my/fees/{invoice.id}/receipt"):
            self.assertEqual(self.url_open(receipt).status_code, 404, "nothing is paid")
        self.pay(invoice)
        self.env.flush_all()
        page = self.url_open(path)
        self.assertNotIn("access_token=", page.text)
        for receipt in (f"{path}/receipt/{invoice.id}", f"/my/fees/{invoice.id}/receipt"):
            file = self.url_open(receipt)
            self.assertEqual(file.status_code, 200)
            self.assertIn(invoice.name, file.text)
        self.assertIn(f"/my/fees/{invoice.id}/receipt", self.url_open("/my/fees").text)

    def test_nobody_elses(self):
        case, invoice = self.paid()
        self.env.flush_all()
        self.authenticate("zrm_holder", "zrm_holder")
        for path in (
            f"/zrm/case/{case.number}/receipt/{invoice.id}",
            f"/my/fees/{invoice.id}/receipt",
            "/my/fees/999999999/receipt",
        ):
            page = self.url_open(path)
            self.assertEqual(page.status_code, 404, path)
            self.assertNotIn(invoice.name, page.text)
        self.assertNotIn(invoice.name, self.url_open("/my/fees").text)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(f"/my/fees/{invoice.id}/receipt").url)
