"""Who may act for another is said by two people, with a document."""

from base64 import b64encode

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import ZrmCommon, make_user

LETTER = b64encode(b"letter")


@tagged("post_install", "-at_install")
class TestRepresentation(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ward = cls.make_citizen("سارا رضایی")
        cls.guardian = cls.make_citizen("حسن رضایی")
        cls.type = cls.env.ref("zrm_base.relation_type_guardian")
        cls.second = make_user(cls.env, "zrm_second", "zrm_base.group_manager")

    def ask(self, user=None, **vals):
        return (
            self.env["zrm.relation"]
            .with_user(user or self.operator)
            .create(
                {
                    "partner_id": self.ward.id,
                    "relative_id": self.guardian.id,
                    "type_id": self.type.id,
                    **vals,
                }
            )
        )

    def assertOpens(self, *people):
        self.env.invalidate_all()
        self.assertEqual(list(self.guardian._represented_citizens()), list(people))

    def test_one_person_alone_makes_no_representative(self):
        for role in ("operator", "manager", "oversight", "administrator"):
            relation = self.ask(getattr(self, role))
            self.assertEqual((relation.approval, relation.twin_id.approval), ("waiting",) * 2)
            self.assertOpens()
            relation.document = LETTER
            with self.assertRaises(UserError):
                relation.action_approve()
            self.assertOpens()
            relation.sudo().unlink()

    def test_a_second_person_approves_with_the_document(self):
        relation = self.ask()
        with self.assertRaisesRegex(UserError, "Attach the document"):
            relation.with_user(self.manager).action_approve()
        relation.document = LETTER
        with self.assertRaises(AccessError):
            relation.with_user(self.expert).action_approve()
        # From the other side of the pair just as well.
        relation.twin_id.with_user(self.manager).action_approve()
        self.assertEqual((relation.approval, relation.twin_id.approval), ("approved",) * 2)
        self.assertEqual(relation.approved_by_id, self.manager)
        self.assertTrue(relation.approved_at)
        self.assertOpens(self.ward)

    def test_nobody_approves_their_own(self):
        self.guardian = self.manager.partner_id
        self.guardian.is_citizen = True
        relation = self.ask(document=LETTER)
        with self.assertRaisesRegex(UserError, "ask a colleague"):
            relation.with_user(self.manager).action_approve()
        relation.with_user(self.second).action_approve()
        self.assertOpens(self.ward)

    def test_the_state_is_written_by_the_buttons_only(self):
        forged = {"approval": "approved", "approved_by_id": self.manager.id}
        with self.assertRaises(AccessError):
            self.ask(**forged)
        relation = self.ask()
        for name, value in forged.items():
            with self.assertRaises(AccessError):
                relation.write({name: value})
        relation.unlink()
        defaults = {f"default_{name}": value for name, value in forged.items()}
        made = (
            self.env["zrm.relation"]
            .with_user(self.operator)
            .with_context(**defaults)
            .create(
                {
                    "partner_id": self.ward.id,
                    "relative_id": self.guardian.id,
                    "type_id": self.type.id,
                }
            )
        )
        self.assertEqual(made.approval, "waiting")
        self.assertFalse(made.approved_by_id)
        self.assertOpens()

    def test_a_relation_does_not_become_one_by_a_change(self):
        parent = self.env.ref("zrm_base.relation_type_parent")
        relation = self.ask(type_id=parent.id)
        self.assertEqual(relation.approval, "none")
        relation.type_id = self.type
        self.assertEqual((relation.approval, relation.twin_id.approval), ("waiting",) * 2)
        self.assertOpens()

    def test_a_change_of_what_was_approved_waits_again(self):
        other = self.make_citizen("دیگری")
        for vals in (
            {"relative_id": other.id},
            {"partner_id": other.id},
            {"date_from": "2020-01-01"},
            {"document": b64encode(b"other")},
            {"role": f"-{self.type.id}"},
        ):
            relation = self.ask(document=LETTER)
            relation.with_user(self.manager).action_approve()
            relation.with_user(self.operator).write(vals)
            self.assertEqual((relation.approval, relation.twin_id.approval), ("waiting",) * 2, vals)
            self.assertFalse(other._represented_citizens())
            relation.sudo().unlink()

    @freeze_time("2026-11-21")
    def test_ending_needs_no_approval_and_longer_does(self):
        relation = self.ask(document=LETTER)
        relation.with_user(self.manager).action_approve()
        relation.with_user(self.operator).date_to = "2026-11-01"
        self.assertEqual(relation.approval, "approved")
        self.assertOpens()
        relation.twin_id.with_user(self.operator).date_to = "2027-11-01"
        self.assertEqual(relation.approval, "waiting")
        self.assertOpens()

    def test_what_is_no_representation_goes_on_as_before(self):
        parent = self.env.ref("zrm_base.relation_type_parent")
        relation = self.ask(type_id=parent.id)
        relation.write({"note": "x", "date_from": "2000-01-01"})
        self.assertEqual(relation.approval, "none")
        parent.acts_for = True
        self.assertOpens()
        relation.action_ask_again()
        self.assertEqual(relation.approval, "waiting")

    def test_refused_and_asked_again(self):
        relation = self.ask(document=LETTER)
        relation.with_user(self.manager).action_refuse()
        self.assertEqual(relation.approval, "refused")
        self.assertOpens()
        relation.action_ask_again()
        relation.with_user(self.manager).action_approve()
        self.assertOpens(self.ward)

    def test_on_the_screens(self):
        # Lists in a form are saved in the name of the request's user.
        self.patch(self.env.transaction, "default_env", self.env(user=self.operator))
        with (
            Form(self.ward.with_user(self.operator), view="zrm_base.citizen_view_form") as form,
            form.relation_ids.new() as line,
        ):
            line.relative_id = self.guardian
            line.role = str(self.type.id)
        relation = self.ward.relation_ids
        self.assertEqual(relation.approval, "waiting")
        with Form(relation.with_user(self.operator)) as form:
            form.document = LETTER
        waiting = self.env.ref("zrm_base.menu_relation_waiting")
        self.assertIn(
            waiting.id, self.env["ir.ui.menu"].with_user(self.manager)._visible_menu_ids()
        )
        relation.with_user(self.manager).action_approve()
        self.assertOpens(self.ward)

    def test_merging_approves_nothing(self):
        double = self.make_citizen("حسن رضایی")
        self.relate(self.ward, self.guardian, "guardian", date_to="2020-01-01")
        waiting = self.ask(relative_id=double.id, date_from="2019-01-01")
        self.assertEqual(waiting.approval, "waiting")
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.guardian | double).ids, self.guardian
        )
        self.assertOpens()
