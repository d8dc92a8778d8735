from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import ZrmCommon, make_legal_id, make_national_id


@tagged("post_install", "-at_install")
class TestCitizen(ZrmCommon):
    def test_text_is_stored_with_persian_letters(self):
        citizen = self.make_citizen("علي  كريمي", father_name="يحيي", street="خيابان  وليعصر")
        self.assertEqual(citizen.name, "علی کریمی")
        self.assertEqual(citizen.father_name, "یحیی")
        self.assertEqual(citizen.street, "خیابان ولیعصر")

    def test_phones_of_any_notation_are_stored_alike(self):
        for typed in ("09121234567", "۰۹۱۲ ۱۲۳ ۴۵۶۷", "+98 912 123 4567", "0098-912-123-4567"):
            citizen = self.make_citizen(phone=typed)
            self.assertEqual(citizen.phone, "09121234567", typed)
            self.assertEqual(citizen.phone_sanitized, "+989121234567", typed)

    def test_local_landline_gets_the_area_code(self):
        self.env["ir.config_parameter"].set_param("zrm_base.area_code", "021")
        citizen = self.make_citizen(landline="88776655")
        self.assertEqual(citizen.landline, "02188776655")
        self.assertEqual(citizen.landline_sanitized, "+982188776655")

    def test_foreign_phone_stays_international(self):
        citizen = self.make_citizen(phone="+49 30 901820")
        self.assertEqual(citizen.phone_sanitized, "+4930901820")

    def test_bad_contact_data_is_refused_in_words(self):
        for vals, part in (
            ({"phone": "1234"}, "1234 is no phone number"),
            ({"landline": "abc"}, "abc is no phone number"),
            ({"email": "nobody"}, "nobody is no e-mail address"),
            ({"zip": "123"}, "ten digits"),
            ({"zip": "0000000000"}, "cannot be right"),
        ):
            with self.assertRaisesRegex(ValidationError, part):
                self.make_citizen(**vals)

    def test_foreign_postal_code_is_let_alone(self):
        germany = self.env.ref("base.de")
        self.assertEqual(self.make_citizen(zip="10115", country_id=germany.id).zip, "10115")

    def test_identity_numbers_are_checked(self):
        for kind, number, part in (
            ("national_id", "1234567890", "check digit"),
            ("national_id", "12345", "number of digits"),
            ("national_id", "1111111111", "never issued"),
            ("legal_id", "12345678901", "check digit"),
            ("passport", "!!", "letters and digits"),
        ):
            with self.assertRaisesRegex(ValidationError, part):
                self.make_citizen(identity_type=kind, identity_number=number)

    def test_identity_is_stored_plain_and_its_type_guessed(self):
        number = make_national_id()
        typed = f"{number[:3]}-{number[3:9]}-{number[9]}".translate(
            str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
        )
        citizen = self.make_citizen(identity_number=typed)
        self.assertEqual(citizen.sudo().national_id, number)
        self.assertEqual(citizen.identity_type, "national_id")
        company = self.make_organization(identity_number=make_legal_id())
        self.assertEqual(company.identity_type, "legal_id")

    def test_same_identity_cannot_exist_twice(self):
        number = make_national_id()
        self.make_citizen("یکی", identity_number=number)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation) as caught:
            self.make_citizen("دیگری", identity_number=number).flush_recordset()
        # What Odoo makes of it for the user of a request.
        message = self.env["res.partner"]._sql_error_to_message(caught.exception)
        self.assertIn("registered already", message)

    def test_archived_file_keeps_its_identity(self):
        number = make_national_id()
        self.make_citizen(identity_number=number).active = False
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.make_citizen(identity_number=number).flush_recordset()

    def test_birth_date_is_read_in_both_calendars(self):
        expected = fields.Date.to_date("1986-10-04")
        for typed in ("1365/07/12", "۱۳۶۵/۷/۱۲", "1986-10-04", "12 مهر 1365"):
            self.assertEqual(self.make_citizen(birth_date_text=typed).birth_date, expected, typed)
        with self.assertRaisesRegex(ValidationError, "is no date"):
            self.make_citizen(birth_date_text="گذشته")

    @freeze_time("2026-11-21")
    def test_birth_date_must_be_plausible(self):
        for wrong in ("2030-01-01", "1700-01-01"):
            with self.assertRaisesRegex(ValidationError, "future or too far back"):
                self.make_citizen(birth_date=wrong)
        self.assertEqual(self.make_citizen(birth_date="1986-10-04").age, 40)

    def test_citizen_type_and_company_flag_go_together(self):
        company = self.make_organization()
        self.assertTrue(company.is_company)
        company.citizen_type = "person"
        self.assertFalse(company.is_company)

    def test_a_citizen_needs_a_name(self):
        with self.assertRaisesRegex(ValidationError, "needs a name"):
            self.env["res.partner"].create({"is_citizen": True, "type": "other"})

    def test_ordinary_contacts_are_untouched(self):
        contact = self.env["res.partner"].create(
            {"name": "علي كريمي", "phone": "1234", "zip": "1", "email": "nobody"}
        )
        self.assertEqual(contact.name, "علي كريمي")
        self.assertEqual((contact.phone, contact.zip, contact.email), ("1234", "1", "nobody"))
        self.assertFalse(contact.citizen_type or contact.name_key)
        contact.write({"phone": "5678"})
        self.assertEqual(contact.phone, "5678")

    def test_mixed_write_cleans_citizens_only(self):
        citizen = self.make_citizen()
        contact = self.env["res.partner"].create({"name": "x"})
        (citizen | contact).write({"street": "كوچه"})
        self.assertEqual((citizen.street, contact.street), ("کوچه", "كوچه"))

    def test_form_shows_what_will_be_stored(self):
        form = Form(
            self.env["res.partner"].with_user(self.operator).with_context(default_is_citizen=True),
            view="zrm_base.citizen_view_form",
        )
        form.name = "علي كريمي"
        form.phone = "+98 912 000 1122"
        form.birth_date_text = "1365/07/12"
        self.assertEqual(form.name, "علی کریمی")
        self.assertEqual(form.phone, "09120001122")
        citizen = form.save()
        self.assertEqual(str(citizen.birth_date), "1986-10-04")
        self.assertTrue(citizen.is_citizen)

    def test_saving_the_form_keeps_the_masked_number(self):
        number = make_national_id()
        citizen = self.make_citizen(identity_number=number)
        with Form(citizen.with_user(self.operator), view="zrm_base.citizen_view_form") as form:
            form.street = "خیابان انقلاب"
        self.assertEqual(citizen.sudo().national_id, number)

    def test_what_becomes_a_citizen_follows_the_rules(self):
        contact = self.env["res.partner"].create({"name": "x"})
        with self.assertRaisesRegex(ValidationError, "is no phone number"):
            contact.write({"is_citizen": True, "phone": "garbage"})
