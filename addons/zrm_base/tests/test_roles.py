"""Who may do what with citizens' files, as each role and against the grain."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import ZrmCommon, make_national_id, make_user


@tagged("post_install", "-at_install")
class TestRoles(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen = cls.make_citizen("شهروند یکم")
        cls.contact = cls.env["res.partner"].create({"name": "Vendor"})

    def can(self, operation, record, user):
        return record.with_user(user).has_access(operation)

    def test_ladder_of_roles(self):
        ladder = ["operator", "expert", "manager", "oversight", "administrator"]
        for position, role in enumerate(ladder):
            user = getattr(self, role)
            for other_position, other in enumerate(ladder):
                held = user.has_group(f"zrm_base.group_{other}")
                self.assertEqual(held, other_position <= position, (role, other))
            self.assertFalse(user.has_group("zrm_base.group_confidential"), role)

    def test_roles_stand_in_one_block_of_the_user_form(self):
        roles = self.env["res.groups"].search(
            [("privilege_id.category_id", "=", self.env.ref("zrm_base.module_category_zrm").id)]
        )
        ours = self.env.ref("zrm_base.privilege_role") | self.env.ref(
            "zrm_base.privilege_confidential"
        )
        self.assertLessEqual(ours, roles.privilege_id)
        self.assertEqual(len(roles.filtered(lambda role: role.privilege_id in ours)), 6)

    def test_operators_write_citizens_and_nothing_else(self):
        for role in ("operator", "expert", "manager", "oversight", "confidential"):
            user = getattr(self, role)
            self.assertTrue(self.can("write", self.citizen, user), role)
            self.assertFalse(self.can("write", self.contact, user), role)
            self.assertFalse(self.can("unlink", self.citizen, user), role)
            with self.assertRaises(AccessError):
                self.env["res.partner"].with_user(user).create({"name": "No citizen"})

    def test_an_operator_cannot_take_over_an_account(self):
        """A changed e-mail address would let its owner reset a password."""
        staff = self.expert.partner_id
        staff.is_citizen = True
        self.assertFalse(self.can("write", staff, self.operator))

    def test_an_operator_cannot_turn_contacts_into_citizens(self):
        with self.assertRaises(AccessError):
            self.contact.with_user(self.operator).is_citizen = True

    def test_clerks_without_a_role_change_nothing(self):
        self.assertFalse(self.can("write", self.citizen, self.clerk))
        self.assertFalse(self.can("create", self.env["res.partner"], self.clerk))
        for model in (
            "zrm.relation",
            "zrm.access.log",
            "zrm.duplicate",
            "zrm.identity.correction",
            "zrm.citizen.find",
            "zrm.identity.reveal",
        ):
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(self.can(operation, self.env[model], self.clerk), model)

    def test_contact_managers_keep_their_rights(self):
        user = make_user(self.env, "zrm_both", "zrm_base.group_operator,base.group_partner_manager")
        self.assertTrue(self.can("write", self.contact, user))
        self.assertTrue(self.can("write", self.citizen, user))
        self.env["res.partner"].with_user(user).create({"name": "Vendor 2"})

    def test_confidential_files(self):
        number = make_national_id()
        secret = self.make_citizen(
            "افشاگر بی‌نام", identity_number=number, phone="09129990001", is_confidential=True
        )
        for role in ("operator", "expert", "manager", "clerk"):
            user = getattr(self, role)
            Partner = self.env["res.partner"].with_user(user)
            self.assertFalse(self.can("read", secret, user), role)
            for domain in (
                [("id", "=", secret.id)],
                [("name", "ilike", "افشاگر")],
                [("phone_sanitized", "=", "+989129990001")],
            ):
                self.assertFalse(Partner.search(domain), (role, domain))
            self.assertFalse(Partner.name_search("افشاگر"), role)
            self.assertFalse(Partner._read_group([("id", "=", secret.id)], [], ["__count"])[0][0])
        for typed in (number, "09129990001", "افشاگر بی‌نام"):
            self.assertFalse(self.env["res.partner"].with_user(self.operator)._find_citizens(typed))
        for role in ("confidential", "oversight", "administrator"):
            Partner = self.env["res.partner"].with_user(getattr(self, role))
            self.assertEqual(Partner._find_citizens(number), secret, role)

    def test_registering_a_confidential_citizen_again_gives_nothing_away(self):
        number = make_national_id()
        secret = self.make_citizen("افشاگر", identity_number=number, is_confidential=True)
        Partner = self.env["res.partner"].with_user(self.operator)
        with self.assertRaisesRegex(AccessError, "ask oversight"):
            Partner._find_or_register({"name": "هرکس", "identity_number": number})
        self.assertEqual(secret.name, "افشاگر")

    def test_other_companies_citizens(self):
        company = self.env["res.company"].create({"name": "شهر دیگر"})
        foreign = self.make_citizen("بیگانه", company_id=company.id, phone="09129990002")
        Partner = self.env["res.partner"].with_user(self.administrator)
        self.assertFalse(Partner.search([("id", "=", foreign.id)]))
        self.assertFalse(Partner._find_citizens("09129990002"))
        with self.assertRaises(AccessError):
            foreign.with_user(self.operator).write({"phone": "09129990003"})

    def test_portal_users_reach_nothing_of_staffs(self):
        portal = make_user(self.env, "zrm_portal", "base.group_portal")
        portal.partner_id.is_citizen = True
        for model in (
            "zrm.relation",
            "zrm.relation.type",
            "zrm.region",
            "zrm.unit",
            "zrm.channel",
            "zrm.access.log",
            "zrm.duplicate",
            "zrm.identity.correction",
            "zrm.name.word",
            "zrm.citizen.find",
            "zrm.identity.reveal",
        ):
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(self.can(operation, self.env[model], portal), (model, operation))
        Partner = self.env["res.partner"].with_user(portal)
        self.assertFalse(Partner.search([("id", "=", self.citizen.id)]))
        self.assertFalse(Partner._find_citizens("شهروند یکم"))
        self.assertFalse(self.can("write", portal.partner_id, portal))
        for name in ("identity_number", "national_id", "birth_date", "relation_ids"):
            with self.assertRaises(AccessError):
                portal.partner_id.with_user(portal).read([name])

    def test_contact_managers_without_a_role_go_on_working(self):
        user = make_user(self.env, "zrm_contacts", "base.group_user,base.group_partner_manager")
        Partner = self.env["res.partner"].with_user(user)
        contact = Partner.create({"name": "Vendor"})
        Partner.name_create("Vendor 2")
        self.assertFalse(Partner.load(["name", "phone"], [["Vendor 3", "123"]])["messages"])
        self.assertTrue(contact.copy().name)
        with Form(Partner) as form:
            form.name = "Vendor 4"

    def test_others_who_may_write_contacts_are_not_held_up(self):
        """Odoo's sales staff, say, write contacts without managing them."""
        group = self.env["res.groups"].create({"name": "Writes contacts"})
        self.env["ir.model.access"].create(
            {
                "name": "test",
                "model_id": self.env.ref("base.model_res_partner").id,
                "group_id": group.id,
                "perm_read": True,
                "perm_write": True,
            }
        )
        self.clerk.group_ids += group
        contact = self.env["res.partner"].create({"name": "Vendor"})
        contact.with_user(self.clerk).write(
            {"email": "x@y.example", "company_id": self.env.company.id}
        )
        self.assertEqual(contact.company_id, self.env.company)
