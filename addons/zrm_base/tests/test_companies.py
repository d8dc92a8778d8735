from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ZrmCommon, make_national_id, make_user


@tagged("post_install", "-at_install")
class TestCompanies(ZrmCommon):
    """Citizens are shared by all companies, or each company has its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.here = cls.env.company
        cls.there = cls.env["res.company"].create({"name": "شهر دیگر"})
        cls.stranger = make_user(
            cls.env,
            "zrm_there",
            "zrm_base.group_oversight",
            company_id=cls.there.id,
            company_ids=[(6, 0, cls.there.ids)],
        )
        cls.number = make_national_id()
        cls.vals = {"name": "پروانه سلطانی", "identity_number": cls.number, "phone": "09127771100"}

    def separate(self):
        self.env["ir.config_parameter"].sudo().set_param("zrm_base.separate_citizens", "True")

    def register(self, user, **vals):
        return (
            self.env["res.partner"].with_user(user)._find_or_register({**self.vals, **vals}).sudo()
        )

    def found_by(self, user, text):
        return self.env["res.partner"].with_user(user)._find_citizens(text).sudo()

    def correction(self, citizen):
        return self.env["zrm.identity.correction"].create(
            {"partner_id": citizen.id, "name": "پروانه سلطانی‌نژاد"}
        )

    def test_shared_unless_the_setting_says_otherwise(self):
        citizen = self.register(self.operator)
        self.assertFalse(citizen.company_id)
        self.assertEqual(self.register(self.stranger), citizen)
        for text in (self.number, "09127771100", "پروانه سلطانی"):
            self.assertEqual(self.found_by(self.stranger, text), citizen, text)
        request = self.correction(citizen)
        self.assertEqual(request.with_user(self.stranger).search([]) & request, request)

    def test_separate_means_separate(self):
        self.separate()
        mine = self.register(self.operator)
        self.assertEqual(mine.company_id, self.here)
        for text in (self.number, "09127771100", "پروانه سلطانی"):
            self.assertFalse(self.found_by(self.stranger, text), text)
        request = self.correction(mine)
        self.assertFalse(request.with_user(self.stranger).search([]) & request)
        # The same person may come to the other company, which cannot know.
        theirs = self.register(self.stranger)
        self.assertNotEqual(theirs, mine)
        self.assertEqual(theirs.company_id, self.there)
        self.assertEqual(self.register(self.operator), mine)
        for text in (self.number, "09127771100", "پروانه سلطانی"):
            self.assertEqual(self.found_by(self.operator, text), mine, text)

    def test_no_duplicates_relations_or_merges_across(self):
        self.separate()
        mine, theirs = self.register(self.operator), self.register(self.stranger)
        pairs = self.env["zrm.duplicate"]._search_for(mine | theirs)
        self.assertFalse(pairs)
        with self.assertRaisesRegex(ValidationError, "different companies"):
            self.relate(mine, theirs)
        merge = self.env["base.partner.merge.automatic.wizard"]
        with self.assertRaisesRegex(UserError, "different companies"):
            merge._merge((mine | theirs).ids, mine)

    def test_files_without_a_company_stay_shared(self):
        citizen = self.register(self.operator)
        self.separate()
        self.assertEqual(self.register(self.stranger), citizen)
        self.assertEqual(self.found_by(self.stranger, self.number), citizen)

    def test_one_number_among_the_files_that_a_company_sees(self):
        self.separate()
        mine = self.register(self.operator)
        self.register(self.stranger)
        with self.assertRaises(ValidationError):
            mine.company_id = False
        self.env.invalidate_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.make_citizen(identity_number=self.number, company_id=self.here.id)

    def test_who_becomes_a_citizen_belongs_to_the_company_of_the_account(self):
        self.separate()
        account = make_user(
            self.env,
            "zrm_portal_there",
            "base.group_portal",
            company_id=self.there.id,
            company_ids=[(6, 0, self.there.ids)],
        )
        account.partner_id.is_citizen = True
        self.assertEqual(account.partner_id.company_id, self.there)
