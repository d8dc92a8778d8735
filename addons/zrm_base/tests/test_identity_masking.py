import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..const import UNMASK
from .common import ZrmCommon, make_national_id

ROLES = ("operator", "expert", "manager", "oversight", "administrator", "confidential")


@tagged("post_install", "-at_install")
class TestIdentityMasking(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_national_id()
        cls.citizen = cls.make_citizen("رضا کریمی", identity_number=cls.number)
        cls.export = cls.env.ref("base.group_allow_export")
        for role in ROLES:
            getattr(cls, role).group_ids += cls.export

    def test_every_role_sees_the_mask(self):
        for role in ROLES:
            shown = self.citizen.with_user(getattr(self, role)).read(["identity_number"])[0]
            self.assertEqual(shown["identity_number"], "•" * 7 + self.number[-3:], role)

    def test_nobody_reads_the_plain_field(self):
        for role in (*ROLES, "clerk"):
            citizen = self.citizen.with_user(getattr(self, role))
            with self.assertRaises(AccessError):
                citizen.read(["national_id"])
            with self.assertRaises(AccessError):
                citizen.search([("national_id", "like", self.number[:4])])
            with self.assertRaises(AccessError):
                citizen._read_group([], ["national_id"])
            self.assertNotIn("national_id", citizen.fields_get())

    def test_staff_without_a_role_sees_no_identity_at_all(self):
        citizen = self.citizen.with_user(self.clerk)
        self.assertTrue(citizen.read(["name"]))
        for name in ("identity_number", "identity_type", "birth_date", "father_name", "gender"):
            with self.assertRaises(AccessError):
                citizen.read([name])
        for name in ("identity_number", "citizen_lookup"):
            for operator in ("=", "ilike", "in"):
                with self.assertRaises(AccessError):
                    citizen.search([(name, operator, self.number)])

    def test_a_context_from_outside_unmasks_nothing(self):
        for forged in (True, 1, "UNMASK", repr(UNMASK), {"a": 1}):
            citizen = self.citizen.with_user(self.confidential).with_context(zrm_unmask=str(forged))
            self.assertIn("•", citizen.read(["identity_number"])[0]["identity_number"])

    def test_reveal_asks_logs_and_shows(self):
        Wizard = self.env["zrm.identity.reveal"].with_user(self.confidential)
        with Form(Wizard.with_context(default_partner_id=self.citizen.id)) as form:
            form.purpose = "other"
            form.explanation = "نامه دادستانی"
        wizard = form.record
        self.assertFalse(wizard.number)
        wizard.action_reveal()
        self.assertEqual(wizard.number, self.number)
        log = self.env["zrm.access.log"].search([("partner_id", "=", self.citizen.id)])
        self.assertEqual(log.user_id, self.confidential)
        self.assertEqual((log.kind, log.reason), ("reveal", "Other: نامه دادستانی"))
        self.assertTrue(log.logged_at and log.jalali_month)

    def test_other_purposes_need_words(self):
        wizard = (
            self.env["zrm.identity.reveal"]
            .with_user(self.confidential)
            .create({"partner_id": self.citizen.id, "purpose": "other"})
        )
        with self.assertRaisesRegex(UserError, "what the number is needed for"):
            wizard.action_reveal()

    def test_those_below_confidential_cannot_reveal(self):
        for role in ("operator", "expert", "manager", "oversight", "administrator", "clerk"):
            user = getattr(self, role)
            with self.assertRaises(AccessError):
                self.env["zrm.identity.reveal"].with_user(user).create(
                    {"partner_id": self.citizen.id}
                )
            with self.assertRaises(AccessError):
                self.citizen.with_user(user)._log_reveal("x")

    def test_somebody_elses_log_entry_shows_nothing(self):
        log = self.citizen.with_user(self.confidential)._log_reveal("x")
        other = self.make_citizen("دیگری", identity_number=make_national_id())
        Wizard = self.env["zrm.identity.reveal"].with_user(self.confidential)
        self.assertFalse(Wizard.create({"partner_id": other.id, "log_id": log.id}).number)
        second = self.env["res.users"].create(
            {
                "name": "second",
                "login": "zrm_second",
                "group_ids": [(4, self.env.ref("zrm_base.group_confidential").id)],
            }
        )
        Wizard = self.env["zrm.identity.reveal"].with_user(second)
        self.assertFalse(Wizard.create({"partner_id": self.citizen.id, "log_id": log.id}).number)

    def test_the_log_cannot_be_changed_by_anybody(self):
        log = self.citizen.with_user(self.confidential)._log_reveal("x")
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            log.sudo().write({"reason": "y"})
        with self.assertRaisesRegex(UserError, "[Nn]othing can be removed"):
            log.sudo().unlink()
        for statement in (
            "UPDATE zrm_access_log SET reason = 'y' WHERE id = %s",
            "UPDATE zrm_access_log SET user_id = 1, partner_id = NULL WHERE id = %s",
            "DELETE FROM zrm_access_log WHERE id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.RaiseException),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [log.id])

    def test_the_log_is_for_oversight(self):
        log = self.citizen.with_user(self.confidential)._log_reveal("جستجو شدنی")
        Log = self.env["zrm.access.log"]
        self.assertIn(log, Log.with_user(self.oversight).search([("reason", "ilike", "جستجو")]))
        self.assertIn(
            log,
            Log.with_user(self.oversight).search(
                [("partner_id.citizen_lookup", "ilike", self.number)]
            ),
        )
        for role in ("operator", "expert", "manager", "confidential", "clerk"):
            with self.assertRaises(AccessError):
                log.with_user(getattr(self, role)).read(["reason"])
        with self.assertRaises(AccessError):
            Log.with_user(self.oversight).create({"kind": "reveal", "user_id": 1})

    def test_exports_are_logged_person_by_person(self):
        other = self.make_citizen("دیگری")
        people = (self.citizen | other).with_user(self.operator)
        rows = people.export_data(["name", "identity_number"])["datas"]
        self.assertIn("•", rows[0][1])
        logs = self.env["zrm.access.log"].search([("kind", "=", "export")])
        self.assertEqual(logs.partner_id, self.citizen | other)
        self.assertEqual(set(logs.mapped("detail")), {"name, identity_number"})

    def test_confidential_members_export_full_numbers(self):
        citizen = self.citizen.with_user(self.confidential)
        self.assertEqual(citizen.export_data(["identity_number"])["datas"], [[self.number]])
        self.assertIn("•", citizen.read(["identity_number"])[0]["identity_number"])

    def test_relatives_numbers_stay_masked_in_exports(self):
        relative = self.make_citizen("خواهر", identity_number=make_national_id())
        self.relate(self.citizen, relative, "sibling")
        rows = self.citizen.with_user(self.confidential).export_data(
            ["identity_number", "relation_ids/relative_identity_number"]
        )["datas"]
        self.assertTrue(all("•" in cell for row in rows for cell in row if cell), rows)

    def test_ordinary_exports_are_not_logged(self):
        contact = self.env["res.partner"].create({"name": "Vendor"})
        contact.with_user(self.operator).export_data(["name"])
        self.assertFalse(self.env["zrm.access.log"].search([("partner_id", "=", contact.id)]))

    def test_typing_a_number_replaces_it(self):
        new = make_national_id()
        self.citizen.with_user(self.operator).identity_number = new
        self.assertEqual(self.citizen.sudo().national_id, new)
        self.citizen.with_user(self.operator).identity_number = False
        self.assertFalse(self.citizen.sudo().national_id)

    def test_typed_numbers_are_for_who_typed_them(self):
        wizard = (
            self.env["zrm.citizen.find"]
            .with_user(self.expert)
            .create({"name": "x", "identity_number": make_national_id()})
        )
        other = self.env["zrm.citizen.find"].with_user(self.operator)
        self.assertFalse(other.search([("id", "=", wizard.id)]))
        with self.assertRaises(AccessError):
            wizard.with_user(self.operator).read(["identity_number"])
        wizard.action_register()
        self.assertFalse(wizard.identity_number)

    def test_a_mask_cannot_be_bisected(self):
        Partner = self.env["res.partner"].with_user(self.operator)
        candidates = [self.number, make_national_id()]
        with self.assertRaisesRegex(AccessError, "one at a time"):
            Partner.search_count([("identity_number", "in", candidates)])
        with self.assertRaisesRegex(AccessError, "one at a time"):
            Partner.search_count(
                ["|", *(("identity_number", "=", number) for number in candidates)]
            )

    def test_exports_through_others_are_logged_and_masked(self):
        relative = self.make_citizen("خواهر", identity_number=make_national_id())
        relation = self.relate(self.citizen, relative, "sibling").with_user(self.confidential)
        relation.export_data(["partner_id/name", "partner_id/phone"])
        logged = self.env["zrm.access.log"].search([("kind", "=", "export")]).partner_id
        self.assertEqual(logged, self.citizen | relative)
        rows = (
            self.citizen.with_user(self.confidential)
            .with_context(zrm_citizen_search=True, formatted_display_name=True)
            .export_data(["name", "relation_ids/relative_id/display_name"])["datas"]
        )
        self.assertNotIn(relative.sudo().national_id, str(rows))

    def test_one_number_cannot_hide_behind_another_type(self):
        for kind in ("passport", "legal_id"):
            with self.assertRaises(ValidationError):
                self.citizen.with_user(self.operator).identity_type = kind
