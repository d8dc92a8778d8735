"""Direct calls by portal users that must be refused."""

from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_cases.tests.common import QUIET, CaseCommon, RpcCase

from .common import CitizenSide

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
class TestPortalAccess(CitizenSide, RpcCase):
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
            vals = self.intake_vals() if model == "zrm.case" else {}
            self.assertRefused(model, "create", [vals])

    def test_portal_users_reach_no_case_not_even_their_own(self):
        self.authenticate("zrm_account", "zrm_account")
        for case in (self.mine, self.theirs):
            self.assertRefused("zrm.case", "export_data", case.ids, ["name"], error=UserError)
            for method, args in (
                ("read", [["name", "answer", "track_pin", "verdict_token", "reporter_id"]]),
                ("web_read", [{"name": {}}]),
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

    def test_messages_and_files_of_a_case_are_closed(self):
        message = self.theirs.message_post(body="گفت‌وگو", message_type="comment")
        file = self.env["ir.attachment"].create(
            {"name": "x", "raw": b"secret", "res_model": "zrm.case", "res_id": self.theirs.id}
        )
        self.authenticate("zrm_account", "zrm_account")
        with mute_logger(*QUIET):
            for page in (f"/web/content/{file.id}", f"/web/content/zrm.case/{self.theirs.id}/name"):
                self.assertNotIn("secret", self.url_open(page).text)
            thread = {"thread_model": "zrm.case", "thread_id": self.theirs.id}
            seen = self.make_jsonrpc_request("/mail/thread/messages", thread)
            self.assertEqual(seen, {"data": {}, "messages": []})
            with self.assertRaisesRegex(JsonRpcException, r"^werkzeug.exceptions.NotFound$"):
                self.make_jsonrpc_request(
                    "/mail/message/post",
                    {**thread, "post_data": {"body": "x"}},
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

    def test_portal_users_reach_no_dialog(self):
        self.authenticate("zrm_account", "zrm_account")
        for model, method, args in (
            ("zrm.case.quick", "quick_start", []),
            ("zrm.case.quick", "quick_register", [{}]),
            ("zrm.case.quick", "quick_find_caller", ["a"]),
            ("zrm.case.act", "onchange", [[], {}, [], {"case_ids": {}}]),
            ("zrm.case.callback", "onchange", [[], {"case_id": 1}, ["case_id"], {"answer": {}}]),
            ("zrm.answer.template.use", "onchange", [[], {}, [], {"preview": {}}]),
            ("zrm.routing.test", "onchange", [[], {}, [], {"result": {}}]),
        ):
            self.assertRefused(model, method, *args)


@tagged("post_install", "-at_install")
class TestLinksAreNobodysToWrite(CaseCommon, RpcCase):
    def test_secrets_of_a_case_come_from_no_request(self):
        forged = {"default_verdict_token": "a" * 30, "default_track_digits": "1111"}
        Case = self.env["zrm.case"].with_user(self.operator).with_context(**forged)
        case = Case.create([self.intake_vals()]).sudo()
        self.assertFalse(case.verdict_token or case.track_digits)
        self.authenticate("zrm_expert", "zrm_expert")
        for vals in ({"verdict_token": "x"}, {"track_digits": "1111"}):
            self.assertRefused("zrm.case", "write", case.ids, vals, error=ValidationError)
