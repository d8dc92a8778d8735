from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from .common import CaseCommon


@tagged("post_install", "-at_install")
class TestCaseAccess(CaseCommon):
    def sees(self, user, case):
        return bool(self.env["zrm.case"].with_user(user).search([("id", "=", case.id)]))

    def test_units_see_theirs_and_those_below(self):
        case = self.make_case()
        for user, expected in (
            (self.expert, True),
            (self.manager, True),
            (self.operator, True),  # who registered it
            (self.outsider, False),
            (self.oversight, True),
        ):
            self.assertEqual(self.sees(user, case), expected, user.login)
        self.assertFalse(self.env["zrm.case"].with_user(self.clerk).has_access("read"))

    def test_a_copy_gives_sight_not_action(self):
        case = self.open_case()
        case.action_refer(self.other_unit.id, kind="copy")
        self.env.invalidate_all()
        self.assertTrue(self.sees(self.outsider, case))
        with self.assertRaises(AccessError):
            case.with_user(self.outsider).write({"answer": "x"})
        with self.assertRaises(AccessError):
            case.with_user(self.outsider).action_move(self.steps["waiting"].id)

    def test_operators_register_and_do_not_handle(self):
        case = self.make_case()
        with self.assertRaises(AccessError):
            case.with_user(self.operator).write({"answer": "x"})

    def test_confidential_cases(self):
        case = self.make_case(is_confidential=True)
        inside = make_user(self.env, "zrm_in", "zrm_base.group_expert,zrm_base.group_confidential")
        outside = make_user(
            self.env, "zrm_out", "zrm_base.group_expert,zrm_base.group_confidential"
        )
        self.unit.member_ids += inside
        self.other_unit.member_ids += outside
        for user, expected in (
            (inside, True),
            (self.oversight, True),
            (self.expert, False),
            (self.manager, False),
            (outside, False),
            (self.operator, False),
        ):
            self.assertEqual(self.sees(user, case), expected, user.login)
        for model in ("zrm.referral", "zrm.case.event"):
            found = self.env[model].with_user(self.expert).search([("case_id", "=", case.id)])
            self.assertFalse(found, model)

    def test_legs_and_story_follow_the_case(self):
        case = self.make_case()
        for model in ("zrm.referral", "zrm.case.event"):
            Model = self.env[model]
            domain = [("case_id", "=", case.id)]
            self.assertTrue(Model.with_user(self.expert).search(domain))
            self.assertFalse(Model.with_user(self.outsider).search(domain))
            with self.assertRaises(AccessError):
                Model.with_user(self.expert).create({"case_id": case.id})

    def test_other_companies_cases(self):
        company = self.env["res.company"].create({"name": "شهر دیگر"})
        foreign = self.env["zrm.unit"].create({"name": "x", "company_id": company.id})
        case = self.make_case()
        case._write_handling({"unit_id": foreign.id, "company_id": company.id})
        self.assertFalse(self.sees(self.oversight, case))

    def test_portal_users_reach_no_case(self):
        portal = make_user(self.env, "zrm_portal", "base.group_portal")
        for model in (
            "zrm.case",
            "zrm.referral",
            "zrm.case.event",
            "zrm.subject",
            "zrm.routing.rule",
        ):
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(self.env[model].with_user(portal).has_access(operation), model)
