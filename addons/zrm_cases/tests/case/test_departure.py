from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestDeparture(CaseCommon):
    """When an account is closed, its open cases do not wait unseen."""

    def test_the_manager_is_told_once(self):
        cases = [self.open_case() for _case in range(3)]
        for case in cases:
            case.action_take()
        self.expert.active = False
        for case in cases:
            self.assertFalse(case.sudo().user_id)
            self.assertFalse(case.sudo()._open_action_leg().user_id)
            self.assertOneOpenLeg(case)
        told = self.env["mail.message"].search(
            [
                ("partner_ids", "in", self.manager.partner_id.ids),
                ("model", "=", "zrm.unit"),
                ("res_id", "=", self.unit.id),
            ]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("3 open cases", told.body)

    def test_balanced_units_go_on(self):
        self.unit.assignment = "balanced"
        case = self.open_case()
        case.action_assign(self.expert.id)
        self.expert.active = False
        self.assertEqual(case.sudo().user_id, self.expert2)

    def test_who_loses_the_role_handles_nothing_any_more(self):
        case = self.open_case()
        case.action_take()
        self.expert.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        self.assertFalse(case.sudo().user_id)
        self.assertOneOpenLeg(case)

    def test_who_leaves_the_unit_by_the_form_of_users(self):
        case, stays = self.open_case(), self.open_case().with_user(self.expert2)
        case.action_take()
        stays.action_take()
        self.expert.zrm_unit_ids = self.other_unit
        self.assertFalse(case.sudo().user_id)
        self.expert2.zrm_unit_ids |= self.other_unit
        self.assertEqual(stays.sudo().user_id, self.expert2)

    def test_who_may_open_no_confidential_ones_any_more(self):
        confidential = self.env.ref("zrm_base.group_confidential")
        self.expert.group_ids |= confidential
        self.manager.group_ids |= confidential
        secret, plain = self.open_case(is_confidential=True), self.open_case()
        for case in (secret, plain):
            case.action_take()
            case.sudo()._ask_handler("برو و ببین")
        self.expert.group_ids -= confidential
        self.assertFalse(self.expert._zrm_opens_confidential())
        self.assertFalse(secret.sudo().activity_ids.user_id & self.expert)
        self.assertNotEqual(secret.sudo().user_id, self.expert)
        self.assertEqual(plain.sudo().user_id, self.expert)
        self.assertEqual(plain.sudo().activity_ids.user_id, self.expert)

    def test_other_people_are_not_looked_at(self):
        clerk = self.env["res.users"].create({"name": "x", "login": "zrm_plain_clerk"})
        with patch.object(type(self.env["zrm.case.approval"]), "_cron_ask_again") as asked:
            clerk.active = False
            clerk.group_ids |= self.env.ref("base.group_partner_manager")
            asked.assert_not_called()
            self.expert.zrm_unit_ids |= self.other_unit
            asked.assert_called()
