import json

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_cases.tests.common import QUIET

from ..citizen_common import CitizenSuggestions

MODELS = (
    "zrm.suggestion",
    "zrm.suggestion.author",
    "zrm.suggestion.coauthor",
    "zrm.suggestion.comment",
    "zrm.suggestion.draft",
    "zrm.suggestion.event",
    "zrm.suggestion.follow",
    "zrm.suggestion.news",
    "zrm.suggestion.publication",
    "zrm.suggestion.recount",
    "zrm.suggestion.support",
)
VERBS = (
    "action_open_participation",
    "action_close_participation",
    "action_hide_publication",
    "action_prepare_participation",
    "action_voices",
    "action_comments",
)


@tagged("post_install", "-at_install")
class TestParticipationAccess(CitizenSuggestions):
    """Citizens have the pages, and nothing by RPC; each role of the staff what it needs."""

    def test_portal_users_read_and_write_nothing_by_rpc(self):
        publication = self.published()
        self.authenticate("zrm_account", "zrm_account")
        for model in MODELS:
            for method, args in (
                ("search_read", [[]]),
                ("create", [{}]),
                ("write", [publication.ids, {}]),
                ("unlink", [publication.ids]),
            ):
                with (
                    self.subTest(model=model, method=method),
                    self.assertRaises(JsonRpcException) as caught,
                    mute_logger(*QUIET),
                ):
                    self.make_jsonrpc_request(
                        "/web/dataset/call_kw",
                        {"model": model, "method": method, "args": args, "kwargs": {}},
                    )
                # Some refuse changes to everybody, in words of their own.
                self.assertIn(
                    str(caught.exception),
                    ("odoo.exceptions.AccessError", "odoo.exceptions.UserError"),
                )
                if method in ("search_read", "create"):
                    self.assertIn("AccessError", str(caught.exception))

    def test_nor_by_the_json_api(self):
        publication = self.published()
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.account)
            .sudo()
            ._generate("rpc", "test", fields.Datetime.add(fields.Datetime.now(), days=1))
        )
        with mute_logger(*QUIET):
            for method, body in (
                ("search_read", {"domain": []}),
                ("read", {"ids": publication.ids}),
                ("_support", {"ids": publication.ids}),
                ("_comment", {"ids": publication.ids}),
            ):
                answer = self.url_open(
                    f"/json/2/zrm.suggestion.publication/{method}",
                    data=json.dumps(body),
                    headers={
                        "Content-Type": "application/json",
                        "Authorization": f"Bearer {key}",
                    },
                )
                self.assertIn(answer.status_code, (403, 404), method)

    def test_private_methods_are_not_called(self):
        publication = self.published()
        self.authenticate("zrm_secretary", "zrm_secretary")
        for method, args in (("_support", [1]), ("_comment", [1, "x"]), ("_hide", ["x"])):
            with self.assertRaises(JsonRpcException), mute_logger(*QUIET):
                self.make_jsonrpc_request(
                    "/web/dataset/call_kw",
                    {
                        "model": publication._name,
                        "method": method,
                        "args": [publication.ids, *args],
                        "kwargs": {},
                    },
                )
        self.assertFalse(self.env["zrm.suggestion.support"].search([]))

    def test_verbs_are_the_secretariats(self):
        suggestion = self.submitted()
        self.published(suggestion)
        users = (
            self.author,
            self.coauthor,
            self.first,
            self.member,
            self.manager,
            self.oversight,
            self.clerk,
        )
        for user in users:
            for verb in VERBS:
                with (
                    self.subTest(user=user.login, verb=verb),
                    self.assertRaises(UserError) as caught,
                    mute_logger(*QUIET),
                    self.env.cr.savepoint(),
                ):
                    getattr(suggestion.with_user(user), verb)()
                if not isinstance(caught.exception, AccessError):
                    self.assertIn("The secretariat", str(caught.exception))

    def test_who_supports_is_read_by_the_secretariat_only(self):
        publication = self.published()
        publication._support(self.citizen)
        for user in (self.author, self.first, self.member, self.manager, self.oversight):
            with self.assertRaises(AccessError), mute_logger(*QUIET):
                self.env["zrm.suggestion.support"].with_user(user).search([]).mapped("partner_id")
        found = self.env["zrm.suggestion.support"].with_user(self.secretary).search([])
        self.assertEqual(found.partner_id, self.citizen)

    def test_the_secretariat_changes_rows_by_the_verbs_only(self):
        publication = self.published().with_user(self.secretary)
        comment = publication.sudo()._comment(self.citizen, "سخن").with_user(self.secretary)
        for record, vals in (
            (publication, {"name": "x"}),
            (comment, {"state": "shown"}),
        ):
            with self.assertRaises(UserError), mute_logger(*QUIET):
                record.write(vals)
        Support = self.env["zrm.suggestion.support"].with_user(self.secretary)
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            Support.create({"publication_id": publication.id, "partner_id": self.citizen.id})

    def test_of_the_own_companies_only(self):
        publication = self.published()
        publication._support(self.citizen)
        comment = publication._comment(self.citizen, "سخن")
        other = self.env["res.company"].create({"name": "دیگر", "zrm_suggestions_public": True})
        publication.suggestion_id._write_handling({"company_id": other.id})
        self.env.flush_all()
        for record in (publication, comment, self.env["zrm.suggestion.support"].search([])):
            own = record.with_user(self.secretary)
            self.assertFalse(own.search([("id", "=", record.id)]), record._name)
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            comment.with_user(self.secretary).action_show()

    def test_links_of_get_change_nothing(self):
        publication = self.published()
        self.authenticate("zrm_account", "zrm_account")
        for verb in ("support", "comment", "follow"):
            answer = self.url_open(f"/zrm/suggestions/{publication.number}/{verb}?text=x")
            self.assertIn(answer.status_code, (404, 405), verb)
        # Without the token of the session nothing is done either.
        with mute_logger(*QUIET):
            answer = self.url_open(
                f"/zrm/suggestions/{publication.number}/support", data={"x": "1"}
            )
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(publication._voices()[publication.id], 0)

    def test_the_secretariat_finds_what_waits(self):
        published = self.published().suggestion_id
        other = self.submitted(name="دیگر")
        named = self.handed_in(
            looked="1", co_name="حسن یوسفی", co_contact="hassan@example.com", co_share="40"
        )
        Suggestion = self.env["zrm.suggestion"].with_user(self.secretary)
        for domain, found in (
            ([("publication_ids.state", "=", "open")], published),
            ([("publication_ids", "=", False)], other.sudo() | named),
            ([("coauthor_ids.state", "=", "waiting")], named),
        ):
            among = [("id", "in", (published | other.sudo() | named).ids)]
            self.assertEqual(Suggestion.search(among + domain).sudo(), found.sorted("id", True))
        self.assertEqual(published.with_user(self.secretary).support_count, 0)
