from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestCompaniesCitizens(CaseCommon):
    """Where companies keep their citizens apart, so do their cases and messages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("zrm_base.separate_citizens", "True")
        cls.there = cls.env["res.company"].create({"name": "شهر دیگر"})
        cls.theirs = cls.make_citizen(
            "بیگانه", company_id=cls.there.id, email="one@example.com", phone="09129990002"
        )

    def sender(self, company):
        Case = self.env["zrm.case"].with_company(company)
        return Case._mail_sender({"email_from": "One <one@example.com>"})

    def test_a_mail_finds_the_citizen_of_its_company(self):
        self.assertEqual(self.sender(self.there), self.theirs)
        new = self.sender(self.env.company)
        self.assertNotEqual(new, self.theirs)
        self.assertEqual(new.company_id, self.env.company)

    def test_a_case_is_not_brought_by_another_companys_citizen(self):
        with self.assertRaisesRegex(UserError, "another company"):
            self.make_case(partner_id=self.theirs.id)
        case = self.make_case()
        with self.assertRaisesRegex(UserError, "another company"):
            case.partner_id = self.theirs

    def test_a_caller_is_registered_in_the_operators_company(self):
        citizen = {"name": "بیگانه", "phone": "09129990002"}
        case = self.make_case(partner_id=False, citizen=citizen)
        self.assertEqual(case.partner_id.company_id, case.company_id)
