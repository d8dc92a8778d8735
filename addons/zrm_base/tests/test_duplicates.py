from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ZrmCommon, make_national_id, make_user


@tagged("post_install", "-at_install")
class TestDuplicates(ZrmCommon):
    def pairs(self, citizens):
        return {
            (pair.partner_id | pair.other_id, pair.reason)
            for pair in self.env["zrm.duplicate"]._search_for(citizens)
        }

    def test_what_makes_two_files_likely_one(self):
        base = {"birth_date": "1980-05-05", "phone": "09121110001", "father_name": "ابراهیم"}
        for reason, first, second in (
            (
                "name_birth",
                {"name": "سعید رضائی", "birth_date": base["birth_date"]},
                {"name": "سعيد رضايی", "birth_date": base["birth_date"]},
            ),
            (
                "name_phone",
                {"name": "نسرین صادقی", "phone": base["phone"]},
                {"name": "نسرین صادقی پور", "phone": base["phone"]},
            ),
            (
                "name_landline",
                {"name": "کبری شریفی", "landline": "02177110022"},
                {"name": "کبری شريفی", "landline": "(021) 7711 0022"},
            ),
            (
                "near_name_birth",
                {"name": "خدیجه موسوی‌نژاد", "birth_date": "1971-01-02"},
                {"name": "خدیجه موسوینژادی", "birth_date": "1971-01-02"},
            ),
            (
                "name_father",
                {"name": "پرویز پرستویی", "father_name": base["father_name"]},
                {"name": "پرویز پرستوئی", "father_name": "إبراهيم"},
            ),
        ):
            citizens = self.make_citizen(**first) | self.make_citizen(**second)
            self.assertEqual(self.pairs(citizens), {(citizens, reason)}, reason)

    def test_who_is_not_a_double(self):
        cases = {
            "a family on one phone": (
                {"name": "حسین نوری", "phone": "09121110002"},
                {"name": "فاطمه کریمی", "phone": "09121110002"},
            ),
            "namesakes": ({"name": "محمد محمدی"}, {"name": "محمد محمدی"}),
            "namesakes born apart": (
                {"name": "محمد احمدی", "birth_date": "1980-01-01"},
                {"name": "محمد احمدی", "birth_date": "1981-01-01"},
            ),
            "two identity numbers": (
                {
                    "name": "زهرا امینی",
                    "birth_date": "1990-01-01",
                    "identity_number": make_national_id(),
                },
                {
                    "name": "زهرا امینی",
                    "birth_date": "1990-01-01",
                    "identity_number": make_national_id(),
                },
            ),
        }
        for title, (first, second) in cases.items():
            citizens = self.make_citizen(**first) | self.make_citizen(**second)
            self.assertFalse(self.pairs(citizens), title)

    def test_contacts_are_never_proposed(self):
        contact = self.env["res.partner"].create({"name": "نام", "phone": "09121110003"})
        citizen = self.make_citizen("نام", phone="09121110003")
        self.assertFalse(self.pairs(citizen | contact))

    def _double(self):
        first = self.make_citizen("سعید رضائی", birth_date="1980-05-05")
        second = self.make_citizen("سعید رضایی", birth_date="1980-05-05")
        pair = self.env["zrm.duplicate"]._search_for(first | second)
        return first, second, pair

    def test_a_judged_pair_does_not_come_back(self):
        first, second, pair = self._double()
        self.assertEqual(first.duplicate_count, 1)
        pair.with_user(self.oversight).action_distinct()
        self.assertFalse(self.env["zrm.duplicate"]._search_for(first | second))
        first.invalidate_recordset()
        self.assertEqual(first.duplicate_count, 0)
        with self.assertRaisesRegex(UserError, "stay on record"):
            pair.with_user(self.oversight).unlink()

    def test_nightly_search_goes_on_where_it_stopped(self):
        self._double()[2].sudo().unlink()
        with self.enter_registry_test_mode():
            self.env.ref("zrm_base.cron_search_duplicates").method_direct_trigger()
        self.assertTrue(self.env["zrm.duplicate"].search([("reason", "=", "name_birth")]))

    def test_search_at_the_push_of_a_button(self):
        pair = self._double()[2]
        pair.sudo().unlink()
        Duplicate = self.env["zrm.duplicate"]
        for role in ("operator", "manager"):
            with self.assertRaises(AccessError):
                Duplicate.with_user(getattr(self, role)).action_search()
        Duplicate.with_user(self.oversight).action_search()
        self.assertTrue(Duplicate.search([("reason", "=", "name_birth")]))

    def test_who_may_judge(self):
        pair = self._double()[2]
        for role in ("operator", "expert", "manager", "confidential"):
            with self.assertRaises(AccessError):
                pair.with_user(getattr(self, role)).action_distinct()
        with self.assertRaises(AccessError):
            pair.with_user(self.clerk).read(["reason"])


@tagged("post_install", "-at_install")
class TestMerge(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_national_id()
        cls.kept = cls.make_citizen("سعید رضایی", email="a@zrm.example")
        cls.gone = cls.make_citizen(
            "سعید رضائی",
            identity_number=cls.number,
            email="b@zrm.example",
            phone="09121110009",
            father_name="رحیم",
        )
        cls.spouse = cls.make_citizen("مینا پاک")
        cls.child = cls.make_citizen("آرش رضایی")

    def merge(self, user=None, citizens=None):
        citizens = citizens or (self.kept | self.gone)
        wizard = (
            self.env["base.partner.merge.automatic.wizard"]
            .with_user(user or self.oversight)
            .create({"partner_ids": [(6, 0, citizens.ids)], "dst_partner_id": self.kept.id})
        )
        wizard.action_merge()

    def test_nothing_is_lost(self):
        self.relate(self.kept, self.spouse, "spouse", date_from="2001-01-01")
        self.relate(self.gone, self.spouse, "spouse", date_from="2000-01-01")
        self.relate(self.child, self.gone, "parent")
        log = self.gone.with_user(self.confidential)._log_reveal("پیش از ادغام")
        portal = make_user(self.env, "zrm_double", "base.group_portal")
        portal.partner_id = self.gone
        self.env.flush_all()

        self.merge()

        self.assertFalse(self.gone.exists())
        self.assertEqual(self.kept.sudo().national_id, self.number)
        self.assertEqual(self.kept.father_name, "رحیم")
        self.assertEqual(self.kept.phone_sanitized, "+989121110009")
        self.assertEqual(self.kept.email, "a@zrm.example")
        self.assertEqual(
            {
                (line.relative_id, line.label, str(line.date_from))
                for line in self.kept.relation_ids
            },
            {(self.spouse, "Spouse", "2000-01-01"), (self.child, "Child", "False")},
        )
        self.assertEqual(self.child.relation_ids.relative_id, self.kept)
        self.assertEqual(self.spouse.relation_ids.relative_id, self.kept)
        for line in self.kept.relation_ids:
            self.assertEqual(line.twin_id.relative_id, self.kept)
        self.assertEqual(log.partner_id, self.kept)
        self.assertEqual(log.partner_name, "سعید رضائی")
        self.assertEqual(portal.partner_id, self.kept)

    def test_relations_between_the_two_vanish(self):
        self.relate(self.kept, self.gone, "sibling")
        self.merge()
        self.assertFalse(self.kept.relation_ids)

    def test_different_identity_numbers_are_different_people(self):
        self.kept.identity_number = make_national_id()
        with self.assertRaisesRegex(UserError, "different people"):
            self.merge()
        self.assertTrue(self.gone.exists())
        self.assertEqual(self.gone.sudo().national_id, self.number)

    def test_oversight_alone_merges(self):
        for role in ("operator", "expert", "manager", "confidential", "clerk"):
            with self.assertRaises(AccessError):
                self.merge(getattr(self, role))
        partner_manager = make_user(
            self.env, "zrm_contacts", "base.group_user,base.group_partner_manager"
        )
        with self.assertRaisesRegex(UserError, "by oversight only"):
            self.merge(partner_manager)

    def test_citizens_and_contacts_do_not_mix(self):
        contact = self.env["res.partner"].create({"name": "x"})
        with self.assertRaisesRegex(UserError, "different rules"):
            self.merge(self.administrator, self.kept | contact)

    def test_ordinary_merges_go_on_as_before(self):
        contacts = self.env["res.partner"].create(
            [{"name": "x", "email": "x@y.example"}, {"name": "x", "email": "x@y.example"}]
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge(contacts.ids, contacts[0])
        self.assertEqual(contacts.exists(), contacts[0])

    def test_merging_bridges_periods(self):
        citizen, other = self.make_citizen("شهروند یکم"), self.make_citizen("شهروند یکم")
        for person, start, end in (
            (citizen, "2000-01-01", "2005-01-01"),
            (citizen, "2010-01-01", "2015-01-01"),
            (other, "2004-01-01", "2011-01-01"),
        ):
            self.relate(person, self.spouse, "spouse", date_from=start, date_to=end)
        self.env["base.partner.merge.automatic.wizard"]._merge((citizen | other).ids, citizen)
        line = citizen.relation_ids
        self.assertEqual((str(line.date_from), str(line.date_to)), ("2000-01-01", "2015-01-01"))
