from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..tools import identity
from .common import ZrmCommon, make_national_id


@tagged("post_install", "-at_install")
class TestFind(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_national_id()
        cls.citizen = cls.make_citizen(
            "علیرضا محمدی رضایی",
            identity_number=cls.number,
            phone="09127770011",
            landline="02177770022",
            father_name="حسن",
        )
        cls.make_citizen("زهرا کاظمی")
        cls.Partner = cls.env["res.partner"].with_user(cls.operator)

    def assertFinds(self, text):
        self.assertEqual(self.Partner._find_citizens(text)[:1], self.citizen, text)

    def test_by_identity_number_as_typed(self):
        self.assertFinds(self.number)
        self.assertFinds(self.number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))
        self.assertFinds(f"{self.number[:3]}-{self.number[3:]}")

    def test_by_phone_as_typed(self):
        for typed in ("09127770011", "+98 912 777 0011", "۹۱۲۷۷۷۰۰۱۱", "021-77770022"):
            self.assertFinds(typed)

    def test_what_is_typed_as_a_phone_is_a_phone(self):
        """One mobile in eleven has the check digit of a legal ID."""
        mobiles = [f"0912{number:07}" for number in range(4000000, 4000200)]
        chance = [mobile for mobile in mobiles if identity.is_valid("legal_id", mobile)]
        self.assertGreater(len(chance), 10)
        wizard = self.env["zrm.citizen.find"].with_user(self.operator)
        for mobile in chance:
            for typed in (mobile, f"+98{mobile[1:]}", f"0098 {mobile[1:]}", f"98{mobile[1:]}"):
                self.assertEqual(self.Partner._number_readings(typed)[:1], ["phone"], typed)
            dialog = wizard.new({"query": mobile, "is_new": True})
            dialog._onchange_is_new()
            self.assertEqual((dialog.phone, dialog.identity_number), (mobile, False))
            self.assertEqual(dialog.read_as, "phone")
        self.assertEqual(self.Partner._number_readings("02177770022")[:1], ["phone"])
        self.assertEqual(self.Partner._number_readings(self.number)[0], "national_id")
        self.assertEqual(self.Partner._number_readings("10380284790")[0], "legal_id")

    def test_the_caller_with_that_phone_is_found_first(self):
        mobile = "09121234564"
        self.assertTrue(identity.is_valid("legal_id", mobile))
        company = self.make_citizen("شرکت", identity_type="legal_id", identity_number=mobile)
        self.assertEqual(self.Partner._find_citizens(mobile), company)
        caller = self.make_citizen("تماس‌گیرنده", phone=mobile)
        self.assertEqual(self.Partner._find_citizens(mobile), caller)

    def test_the_operator_reads_it_otherwise_by_one_key(self):
        dialog = self.env["zrm.citizen.find"].with_user(self.operator)
        dialog = dialog.create({"query": "09121234564"})
        dialog.action_new()
        self.assertEqual((dialog.read_as, dialog.phone), ("phone", "09121234564"))
        dialog.action_read_otherwise()
        self.assertEqual((dialog.read_as, dialog.identity_type), ("legal_id", "legal_id"))
        self.assertEqual((dialog.identity_number, dialog.phone), ("09121234564", False))
        for _kind in self.Partner._number_readings("09121234564")[1:]:
            dialog.action_read_otherwise()
        self.assertEqual(dialog.read_as, "phone")

    def test_a_phone_in_the_field_of_the_identity_is_told(self):
        vals = {"name": "x", "identity_number": "09121234564"}
        with self.assertRaisesRegex(ValidationError, "looks like a phone"):
            self.Partner._find_or_register(vals)
        known = self.Partner._find_or_register({**vals, "identity_type": "legal_id"})
        self.assertEqual(known.identity_type, "legal_id")

    def test_by_name_in_any_spelling(self):
        for typed in (
            "علیرضا محمدی رضایی",
            "علي رضا محمدي",
            "علی‌رضا محمدی",
            "محمدی علیرضا",
            "رضائی محمدی",
            "عليرضا رضايي",
            "علیرضا محم",  # still typing
        ):
            self.assertFinds(typed)

    def test_by_misspelt_name(self):
        for typed in ("علیرظا محمدی", "علیرضا محمدیی", "علیرضا ممدی رضایی", "الیرضا محمدی"):
            self.assertFinds(typed)

    def test_renamed_citizen_is_found_by_the_new_name_only(self):
        other = self.make_citizen("بهرام چوبین")
        self.assertEqual(self.Partner._find_citizens("بهرام چوبین"), other)
        other.name = "شاپور ساسانی"
        self.assertFalse(self.Partner._find_citizens("بهرام چوبین"))
        self.assertEqual(self.Partner._find_citizens("شاپور ساسانی"), other)

    def test_nothing_for_nonsense(self):
        for typed in ("", "   ", "!!!", "' OR 1=1 --", "a & | ! b:*", "قققق ژژژژ"):
            self.assertFalse(self.Partner._find_citizens(typed), typed)

    def test_search_bar_and_many2one_find_the_same(self):
        self.assertEqual(
            self.Partner.search([("citizen_lookup", "ilike", "عليرضا محمدي")]), self.citizen
        )
        found = self.Partner.with_context(zrm_citizen_search=True).name_search("09127770011")
        self.assertEqual([item[0] for item in found], self.citizen.ids)

    def test_ordinary_contacts_are_not_citizens(self):
        self.env["res.partner"].create({"name": "علیرضا محمدی رضایی", "phone": "09127770011"})
        self.assertEqual(self.Partner._find_citizens("09127770011"), self.citizen)
        self.assertEqual(self.Partner._find_citizens("علیرضا محمدی رضایی"), self.citizen)

    def test_look_ups_cost_a_fixed_number_of_queries(self):
        self.Partner._find_citizens("گرم کردن")
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            self.Partner._find_citizens(self.number)
        with self.assertQueryCount(3):
            self.Partner._find_citizens("علیرضا محمدی")

    def test_identity_search_needs_the_whole_number(self):
        for partial in (self.number[:5], self.number[:-1], "%", self.number[:9] + "_"):
            for operator in ("ilike", "like", "=like", "=", "=ilike"):
                found = self.Partner.search([("identity_number", operator, partial)])
                self.assertNotIn(self.citizen, found, (operator, partial))

    def test_dialog_finds(self):
        form = Form(self.env["zrm.citizen.find"].with_user(self.operator))
        form.query = "۰۹۱۲۷۷۷۰۰۱۱"
        self.assertEqual(form.result_ids[:], self.citizen)

    def test_dialog_registers_what_was_searched_for(self):
        number = make_national_id()
        Wizard = self.env["zrm.citizen.find"].with_user(self.operator)
        wizard = Wizard.create({"query": number})
        self.assertFalse(wizard.result_ids)
        wizard.action_new()
        self.assertEqual(wizard.identity_number, number)
        wizard.name = "نادر شاهی"
        action = wizard.action_register()
        citizen = self.env["res.partner"].browse(action["res_id"])
        self.assertEqual(citizen.sudo().national_id, number)
        self.assertTrue(citizen.is_citizen)

    def test_dialog_opens_the_file_that_is_there(self):
        wizard = (
            self.env["zrm.citizen.find"]
            .with_user(self.operator)
            .create({"name": "نام دیگر", "identity_number": self.number})
        )
        self.assertEqual(wizard.action_register()["res_id"], self.citizen.id)
        self.assertEqual(self.citizen.name, "علیرضا محمدی رضایی")

    def test_dialog_warns_of_similar_citizens(self):
        wizard = (
            self.env["zrm.citizen.find"]
            .with_user(self.operator)
            .create({"is_new": True, "name": "علي رضا محمدي رضائي"})
        )
        self.assertIn(self.citizen, wizard.similar_ids)

    def test_namesakes_are_not_lost_in_a_crowd(self):
        region = self.env["zrm.region"].create({"name": "دور"})
        crowd = self.env["res.partner"].create(
            [{"name": "علی محمدی", "is_citizen": True} for _number in range(260)]
        )
        crowd[-1].region_id = region
        Partner = self.env["res.partner"].with_user(self.operator)
        domain = [("citizen_lookup", "ilike", "علي محمدي"), ("region_id", "=", region.id)]
        self.assertEqual(Partner.search(domain), crowd[-1])
        self.assertEqual(
            Partner._find_citizens("علي محمدي", [("region_id", "=", region.id)]), crowd[-1]
        )
