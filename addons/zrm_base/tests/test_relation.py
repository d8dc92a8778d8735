from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import ZrmCommon


@tagged("post_install", "-at_install")
class TestRelation(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.father = cls.make_citizen("حسن رضایی")
        cls.child = cls.make_citizen("سارا رضایی")
        cls.other = cls.make_citizen("نگار رضایی")

    def labels(self, person):
        person.invalidate_recordset()
        return {(line.relative_id, line.label) for line in person.relation_ids}

    def test_both_files_list_it_in_their_own_words(self):
        self.relate(self.child, self.father, "parent")
        self.assertEqual(self.labels(self.child), {(self.father, "Parent")})
        self.assertEqual(self.labels(self.father), {(self.child, "Child")})

    def test_symmetric_relation_reads_alike(self):
        self.relate(self.child, self.other, "sibling")
        self.assertEqual(self.labels(self.child), {(self.other, "Sibling")})
        self.assertEqual(self.labels(self.other), {(self.child, "Sibling")})

    def test_entered_from_the_other_side(self):
        parent = self.env.ref("zrm_base.relation_type_parent")
        with (
            Form(self.father.with_user(self.operator), view="zrm_base.citizen_view_form") as form,
            form.relation_ids.new() as line,
        ):
            line.relative_id = self.child
            line.role = f"-{parent.id}"
        self.assertEqual(self.labels(self.father), {(self.child, "Child")})
        self.assertEqual(self.labels(self.child), {(self.father, "Parent")})

    def test_edited_from_either_side(self):
        relation = self.relate(self.child, self.father)
        relation.twin_id.write({"date_to": "2020-01-01", "note": "از دید پدر"})
        self.assertEqual(str(relation.date_to), "2020-01-01")
        self.assertEqual(relation.note, "از دید پدر")
        relation.write({"relative_id": self.other.id})
        self.assertFalse(self.labels(self.father))
        self.assertEqual(self.labels(self.other), {(self.child, "Child")})

    def test_removed_from_either_side(self):
        self.relate(self.child, self.father).twin_id.unlink()
        self.assertFalse(self.labels(self.child) | self.labels(self.father))

    def test_nobody_is_their_own_relative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.relate(self.child, self.child)

    def test_no_double_in_either_direction(self):
        self.relate(self.child, self.father, "parent")
        for person, relative in ((self.child, self.father), (self.father, self.child)):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(ExclusionViolation) as caught,
                self.env.cr.savepoint(),
            ):
                self.relate(person, relative, "parent")
            message = self.env["zrm.relation"]._sql_error_to_message(caught.exception)
            self.assertIn("on file already", message)

    def test_the_same_two_may_marry_again(self):
        self.relate(self.father, self.other, "spouse", date_from="2000-01-01", date_to="2005-01-01")
        self.relate(self.other, self.father, "spouse", date_from="2010-01-01")
        self.assertEqual(len(self.father.relation_ids), 2)

    def test_a_period_runs_forward(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.relate(self.child, self.father, date_from="2020-01-01", date_to="2019-01-01")

    def test_only_citizens_are_related(self):
        contact = self.env["res.partner"].create({"name": "Vendor"})
        with self.assertRaisesRegex(ValidationError, "between citizens only"):
            self.relate(self.child, contact)

    @freeze_time("2026-11-21")
    def test_who_may_act_for_whom(self):
        guardian, client = self.other, self.make_citizen("موکل پیشین")
        self.relate(self.child, guardian, "guardian")
        self.relate(client, guardian, "attorney", date_to="2026-01-01")
        self.relate(self.father, guardian, "parent")
        self.assertEqual(guardian._represented_citizens(), self.child)
        self.assertFalse(self.child._represented_citizens())

    def test_batch_makes_pairs_in_few_queries(self):
        people = self.env["res.partner"].create(
            [{"name": f"نفر {number}", "is_citizen": True} for number in range(20)]
        )
        sibling = self.env.ref("zrm_base.relation_type_sibling").id
        vals_list = [
            {"partner_id": self.child.id, "relative_id": person.id, "type_id": sibling}
            for person in people
        ]
        self.env.flush_all()
        with self.assertQueryCount(12):
            self.env["zrm.relation"].create(vals_list)
            self.env.flush_all()
        self.assertEqual(len(self.child.relation_ids), 20)

    def test_confidential_relatives_stay_hidden(self):
        self.relate(self.child, self.father)
        self.father.is_confidential = True
        seen = self.child.with_user(self.operator).relation_ids
        self.assertFalse(seen)
        self.env.invalidate_all()  # each user has a request of their own
        self.assertTrue(self.child.with_user(self.confidential).relation_ids)

    def test_staff_without_a_role_sees_no_relations(self):
        relation = self.relate(self.child, self.father)
        with self.assertRaises(AccessError):
            relation.with_user(self.clerk).read(["relative_id"])
        with self.assertRaises(AccessError):
            self.child.with_user(self.clerk).read(["relation_ids"])

    def test_family_at_a_glance(self):
        self.relate(self.child, self.father, "parent")
        self.relate(self.child, self.other, "sibling")
        self.relate(self.child, self.make_citizen("همسایه"), "neighbour")
        former = self.make_citizen("همسر پیشین")
        self.relate(self.child, former, "spouse", date_to="2001-01-01")
        self.env.invalidate_all()
        overview = str(self.child.with_user(self.operator).family_overview)
        self.assertLess(overview.index("حسن رضایی"), overview.index("سارا رضایی"))
        self.assertIn("نگار رضایی", overview)
        self.assertNotIn("همسایه", overview)
        self.assertNotIn("همسر پیشین", overview)
        self.father.name = "<script>alert(1)</script>"
        self.env.invalidate_all()
        self.assertNotIn("<script>", str(self.child.with_user(self.operator).family_overview))
        overview = str(self.father.with_user(self.operator).family_overview)
        self.assertGreater(overview.index("سارا رضایی"), overview.index("o_zrm_family_person"))

    def test_ready_types_have_sensible_inverses(self):
        for code, name, inverse in (
            ("parent", "Parent", "Child"),
            ("guardian", "Guardian", "Ward"),
            ("spouse", "Spouse", "Spouse"),
            ("representative", "Representative", "Represented person"),
        ):
            relation_type = self.env.ref(f"zrm_base.relation_type_{code}")
            self.assertEqual((relation_type.name, relation_type.inverse_name), (name, inverse))

    def test_twins_cannot_be_told_apart_from_outside(self):
        relative = self.make_citizen("برادر")
        Relation = self.env["zrm.relation"].with_user(self.operator)
        sibling = self.env.ref("zrm_base.relation_type_sibling")
        row = Relation.with_context(zrm_relation_twin=True).create(
            {"partner_id": self.child.id, "relative_id": relative.id, "type_id": sibling.id}
        )
        self.assertTrue(row.twin_id)
        with self.assertRaisesRegex(ValidationError, "updated automatically"):
            row.twin_id = row
