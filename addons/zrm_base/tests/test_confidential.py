"""Confidential files reveal nothing, by any kind of access.

Each test runs as its user from the first environment on, as a request would:
in an environment derived from the superuser's, Odoo lets x2many commands through.
"""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ZrmCommon, make_national_id, make_user


@tagged("post_install", "-at_install")
class TestConfidential(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen = cls.make_citizen("شهروند یکم", identity_number=make_national_id())
        cls.secret = cls.make_citizen(
            "رازدار", phone="09127654321", is_confidential=True, identity_number=make_national_id()
        )

    def test_display_names_tell_no_more_than_the_role_may_know(self):
        context = {"zrm_citizen_search": True, "formatted_display_name": True}
        for user in (self.clerk, self.operator):
            secret = self.secret.with_user(user).with_context(**context).sudo()
            self.assertNotIn("09127654321", secret.display_name)
        citizen = self.citizen.with_user(self.clerk).with_context(**context)
        self.assertNotIn("•", citizen.display_name)
        citizen = self.citizen.with_user(self.operator).with_context(**context)
        self.assertIn("•", citizen.display_name)

    def test_onchange_reads_as_the_user(self):
        for model, field, shown in (
            ("zrm.identity.correction", "partner_id", "current_father_name"),
            ("zrm.relation", "relative_id", "relative_phone"),
        ):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.operator).onchange(
                    {field: self.secret.id}, [field], {field: {}, shown: {}}
                )

    def test_doubles_of_confidential_files_are_hidden(self):
        twin = self.make_citizen("رازدار", phone="09127654321")
        pair = self.env["zrm.duplicate"]._search_for(twin)
        self.assertTrue(pair)
        self.assertFalse(self.env["zrm.duplicate"].with_user(self.operator).search([]) & pair)
        self.assertEqual(twin.with_user(self.operator).duplicate_count, 0)

    def test_relations_of_hidden_people_give_nothing_away(self):
        self.relate(self.citizen, self.secret, "sibling")
        for code in ("sibling", "parent"):
            with self.assertRaises(AccessError):
                self.env["zrm.relation"].with_user(self.operator).create(
                    {
                        "partner_id": self.citizen.id,
                        "relative_id": self.secret.id,
                        "type_id": self.env.ref(f"zrm_base.relation_type_{code}").id,
                    }
                )

    def test_operators_keep_off_accounts_and_confidentiality(self):
        portal = make_user(self.env, "zrm_p", "base.group_portal", email="p@zrm.example")
        portal.partner_id.is_citizen = True
        with self.assertRaisesRegex(AccessError, "portal account"):
            portal.partner_id.with_user(self.operator).email = "mine@zrm.example"
        with self.assertRaisesRegex(AccessError, "portal account|out of the citizens"):
            portal.partner_id.with_user(self.operator).write(
                {"is_citizen": True, "email": "mine@zrm.example"}
            )
        with self.assertRaisesRegex(AccessError, "mark files as confidential"):
            self.citizen.with_user(self.operator).is_confidential = True
        with self.assertRaisesRegex(AccessError, "out of the citizens"):
            self.citizen.with_user(self.operator).is_citizen = False
