from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.zrm_base.tests.common import make_user

from .common import MILLION
from .fees import FeeCommon


@tagged("post_install", "-at_install")
class TestAccount(FeeCommon, HttpCase):
    """What a citizen got and gave: in the portal and in the file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account_holder = make_user(cls.env, "zrm_holder", "base.group_portal", name="سمیه")
        cls.own = cls.account_holder.partner_id
        cls.own.write({"is_citizen": True, "lang": "en_US"})

    def granted(self, partner, amount=3 * MILLION):
        request = self.request((self.line, amount))
        request.line_ids.write({"partner_id": partner.id, "name": "کمک درمان"})
        return self.go(request, "posted")

    def lived(self, partner):
        """One service; a fee that is paid, one that was given back, and one that is due."""
        self.granted(partner)
        self.paid(partner_id=partner.id)
        case, invoice = self.paid(partner_id=partner.id)
        case.with_user(self.manager).action_refund_fee("اشتباه")
        self.credit_note(invoice).action_post()
        self.charged(partner_id=partner.id)
        self.env.invalidate_all()

    def row(self, partner, user):
        [row] = partner.with_user(user)._zrm_account()
        return tuple(row[kind] for kind in ("granted", "charged", "paid", "refunded"))

    def page(self, path):
        self.env.flush_all()
        self.authenticate("zrm_holder", "zrm_holder")
        return self.url_open(path).text

    def test_sums_by_company(self):
        self.lived(self.citizen)
        whole = (3 * MILLION, 1_500_000, 1_000_000, 500_000)
        self.assertEqual(self.row(self.citizen, self.expert), whole)
        # Neither the unit's credits nor its cases are theirs.
        self.assertEqual(self.citizen.with_user(self.outsider)._zrm_account(), [])
        # The budget officer sees the services, but not the cases.
        self.assertEqual(self.row(self.citizen, self.officer), (3 * MILLION, 0, 0, 0))
        shown = self.citizen.with_user(self.expert).zrm_account_overview
        for amount in ("3,000,000", "1,500,000", "1,000,000", "500,000"):
            self.assertIn(amount, shown)
        with self.assertRaises(AccessError):
            self.citizen.with_user(self.operator).read(["zrm_account_overview"])

    def test_the_own_account_in_the_portal(self):
        self.lived(self.own)
        services = self.page("/my/services")
        for shown in ("کمک درمان", "3,000,000", "1,500,000", "1,000,000"):
            self.assertIn(shown, services)
        fees = self.page("/my/fees")
        for state in ("To be paid", "Paid", "Refunded"):
            self.assertIn(f">{state}</span>", fees)
        self.assertIn("/my/fees", self.page("/my"))

    def test_anothers_only_as_approved(self):
        self.granted(self.citizen)
        case, invoice = self.paid()
        relation = self.env["zrm.relation"].create(
            {
                "partner_id": self.citizen.id,
                "relative_id": self.own.id,
                "type_id": self.env.ref("zrm_base.relation_type_guardian").id,
            }
        )
        relation.write({"approval": "waiting"})

        def shown():
            receipt = self.url_open(f"/my/fees/{invoice.id}/receipt").status_code
            return (
                "کمک درمان" in self.page("/my/services"),
                invoice.name in self.page("/my/fees"),
                receipt == 200,
                self.url_open(f"/zrm/case/{case.number}").status_code == 200,
            )

        self.page("/my")
        self.assertEqual(shown(), (False,) * 4)
        relation.write({"approval": "approved"})
        self.assertEqual(shown(), (True,) * 4)
        self.assertIn("for مریم احمدی", " ".join(self.page("/my/fees").split()))
        relation.write({"approval": "refused"})
        self.assertEqual(shown(), (False,) * 4)

    def test_a_case_that_went_to_somebody_else(self):
        case, invoice = self.paid(partner_id=self.own.id)
        self.assertIn(invoice.name, self.page("/my/fees"))
        case.sudo().partner_id = self.citizen
        self.assertNotIn(invoice.name, self.page("/my/fees"))
        self.assertFalse(case._fees_for_citizen(), "nor to whom it was not charged")
