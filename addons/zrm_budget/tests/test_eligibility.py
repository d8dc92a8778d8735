from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from .common import MILLION, BudgetCommon


@tagged("post_install", "-at_install")
class TestEligibility(BudgetCommon):
    """Who may get it is checked before it is approved; incomes are seen by who decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.disabled = cls.env["zrm.budget.need"].create({"name": "معلولیت"})
        cls.aid.write({"max_decile": 4, "need_ids": [(4, cls.disabled.id)]})

    def assess(self, decile, needs=None, user=None, partner=None, **vals):
        return (
            self.env["zrm.budget.assessment"]
            .with_user(user or self.expert)
            .create(
                {
                    "partner_id": (partner or self.citizen).id,
                    "decile": decile,
                    "need_ids": [(6, 0, (needs or self.disabled.browse()).ids)],
                    "source": "نامهٔ بهزیستی",
                    **vals,
                }
            )
        )

    def submitted(self):
        return self.go(self.request(), "submitted").with_user(self.manager)

    def test_who_was_not_assessed_gets_nothing(self):
        request = self.request()
        self.assertIn("was not assessed", request.warning)
        request.action_submit()
        with self.assertRaisesRegex(UserError, "Not all meet the conditions"):
            request.with_user(self.manager).action_approve()

    def test_income_and_need_are_both_asked_for(self):
        request = self.submitted()
        for decile, needs in ((5, self.disabled), (3, None)):
            self.assess(decile, needs)
            with self.assertRaisesRegex(UserError, "Not all meet"):
                request.action_approve()
        self.assess(4, self.disabled)
        self.env.invalidate_all()
        self.assertFalse(request.has_unfit)
        # As XML-RPC sends what is empty.
        request.action_approve(False)
        self.assertEqual(request.state, "approved")

    def test_an_assessment_that_ended_counts_no_more(self):
        self.assess(2, self.disabled, assessed_on="2026-01-01", valid_until="2026-11-15")
        with self.assertRaisesRegex(UserError, "Not all meet"):
            self.submitted().action_approve()

    def test_by_exception_of_who_may_exceed(self):
        request = self.submitted()
        with self.assertRaisesRegex(UserError, "is not your authority"):
            request.action_approve("خانوادهٔ بی‌سرپرست")
        self.env["zrm.budget.authority"].create({"user_id": self.manager.id, "duty": "exceed"})
        wizard = self.env["zrm.budget.act"].with_user(self.manager)
        wizard.create(
            {
                "request_id": request.id,
                "verb": "action_approve",
                "words": "خانوادهٔ بی‌سرپرست",
            }
        ).action_confirm()
        self.assertEqual(request.state, "approved")
        self.assertEqual(request.event_ids[-1:].text, "خانوادهٔ بی‌سرپرست")

    def test_an_assessment_stays_as_it_is(self):
        one = self.assess(3)
        with self.assertRaises(AccessError):
            one.decile = 1
        with self.assertRaises(AccessError):
            one.unlink()
        with self.assertRaisesRegex(UserError, "day to come"):
            self.assess(3, assessed_on="2027-01-01")
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
            self.assess(11)

    def test_nobody_assesses_in_another_name(self):
        one = self.assess(3, assessor_id=self.manager.id)
        self.assertEqual(one.sudo().assessor_id, self.expert)

    def test_colleagues_do_not_browse_incomes(self):
        one = self.assess(3)
        for user in (self.manager, self.officer, self.accountant):
            with self.assertRaises(AccessError):
                one.with_user(user).read(["decile"])
            if user != self.accountant:
                self.assertFalse(one.with_user(user).search([]))
                found = one.with_user(user).search_count([("decile", "=", 3)])
                self.assertFalse(found)
        plain = make_user(self.env, "zrm_plain", "base.group_user")
        with self.assertRaises(AccessError):
            one.with_user(plain).search([])

    def test_who_decides_sees_the_household_and_it_is_logged(self):
        self.assess(3, self.disabled)
        mother, hidden = self.env["res.partner"].create(
            [
                {"name": "مادر", "is_citizen": True},
                {"name": "پنهان", "is_citizen": True, "is_confidential": True},
            ]
        )
        kind = self.env["zrm.relation.type"].search([("is_family", "=", True)], limit=1)
        self.env["zrm.relation"].create(
            [
                {"partner_id": self.citizen.id, "relative_id": one.id, "type_id": kind.id}
                for one in mother | hidden
            ]
        )
        earlier = self.request()
        earlier.sudo().line_ids.partner_id = mother
        self.go(earlier, "submitted")
        request = self.submitted()
        action = request.action_look_at_means()
        means = self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])
        self.assertEqual(
            [(line.partner_id, line.decile, line.granted) for line in means.line_ids],
            [(self.citizen, 3, 0), (mother, 0, 10 * MILLION)],
        )
        entries = self.env["zrm.access.log"].search([("kind", "=", "means")])
        self.assertEqual(entries.partner_id, self.citizen | mother)
        self.assertEqual(entries.user_id, self.manager)
        with self.assertRaises(AccessError):
            means.with_user(self.head).read(["line_ids"])

    def test_it_is_shown_while_it_is_decided_only(self):
        self.assess(3, self.disabled)
        request = self.request()
        with self.assertRaisesRegex(UserError, "while it is decided"):
            request.with_user(self.manager).action_look_at_means()
        request.action_submit()
        with self.assertRaisesRegex(UserError, "is not your authority"):
            request.action_look_at_means()
        request.with_user(self.manager).action_approve()
        with self.assertRaisesRegex(UserError, "is not your authority"):
            request.with_user(self.manager).action_look_at_means()
        self.assertTrue(request.with_user(self.certifier).action_look_at_means())

    def test_the_dialog_is_made_by_the_server_alone(self):
        request = self.submitted()
        for model in ("zrm.budget.means", "zrm.budget.means.line"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.manager).create({"request_id": request.id})
