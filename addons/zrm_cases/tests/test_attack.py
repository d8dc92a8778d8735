from datetime import timedelta

from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .test_tracking import CitizenSide

QUIET = ("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
MODELS = (
    "zrm.case",
    "zrm.case.event",
    "zrm.case.notice",
    "zrm.case.callback",
    "zrm.case.act",
    "zrm.case.alert",
    "zrm.referral",
    "zrm.routing.rule",
    "zrm.process",
    "zrm.process.step",
    "zrm.subject",
    "zrm.stage",
    "zrm.throttle",
    "zrm.unit",
)


@tagged("post_install", "-at_install")
class TestAttack(CitizenSide):
    """What portal users and other units try past the screens, and what must stop it."""

    def call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def assertRefused(self, model, method, *args, **kwargs):
        with mute_logger(*QUIET), self.assertRaises(JsonRpcException, msg=f"{model}.{method}"):
            self.call(model, method, *args, **kwargs)

    def setUp(self):
        super().setUp()
        self.mine = self.make_case(partner_id=self.account.partner_id.id)
        self.theirs = self.make_case()

    def test_portal_users_reach_no_model(self):
        self.authenticate("zrm_account", "zrm_account")
        for model in MODELS:
            self.assertRefused(model, "search_read", [], ["id"])
            self.assertRefused(model, "web_search_read", [], {"id": {}})
            self.assertRefused(model, "formatted_read_group", [], ["create_uid"], ["__count"])
            self.assertRefused(model, "name_search", "a")
            self.assertRefused(model, "create", [{}])

    def test_portal_users_reach_no_case_not_even_their_own(self):
        self.authenticate("zrm_account", "zrm_account")
        for case in (self.mine, self.theirs):
            for method, args in (
                ("read", [["name", "answer", "track_pin", "verdict_token", "reporter_id"]]),
                ("web_read", [{"name": {}}]),
                ("export_data", [["name"]]),
                ("write", [{"name": "x"}]),
                ("unlink", []),
                ("action_move", [self.steps["closed"].id]),
                ("action_answer", ["x"]),
                ("action_close", ["solved"]),
                ("action_reject", ["x"]),
                ("action_object", ["x"]),
                ("action_reopen", ["x"]),
                ("action_merge", [self.mine.id]),
                ("action_take", []),
                ("action_ask", ["x"]),
                ("action_refer", [self.unit.id]),
                ("action_approve_answer", []),
                ("action_reveal_reporter", ["x"]),
                ("message_post", []),
                ("activity_schedule", []),
            ):
                self.assertRefused("zrm.case", method, case.ids, *args)
            # Core does not raise here, it does nothing.
            self.call("zrm.case", "message_subscribe", case.ids, [self.account.partner_id.id])
        self.env.invalidate_all()
        self.assertEqual(self.theirs.state, "new")
        self.assertNotIn(self.account.partner_id, self.theirs.message_partner_ids)

    def test_private_methods_are_private(self):
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
            self.assertRefused("zrm.case", method, self.theirs.ids)

    def test_messages_and_files_of_a_case_are_closed(self):
        message = self.theirs.message_post(body="گفت‌وگو", message_type="comment")
        file = self.env["ir.attachment"].create(
            {"name": "x", "raw": b"secret", "res_model": "zrm.case", "res_id": self.theirs.id}
        )
        self.authenticate("zrm_account", "zrm_account")
        with mute_logger(*QUIET):
            for page in (f"/web/content/{file.id}", f"/web/content/zrm.case/{self.theirs.id}/name"):
                self.assertNotIn("secret", self.url_open(page).text)
            try:
                seen = self.make_jsonrpc_request(
                    "/mail/thread/messages",
                    {"thread_model": "zrm.case", "thread_id": self.theirs.id},
                )
            except JsonRpcException:
                seen = {}
            self.assertNotIn("گفت‌وگو", str(seen))
            with self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request(
                    "/mail/message/post",
                    {
                        "thread_model": "zrm.case",
                        "thread_id": self.theirs.id,
                        "post_data": {"body": "x"},
                    },
                )
        self.assertRefused("mail.message", "read", message.ids, ["body"])
        self.assertRefused("ir.attachment", "read", file.ids, ["raw"])

    def test_json2_obeys_the_same_rules(self):
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.account)
            ._generate("rpc", "test", self.env.cr.now() + timedelta(hours=12))
        )
        headers = {"Authorization": f"Bearer {key}"}
        for model, method, payload in (
            ("zrm.case", "search_read", {"domain": []}),
            ("zrm.case", "read", {"ids": self.mine.ids, "fields": ["name"]}),
            ("zrm.case", "write", {"ids": self.mine.ids, "vals": {"name": "x"}}),
            ("zrm.case", "action_object", {"ids": self.theirs.ids, "reason": "x"}),
            ("zrm.case.event", "search_read", {"domain": []}),
            ("zrm.referral", "search_read", {"domain": []}),
        ):
            with mute_logger(*QUIET):
                answer = self.url_open(f"/json/2/{model}/{method}", json=payload, headers=headers)
            self.assertEqual(answer.status_code, 403, (model, method, answer.text[:200]))

    def test_other_units_learn_nothing_by_any_way(self):
        secret = self.theirs
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

    def test_staff_cannot_write_what_the_verbs_decide(self):
        self.authenticate("zrm_expert", "zrm_expert")
        for vals in (
            {"state": "closed"},
            {"step_id": self.steps["closed"].id},
            {"verdict": "accepted"},
            {"stars": 5},
            {"verdict_token": "x"},
            {"track_pin": "1111"},
            {"is_reporter_hidden": False},
            {"deadline": "2099-01-01 00:00:00"},
            {"unit_id": self.other_unit.id},
            {"referral_ids": [[0, 0, {"unit_id": self.unit.id}]]},
            {"event_ids": [[5]]},
            {"notice_ids": [[5]]},
        ):
            self.assertRefused("zrm.case", "write", self.theirs.ids, vals)
            # Nor by naming the guard's own key.
            self.assertRefused(
                "zrm.case", "write", self.theirs.ids, vals, context={"zrm_handling": True}
            )

    def test_a_context_is_no_key(self):
        self.authenticate("zrm_operator", "zrm_operator")
        vals = self.intake_vals(number="111111111111", unit_id=self.other_unit.id)
        case_id = self.call(
            "zrm.case", "create", [vals], context={"zrm_intake": True, "zrm_handling": True}
        )[0]
        case = self.env["zrm.case"].browse(case_id)
        self.assertNotEqual(case.number, "111111111111")
        self.assertEqual(case.unit_id, self.unit)
        self.assertOneOpenLeg(case)
