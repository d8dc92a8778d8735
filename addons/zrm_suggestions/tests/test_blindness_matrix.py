from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SuggestionCommon

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")

# Every model of the addon, and what of it could give something away. A new model has to be
# thought about, and named here; its fields are all read by the test.
MODELS = {
    "zrm.suggestion": "text, authors, where it stands inside",
    "zrm.suggestion.author": "authors",
    "zrm.suggestion.ballot": "votes; nobody reads it",
    "zrm.suggestion.benefit": "who carried it out",
    "zrm.suggestion.criteria.set": "nothing",
    "zrm.suggestion.criterion": "nothing",
    "zrm.suggestion.decision": "what was decided",
    "zrm.suggestion.evaluation": "evaluators, totals",
    "zrm.suggestion.evaluator": "evaluators, how many are in",
    "zrm.suggestion.event": "evaluators, what was decided",
    "zrm.suggestion.fact": "what was decided",
    "zrm.suggestion.interest": "authors, evaluators",
    "zrm.suggestion.item": "results, votes",
    "zrm.suggestion.milestone": "what was decided",
    "zrm.suggestion.objection": "authors",
    "zrm.suggestion.passage": "what was decided",
    "zrm.suggestion.reward": "what was decided",
    "zrm.suggestion.reward.cost": "what was decided",
    "zrm.suggestion.reward.line": "authors",
    "zrm.suggestion.round": "results, how many are in",
    "zrm.suggestion.score": "scores",
    "zrm.suggestion.screening.reason": "nothing",
    "zrm.suggestion.session": "what was decided",
    "zrm.suggestion.tile": "counts of what one reads anyway",
    "zrm.suggestion.version": "text, authors",
    "zrm.suggestion.vote": "votes",
    "zrm.suggestion.year": "numbers of what was published",
}
# What Odoo keeps beside the records.
BESIDE = {
    "mail.message": "model",
    "mail.activity": "res_model",
    "ir.attachment": "res_model",
    "mail.followers": "res_model",
}
OUTSIDE = ("fifth", "coauthor", "clerk", "operator", "expert", "manager", "administrator")
ROLES = ("first", "second", "secretary", "member", "author", "oversight", *OUTSIDE)
PHASES = ("running", "replaced", "over", "decided", "published")

WORDS, TOTAL, NOTE = "رازِ نمره", "93.75", "رازِ دبیرخانه"
DECISION, NAME, LEFT, AUTHOR = "رازِ تصمیم", "ارزیاب 0", "ارزیاب 2", "سارا نویسنده"
IN = {"first", "second", "secretary", "member"}
# Who learns what in which phase, by whatever channel; nobody else does.
TABLE = {
    WORDS: {"running": {"first"}, "replaced": {"first"}, "over": IN},
    # Not even one's own total exists before all are in.
    TOTAL: {"running": set(), "replaced": set(), "over": {"first", "secretary", "member"}},
    NAME: {"running": {"first", "secretary"}, "over": {"first", "secretary", "member"}},
    LEFT: {"running": {"secretary"}, "over": {"secretary", "member"}},
    AUTHOR: {"running": {"secretary", "author"}, "over": {"secretary", "author", "member"}},
    DECISION: {
        "running": set(),
        "decided": {"secretary", "member"},
        "published": {"secretary", "member", "author"},
    },
    NOTE: {"running": {"secretary"}},
}


@tagged("post_install", "-at_install")
class TestBlindnessMatrix(SuggestionCommon):
    """Who × channel × phase: all that each role can read by RPC, searched for what they must
    not learn; and what they may, they do."""

    def test_every_model_was_thought_about(self):
        found = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("zrm.suggestion") and not model._transient and not model._abstract
        }
        # The other half of the addon has tables of its own.
        mine = {name for name in found if name in MODELS or self._touches_evaluation(name)}
        self.assertEqual(mine, set(MODELS))

    def _touches_evaluation(self, name):
        """Whether a model leads to what is blind: then it belongs into the table."""
        comodels = {field.comodel_name for field in self.env[name]._fields.values()}
        blind = {"round", "evaluation", "score", "decision", "item", "vote", "reward"}
        return bool(comodels & {f"zrm.suggestion.{one}" for one in blind})

    def test_who_learns_what_and_when(self):
        self.suggestion = self.evaluating(name="کف‌پوش سارا نویسنده")
        for phase in PHASES:
            getattr(self, f"phase_{phase}")()
            self.env.flush_all()
            for role in ROLES:
                self.env.invalidate_all()
                seen = self.all_that_is_read(getattr(self, role))
                for secret, table in TABLE.items():
                    may = role in self.allowed(table, phase)
                    if secret in getattr(self, role).name:
                        continue
                    with self.subTest(phase=phase, role=role, secret=secret):
                        where = [name for name, text in seen.items() if secret in text]
                        if may:
                            self.assertTrue(where)
                        else:
                            self.assertFalse(where)

    @staticmethod
    def allowed(table, phase):
        """The row of the last phase that is named, up to this one."""
        named = [one for one in PHASES[: PHASES.index(phase) + 1] if one in table]
        return table[named[-1]]

    # Phases ------------------------------------------------------------

    def phase_running(self):
        suggestion = self.suggestion
        suggestion.message_post(body=NOTE, subtype_xmlid="mail.mt_comment")
        suggestion.sudo()._ask_secretary(lambda env: NOTE)
        self.evaluation(suggestion, self.first).action_submit(
            {
                self.benefit.id: {"value": 5, "words": WORDS, "confidence": "3"},
                self.feasible.id: {"value": 4},
            }
        )

    def phase_replaced(self):
        self.evaluation(self.suggestion, self.third).action_recuse("سررشته ندارم")

    def phase_over(self):
        self.hand_in(self.suggestion, self.second)
        others = self.suggestion.round_ids.evaluation_ids.filtered(
            lambda one: one.state == "invited"
        )
        for evaluation in others:
            evaluation.with_user(evaluation.evaluator_id).action_submit(self.scores())

    def phase_decided(self):
        session = (
            self.env["zrm.suggestion.session"]
            .with_user(self.secretary)
            .create(
                {
                    "name": "ج",
                    "chair_id": self.member.id,
                    "present_ids": [(6, 0, self.member.ids)],
                    "member_ids": [(6, 0, self.member.ids)],
                    "quorum": 1,
                }
            )
        )
        session.action_take_up()
        session.action_open()
        self.suggestion.action_decide(session.id, "rejected", DECISION)

    def phase_published(self):
        self.suggestion.action_publish()

    # Channels ----------------------------------------------------------

    def all_that_is_read(self, user):
        """:return: ``{channel: text}`` of all that this user can read about suggestions"""
        env, seen = self.env(user=user, su=False, context={}), {}
        with mute_logger(*QUIET):
            for name in [*MODELS, *BESIDE]:
                model = env[name]
                if not model.has_access("read"):
                    continue
                domain = [(BESIDE[name], "like", "zrm.suggestion")] if name in BESIDE else []
                records = model.with_context(active_test=False).search(domain)
                seen[f"{name}: read"] = self.texts_of(records)
                seen[f"{name}: groups"] = self.groups(model, domain)
                seen[f"{name}: names"] = str(model.name_search("")) if name in MODELS else ""
                seen[f"{name}: export"] = self.export(records)
        return seen

    def readable(self, model):
        return [
            field.name
            for field in model._fields.values()
            if model._has_field_access(field, "read") and field.type != "binary"
        ]

    def texts_of(self, records):
        """All fields, one at a time where one of them is refused."""
        names = self.readable(records)
        try:
            return str(records.read(names))
        except (AccessError, UserError):
            texts = []
            for name in names:
                try:
                    texts.append(str(records.read([name])))
                except (AccessError, UserError):
                    continue
            return "".join(texts)

    def groups(self, model, domain):
        """Counts and sums by each field that can be grouped by."""
        fields = [model._fields[name] for name in self.readable(model)]
        sums = [f"{one.name}:{one.aggregator}" for one in fields if one.store and one.aggregator]
        texts = []
        for field in fields:
            is_period = field.type in ("date", "datetime")
            if not field.store or field.type in ("one2many", "json", "text", "html"):
                continue
            by = f"{field.name}:day" if is_period else field.name
            try:
                with self.env.cr.savepoint():
                    texts.append(str(model.formatted_read_group(domain, [by], ["__count", *sums])))
            except (AccessError, UserError, ValueError):
                continue
        return "".join(texts)

    def export(self, records):
        names = [
            name
            for name in self.readable(records)
            if records._fields[name].type in ("char", "text", "many2one", "float", "selection")
        ]
        try:
            with self.env.cr.savepoint():
                return str(records.export_data(names))
        except (AccessError, UserError):
            return ""
