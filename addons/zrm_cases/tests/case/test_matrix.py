# pylint: disable=translation-required
"""Who may learn what: each role reads everything that RPC lets it read, in all models, and is
compared with what is promised for open, confidential and hidden cases."""

import json
from contextlib import suppress
from datetime import datetime, timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon

KINDS = ("open", "confidential", "hidden")
# What a case has that is not for everybody; each kind has its own.
SECRETS = ("words", "code", "citizen")
ALL, MATTER, NOTHING = {"words", "code", "citizen"}, {"words", "code"}, set()
# Whoever is not in the table learns nothing. Names of citizens are those on cases and in what
# belongs to them; files themselves are contacts, as in any Odoo.
PROMISED = {
    "stranger": (NOTHING, NOTHING, NOTHING),
    "clerk": (NOTHING, NOTHING, NOTHING),
    "other operator": (NOTHING, NOTHING, NOTHING),
    "outsider": (NOTHING, NOTHING, NOTHING),
    "registrar": (ALL, NOTHING, MATTER),
    "expert": (ALL, NOTHING, MATTER),
    "manager": (ALL, NOTHING, MATTER),
    "confidential expert": (ALL, ALL, MATTER),
    "oversight": (ALL, ALL, MATTER),
    "administrator": (ALL, ALL, MATTER),
}
# Files of citizens, and what repeats their names by itself.
FILES = {"res.partner", "res.users", "zrm.name.word", "zrm.duplicate", "zrm.relation"}
READABLE = ("char", "text", "html", "many2one", "json", "reference", "many2one_reference")
MOST = 300


@tagged("post_install", "-at_install")
class TestMatrix(CaseCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        insider = make_user(env, "zrm_insider", "zrm_base.group_expert,zrm_base.group_confidential")
        cls.unit.member_ids |= insider
        cls.roles = {
            "stranger": make_user(env, "zrm_stranger", "base.group_portal"),
            "clerk": cls.clerk,
            "other operator": make_user(env, "zrm_operator2", "zrm_base.group_operator"),
            "outsider": cls.outsider,
            "registrar": cls.operator,
            "expert": cls.expert,
            "manager": cls.manager,
            "confidential expert": insider,
            "oversight": cls.oversight,
            "administrator": cls.administrator,
        }
        cls.process.total_hours = 0
        cls.cases, cls.secrets = {}, {}
        for kind in KINDS:
            cls.make_kind(kind)
        cls.env["zrm.case.notice"]._lock_waiting()._send()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def make_kind(cls, kind):
        """A case that has been through much, and its secrets."""
        citizen = cls.make_citizen(
            f"Citizen-{kind}-secret", phone=f"0912000{KINDS.index(kind)}{KINDS.index(kind)}88"
        )
        citizen.email = f"{kind}@secret.example"
        cls.subject.hides_reporter = kind == "hidden"
        words = f"Words-{kind}-secret"
        case = cls.make_case(
            partner_id=citizen.id,
            name=words,
            description=words,
            is_confidential=kind == "confidential",
        )
        cls.subject.hides_reporter = False
        # As the mail gateway: who posts a message may read it.
        case = case.with_user(cls.env.ref("base.user_root"))
        keeper = case.with_user(cls.roles["confidential expert"])
        keeper.action_move(cls.steps["open"].id)
        keeper.action_ask(f"{words}?")
        case.message_post(
            body=f"{words} from {citizen.name}" if kind != "hidden" else words,
            author_id=citizen.id,
            email_from=citizen.email,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            attachments=[(f"{words}.txt", words.encode())],
        )
        case._ask_handler(words)
        case.message_post(body=words, subtype_xmlid="mail.mt_note")
        if case.state == "waiting":
            keeper.action_move(cls.steps["open"].id)
        keeper.answer = words
        keeper.action_answer()
        cls.cases[kind] = case
        cls.secrets[kind] = {
            "words": [words],
            "code": [case.number, case.number_spaced],
            "citizen": [citizen.name, citizen.email, citizen.phone_sanitized],
        }

    def all_that_is_readable(self, user):
        """``{model: text of all that this user reads}``"""
        known = {}
        for name in sorted(self.env.registry):
            Model = self.env[name].with_user(user).sudo(False)
            if Model._abstract or not Model._auto or not Model.has_access("read"):
                continue
            names = [
                field.name
                for field in Model._fields.values()
                if field.type in READABLE and Model._has_field_access(field, "read")
            ]
            known[name] = self.text_of(Model, names)
        return known

    def text_of(self, Model, names):
        errors = (AccessError, UserError, ValueError, KeyError, psycopg2.Error)
        with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.models"):
            together = self.read_some(Model, names, errors)
            if together is not None:
                return together
            # One field that cannot be read must not hide the others.
            return "".join(self.read_some(Model, [name], errors) or "" for name in names)

    def read_some(self, Model, names, errors):
        """The text of the latest records; None when they cannot be read."""
        try:
            with self.env.cr.savepoint():
                return str(Model.search([], limit=MOST, order="id desc").read(names))
        except errors:
            return None

    def learnt(self, known, kind):
        """The kinds of secrets that stand somewhere in what is known, with the models."""
        found = {}
        for secret, tokens in self.secrets[kind].items():
            models = [
                model
                for model, text in known.items()
                if any(token and token in text for token in tokens)
                and not (secret == "citizen" and model in FILES)
            ]
            if models:
                found[secret] = models
        return found

    def test_all_that_can_be_read(self):
        wrong = {}
        for role, promised in PROMISED.items():
            known = self.all_that_is_readable(self.roles[role])
            for kind, expected in zip(KINDS, promised, strict=True):
                found = self.learnt(known, kind)
                for secret, models in found.items():
                    if secret not in expected:
                        wrong[role, kind, secret] = models
                for secret in expected - found.keys():
                    wrong[role, kind, secret] = "not learnt, though promised"
        self.maxDiff = None
        self.assertFalse(wrong)

    def test_every_secret_is_there_to_be_found(self):
        """The search itself: the superuser finds all of them."""
        known = self.all_that_is_readable(self.env.ref("base.user_root"))
        for kind in KINDS:
            self.assertTrue({"words", "code"} <= self.learnt(known, kind).keys(), kind)

    def test_papers(self):
        """Receipts and letters show what the role may read of the case, and no reporter. Who
        registered a case may print its receipt, with the code that was shown then."""
        render = self.env["ir.actions.report"].sudo(False)
        for role, promised in PROMISED.items():
            for kind, expected in zip(KINDS, promised, strict=True):
                case = self.cases[kind]
                for report in ("zrm_cases.report_case_receipt", "zrm_cases.case_letter"):
                    text = ""
                    with suppress(AccessError, UserError, ValueError), self.env.cr.savepoint():
                        html, _type = render.with_user(self.roles[role])._render_qweb_html(
                            report, case.ids
                        )
                        text = html.decode()
                    own = {"code"} if role == "registrar" else set()
                    for secret in set(SECRETS) - expected - own:
                        for token in self.secrets[kind][secret]:
                            self.assertNotIn(token, text, (role, kind, report))

    def test_exports_and_names(self):
        """What exports, name searches and groups tell."""
        for role, promised in PROMISED.items():
            user = self.roles[role]
            for kind, expected in zip(KINDS, promised, strict=True):
                case = self.cases[kind].with_user(user).sudo(False)
                self.env.invalidate_all()
                told = []
                for ask in (
                    lambda case=case: case.export_data(["name", "number", "partner_id/name"]),
                    lambda case=case: case.name_search("secret"),
                    lambda case=case: case.formatted_read_group([], ["partner_id"], ["__count"]),
                    lambda case=case: case.formatted_read_group([], ["name"], ["__count"]),
                    lambda case=case: case.read(["display_name"]),
                ):
                    try:
                        with self.env.cr.savepoint():
                            told.append(str(ask()))
                    except (AccessError, UserError):
                        continue
                for secret in set(SECRETS) - expected:
                    for token in self.secrets[kind][secret]:
                        self.assertNotIn(token, " ".join(told), (role, kind))

    def test_the_other_door(self):
        """``/json/2`` tells no more than ``call_kw`` does."""
        until = datetime.now() + timedelta(days=1)
        for role in ("stranger", "clerk", "outsider", "expert"):
            user = self.roles[role]
            key = self.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "t", until)
            promised = dict(zip(KINDS, PROMISED[role], strict=True))
            for model, method, arguments in (
                ("zrm.case", "search_read", {"domain": [], "fields": ["name", "number"]}),
                ("zrm.case", "formatted_read_group", {"domain": [], "groupby": ["partner_id"]}),
                ("zrm.case.event", "search_read", {"domain": [], "fields": ["text"]}),
                ("mail.message", "search_read", {"domain": [], "fields": ["body"], "limit": 300}),
                ("mail.notification", "search_read", {"domain": [], "limit": 300}),
                ("zrm.case", "message_process", {"model": "zrm.case", "message": "x"}),
            ):
                with mute_logger("odoo.http"):
                    text = self.url_open(
                        f"/json/2/{model}/{method}",
                        data=json.dumps(arguments),
                        headers={
                            "Authorization": f"Bearer {key}",
                            "Content-Type": "application/json",
                        },
                    ).text
                for kind, expected in promised.items():
                    for secret in set(SECRETS) - expected:
                        for token in self.secrets[kind][secret]:
                            self.assertNotIn(token, text, (role, kind, model, method))
