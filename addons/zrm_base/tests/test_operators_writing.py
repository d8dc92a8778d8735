"""What operators may write of a citizen's file, and what opens no confidential one."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import ZrmCommon, make_national_id, make_user


@tagged("post_install", "-at_install")
class TestOperatorsWriting(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen = cls.make_citizen("مریم احمدی", phone="09121110022")
        cls.secret = cls.make_citizen("پنهان", is_confidential=True, street="کوچه پنهان")
        cls.contacts = make_user(
            cls.env, "zrm_contacts", "zrm_base.group_operator,base.group_partner_manager"
        )

    def test_only_what_is_theirs(self):
        own = self.citizen.with_user(self.operator)
        own.write(
            {
                "name": "مریم محمدی",
                "phone": "09121110033",
                "email": "m@example.com",
                "street": "خیابان ۱",
                "citizen_type": "organization",
                "comment": "x",
            }
        )
        self.assertEqual(own.phone_sanitized, "+989121110033")
        foreign = {
            "partner_share": False,
            "commercial_partner_id": self.secret.id,
            "email_normalized": "x@example.com",
            "phone_sanitized": "+989120000000",
            "parent_id": self.secret.id,
            "user_ids": [(4, self.manager.id)],
            "message_follower_ids": [(0, 0, {"partner_id": self.secret.id})],
            "name_key": "x",
            "landline_sanitized": "x",
            "ref": "x",
            "claimed_at": False,
            "signup_type": "reset",
        }
        for role in ("operator", "expert", "manager", "oversight"):
            for name, value in foreign.items():
                with self.assertRaises(AccessError, msg=f"{role} {name}"):
                    self.citizen.with_user(getattr(self, role)).write({name: value})

    def test_the_refusal_names_the_fields(self):
        with self.assertRaisesRegex(AccessError, "Reference"):
            self.citizen.with_user(self.operator).write({"ref": "x"})

    def test_new_files_neither_by_values_nor_by_defaults(self):
        Partner = self.env["res.partner"].with_user(self.operator)
        vals = {"name": "تازه", "is_citizen": True}
        for name, value in (("parent_id", self.secret.id), ("partner_share", False), ("ref", "x")):
            with self.assertRaises(AccessError, msg=name):
                Partner.create({**vals, name: value})
        made = Partner.with_context(
            default_parent_id=self.secret.id,
            default_national_id=make_national_id(),
            default_email_normalized="x@example.com",
            default_claimed_email="x@example.com",
        ).create(vals)
        self.assertFalse(made.parent_id or made.street or made.sudo().national_id)
        self.assertFalse(made.email_normalized or made.sudo().claimed_email)
        with self.assertRaises(AccessError):
            Partner.with_context(default_is_confidential=True).create(vals)

    def test_contact_managers_keep_cores_rights(self):
        company = self.env["res.partner"].create({"name": "Company", "is_company": True})
        own = self.citizen.with_user(self.contacts)
        own.write({"parent_id": company.id, "ref": "R1"})
        self.assertEqual(own.parent_id, company)
        contact = (
            self.env["res.partner"]
            .with_user(self.contacts)
            .create({"name": "Contact", "parent_id": company.id})
        )
        self.assertEqual(contact.parent_id, company)

    def test_nobody_points_at_a_confidential_file(self):
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        Partner = self.env["res.partner"].with_user(self.contacts)
        for attempt in (
            lambda: vendor.with_user(self.contacts).write({"parent_id": self.secret.id}),
            lambda: Partner.create({"name": "x", "parent_id": self.secret.id}),
            lambda: Partner.with_context(default_parent_id=self.secret.id).create({"name": "x"}),
            lambda: vendor.with_user(self.contacts).message_subscribe(self.secret.ids),
            lambda: self.citizen.with_user(self.operator).message_subscribe(self.secret.ids),
        ):
            with self.assertRaises(AccessError):
                attempt()
        vendor.with_user(self.contacts).message_subscribe(self.citizen.ids)
        self.assertIn(self.citizen, vendor.message_partner_ids)

    def test_the_form_saves(self):
        Partner = self.env["res.partner"].with_user(self.operator)
        view = "zrm_base.citizen_view_form"
        with Form(Partner.with_context(default_is_citizen=True), view=view) as form:
            form.name = "نو"
            form.phone = "09121110044"
        with Form(form.record, view=view) as form:
            form.email = "no@example.com"
        self.assertEqual(form.record.email, "no@example.com")

    def test_sudo_commands_bring_no_rights(self):
        ours = [
            name
            for name, model in self.env.registry.items()
            if name.startswith("zrm.")
            and model._auto
            and not model._transient
            and model._original_module == "zrm_base"
        ]
        self.assertGreater(len(ours), 8)
        self.assertFalse([name for name in ours if self.env[name]._allow_sudo_commands])

    def test_defaults_decide_nothing(self):
        Correction = self.env["zrm.identity.correction"].with_user(self.operator)
        asked = Correction.with_context(
            default_state="approved",
            default_decided_by_id=self.manager.id,
        ).create({"partner_id": self.citizen.id, "name": "نام دیگر"})
        self.assertEqual(asked.state, "requested")
        self.assertFalse(asked.decided_by_id)
        forged = Correction.with_context(default_national_id=make_national_id())
        with self.assertRaises(AccessError):
            forged.create({"partner_id": self.make_citizen("دیگری").id, "name": "x"})

    def test_stored_defaults_decide_nothing(self):
        Default = self.env["ir.default"].with_user(self.operator)
        Default.set("zrm.identity.correction", "state", "approved", user_id=self.operator.id)
        Default.set("zrm.relation", "approval", "approved", user_id=self.operator.id)
        Default.set("res.partner", "parent_id", self.secret.id, user_id=self.operator.id)
        Correction = self.env["zrm.identity.correction"].with_user(self.operator)
        asked = Correction.create({"partner_id": self.citizen.id, "name": "نام دیگر"})
        self.assertEqual(asked.state, "requested")
        made = self.env["res.partner"].with_user(self.operator)
        made = made.create({"name": "تازه", "is_citizen": True})
        self.assertFalse(made.parent_id)
        relation = self.env["zrm.relation"].with_user(self.operator)
        relation = relation.create(
            {
                "partner_id": self.citizen.id,
                "relative_id": made.id,
                "type_id": self.env.ref("zrm_base.relation_type_guardian").id,
            }
        )
        self.assertEqual(relation.approval, "waiting")
