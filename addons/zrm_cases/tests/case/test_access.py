from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon, RpcCase


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

    def test_no_pointing_at_a_case_to_read_its_name(self):
        secret = self.secret_case(is_confidential=True)
        own = self.open_case()
        with self.assertRaises(AccessError):
            own.parent_id = secret.id
        with self.assertRaises(AccessError):
            self.env["zrm.case"].with_user(self.expert).create(
                [self.intake_vals(parent_id=secret.id)]
            )
        act = self.seen_by(
            self.expert,
            self.env["zrm.case.act"].with_user(self.expert).create({"target_id": secret.id}),
        )
        shown = act.web_read({"target_id": {"fields": {"display_name": {}}}})
        self.assertNotIn("راز", str(shown))
        self.assertNotIn("راز", str(act.read(["target_id"])))
        shown = act.onchange(
            {"target_id": secret.id}, ["target_id"], {"target_id": {"fields": {"display_name": {}}}}
        )
        self.assertNotIn("راز", str(shown))
        self.assertIn("راز", self.seen_by(self.oversight, secret).display_name)

    def test_no_pointing_at_a_citizen_to_read_their_name(self):
        self.citizen.is_confidential = True
        own = self.open_case(partner_id=self.make_citizen("زهرا", phone="09120001122").id)
        with self.assertRaises(AccessError):
            own.partner_id = self.citizen.id
        for commands in ([Command.link(self.citizen.id)], [Command.set(self.citizen.ids)]):
            with self.assertRaises(AccessError):
                own.joined_partner_ids = commands
        with self.assertRaises(AccessError):
            self.env["zrm.case"].with_user(self.operator).create([self.intake_vals()])
        with self.assertRaises(AccessError):
            self.env["zrm.case"].with_user(self.operator).create(
                [self.intake_vals(partner_id=f" {self.citizen.id}")]
            )

    def test_no_onchange_or_export_of_a_case_of_others(self):
        secret = self.seen_by(self.outsider, self.secret_case())
        spec = {"name": {}, "referral_picture": {}, "history_picture": {}, "steps_picture": {}}
        for attack in (
            lambda: secret.onchange({"priority": "1"}, ["priority"], spec),
            lambda: secret.export_data(["name", "history_picture"]),
            lambda: secret.web_save({"priority": "1"}, spec),
            secret.copy,
            lambda: secret.load(["id", "name"], [[str(secret.id), "x"]]) and secret.read(["name"]),
        ):
            with self.assertRaises(UserError):
                attack()

    def test_dialogs_are_ones_own(self):
        case = self.open_case()
        for model, vals, owner, thief in (
            ("zrm.case.act", {"case_ids": case.ids, "reason": "x"}, self.expert, self.expert2),
            ("zrm.case.alert", {"text": "x"}, self.manager, self.oversight),
            ("zrm.callback.draw", {}, self.manager, self.oversight),
            ("zrm.routing.test", {"subject_id": self.subject.id}, self.manager, self.oversight),
        ):
            dialog = self.env[model].with_user(owner).create(vals)
            stolen = self.seen_by(thief, dialog)
            with self.assertRaises(AccessError):
                stolen.read(["create_uid"])
            with self.assertRaises(AccessError):
                stolen.write({"create_uid": thief.id})
            self.assertFalse(stolen.search([("id", "=", dialog.id)]))


@tagged("post_install", "-at_install")
class TestCaseAccessOverRpc(CaseCommon, RpcCase):
    def test_who_makes_it_confidential_need_not_open_it_any_more(self):
        secret = self.subject.copy({"name": "رشوه", "code": "T-B", "is_sensitive": True})
        case = self.open_case().sudo()
        self.authenticate("zrm_expert", "zrm_expert")
        read = {"name": {}}
        kept = self.call("zrm.case", "web_save", case.ids, {"name": "جوی بهار"}, read)
        self.assertEqual(kept[0]["name"], "جوی بهار")
        last = self.env["bus.bus"].search([], order="id desc", limit=1)
        self.assertEqual(
            self.call("zrm.case", "web_save", case.ids, {"subject_id": secret.id}, read), []
        )
        self.env.invalidate_all()
        told = self.env["bus.bus"].search([("id", ">", last.id)])
        self.assertIn("Others go on with the case", str(told.mapped("message")))
        self.assertEqual((case.subject_id, case.is_confidential), (secret, True))

    def test_what_goes_to_another_unit_on_saving_is_saved(self):
        region = self.env["zrm.region"].create({"name": "محله دیگر", "code": "T-RX"})
        self.env["zrm.routing.rule"].create(
            {
                "subject_id": self.subject.id,
                "region_id": region.id,
                "unit_id": self.other_unit.id,
            }
        )
        case = self.make_case()
        self.authenticate("zrm_expert", "zrm_expert")
        kept = self.call("zrm.case", "web_save", case.ids, {"region_id": region.id}, {"name": {}})
        self.assertEqual(kept[0]["name"], case.name, "who had it still reads it")
        self.env.invalidate_all()
        self.assertEqual((case.region_id, case.unit_id), (region, self.other_unit))
        self.assertFalse(case.with_user(self.expert).sudo(False).has_access("write"))

    def test_private_methods_are_private(self):
        case = self.make_case()
        self.authenticate("zrm_expert", "zrm_expert")
        for method in (
            "_intake",
            "_write_handling",
            "_accept_answer",
            "_find_for_tracking",
            "_proofs",
            "_give_pin",
            "_citizen",
            "_join",
        ):
            self.assertRefused("zrm.case", method, case.ids)

    def test_other_units_learn_nothing_by_any_way(self):
        secret = self.make_case()
        self.authenticate("zrm_outsider", "zrm_outsider")
        domain = [("id", "=", secret.id)]
        self.assertFalse(self.call("zrm.case", "search_read", domain, ["name"]))
        self.assertFalse(self.call("zrm.case", "name_search", "", domain))
        self.assertFalse(self.call("zrm.case", "name_search", secret.number))
        groups = self.call("zrm.case", "formatted_read_group", domain, ["unit_id"], ["__count"])
        self.assertFalse(groups)
        for model in ("zrm.case.event", "zrm.referral", "zrm.case.notice"):
            self.assertFalse(self.call(model, "search_read", [("case_id", "=", secret.id)], ["id"]))
        self.assertRefused("zrm.case", "read", secret.ids, ["name"])
        self.assertRefused("zrm.case", "action_take", secret.ids)
        self.assertRefused("zrm.case", "action_object", secret.ids, "x")
        self.assertRefused("zrm.case", "write", secret.ids, {"name": "x"})
