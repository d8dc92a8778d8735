from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MILLION, BudgetCommon


@tagged("post_install", "-at_install")
class TestRequestDoors(BudgetCommon):
    """From where a request is made, and ways in that stay shut."""

    def test_what_is_derived_is_not_written(self):
        """Authorities go by the amount, and rules by what is confidential."""
        request = self.request()
        for vals in ({"amount": 1}, {"is_confidential": False}):
            with self.assertRaisesRegex(UserError, "follows from other|only by the buttons"):
                request.write(vals)
        for vals in ({"company_id": 1}, {"payable": 1}, {"once_key": "x"}, {"spent": 1}):
            if "spent" in vals:
                continue  # not stored
            with self.assertRaises(UserError):
                request.line_ids.write(vals)

    def test_no_line_comes_in_by_another_door(self):
        approved = self.go(self.request(), "approved")
        line = self.request((self.line, 50 * MILLION)).line_ids
        with self.assertRaisesRegex(UserError, "handed in"), self.cr.savepoint():
            line.request_id = approved
        foreign = self.credit(self.aid, MILLION, self.other_unit)
        with self.assertRaisesRegex(UserError, "no credit of"), self.cr.savepoint():
            line.budget_line_id = foreign
        self.expert.zrm_unit_ids |= self.other_unit
        with self.assertRaisesRegex(UserError, "no credit of"), self.cr.savepoint():
            line.request_id.unit_id = self.other_unit
        self.env.invalidate_all()
        self.assertEqual(approved.amount, 10 * MILLION)
        self.assertEqual((line.budget_line_id, line.request_id.unit_id), (self.line, self.unit))

    def test_only_of_the_own_unit(self):
        foreign = self.credit(self.aid, MILLION, self.other_unit)
        with self.assertRaisesRegex(UserError, "no credit of"):
            self.request((foreign, 5))
        with self.assertRaises(UserError):
            self.env["zrm.budget.request"].with_user(self.expert).create(
                {"name": "x", "unit_id": self.other_unit.id}
            )
        request = self.go(self.request(), "submitted")
        with self.assertRaises(AccessError):
            request.with_user(self.outsider).read(["name"])
        with self.assertRaises(AccessError):
            request.with_user(self.outsider).action_cancel("x")

    def test_on_a_confidential_case(self):
        case = self.make_case()
        request = self.request(case_id=case.id)
        request.action_submit()
        case.is_confidential = True
        self.env.flush_all()
        self.env.invalidate_all()
        for user in (self.expert, self.manager, self.officer, self.accountant):
            self.assertFalse(request.with_user(user).has_access("read"), user.login)
            lines = request.sudo().line_ids.with_user(user).sudo(False)
            self.assertFalse(lines.has_access("read"), user.login)
            self.assertFalse(
                self.env["zrm.budget.event"]
                .with_user(user)
                .search_count([("request_id", "=", request.id)]),
                user.login,
            )
        # Who may open the case takes it to the order; the accountant finds a draft that names
        # nobody's matter, and the books go on from there.
        for user in (self.manager, self.certifier, self.head):
            user.group_ids |= self.env.ref("zrm_base.group_confidential")
            user.group_ids |= self.env.ref("zrm_base.group_oversight")
        for user, verb in (
            (self.manager, "action_approve"),
            (self.certifier, "action_reserve"),
            (self.head, "action_commit"),
            (self.head, "action_liquidate"),
            (self.head, "action_order"),
        ):
            getattr(request.with_user(user), verb)()
        request.with_user(self.head).action_step_back("اشتباه")
        self.assertFalse(request.sudo().bill_ids)
        request.with_user(self.head).action_order()
        bill = request.sudo().bill_ids.with_user(self.accountant).sudo(False)
        self.assertEqual(bill.state, "draft")
        self.assertNotIn(request.sudo().name, str(bill.read()) + str(bill.line_ids.read()))
        bill.action_post()
        self.env.invalidate_all()
        self.assertEqual((request.sudo().state, self.counters()[2:]), ("posted", (0, 0, 10)))
        self.assertFalse(request.with_user(self.accountant).has_access("read"))
        hidden = self.make_case()
        hidden._become_hidden()
        with self.assertRaises(UserError):
            self.request(case_id=hidden.id)

    def test_granted_from_the_citizens_file(self):
        action = self.citizen.with_user(self.expert).action_zrm_grant_service()
        request = (
            self.env["zrm.budget.request"]
            .with_user(self.expert)
            .with_context(**action["context"])
            .create(
                {
                    "name": "کمک",
                    "line_ids": [(0, 0, {"budget_line_id": self.line.id, "amount": 5})],
                }
            )
        )
        self.assertEqual((request.unit_id, request.line_ids.partner_id), (self.unit, self.citizen))
        with self.assertRaises(AccessError):
            self.citizen.with_user(self.operator).action_zrm_grant_service()

    def test_granted_from_the_case(self):
        case = self.open_case()
        action = case.action_grant_service()
        request = (
            self.env["zrm.budget.request"]
            .with_user(self.expert)
            .with_context(**action["context"])
            .create({"line_ids": [(0, 0, {"budget_line_id": self.line.id, "amount": 5})]})
        )
        self.assertEqual((request.case_id, request.unit_id), (case, self.unit))
        self.assertEqual(request.line_ids.partner_id, self.citizen)
        self.assertEqual(case.budget_request_count, 1)
