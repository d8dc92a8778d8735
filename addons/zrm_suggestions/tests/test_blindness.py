from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SuggestionCommon

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestBlindness(SuggestionCommon):
    """Who × what × phase: nobody learns a score, an author or a number before all are in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={})

    def setUp(self):
        super().setUp()
        self.suggestion = self.evaluating(name="کف‌پوش سارا نویسنده")
        self.evaluation(self.suggestion, self.first).action_submit(
            {
                self.benefit.id: {"value": 5, "words": "رازِ ارزیاب یک", "confidence": "3"},
                self.feasible.id: {"value": 4},
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def as_user(self, user, model):
        return self.env[model].with_user(user).sudo(False)

    def test_who_reads_which_scores(self):
        Score = "zrm.suggestion.score"
        before = {
            self.first: 2,
            self.second: 0,
            self.fourth: 0,
            self.secretary: 0,
            self.member: 0,
        }
        for user, count in before.items():
            self.assertEqual(self.as_user(user, Score).search_count([]), count, user.login)
        for user in (self.author, self.manager, self.operator, self.administrator):
            with self.assertRaises(AccessError), mute_logger(*QUIET):
                self.as_user(user, Score).search_count([])
        self.hand_in(self.suggestion, self.second, self.third)
        self.env.invalidate_all()
        after = {self.first: 6, self.second: 6, self.fourth: 0, self.secretary: 6, self.member: 6}
        for user, count in after.items():
            self.assertEqual(self.as_user(user, Score).search_count([]), count, user.login)

    def test_no_channel_gives_a_total_away(self):
        secret = "رازِ ارزیاب یک"
        for user in (self.second, self.secretary, self.member, self.author):
            env = self.env(user=user, su=False)
            for name in ("zrm.suggestion.round", "zrm.suggestion.evaluation"):
                model = env[name]
                if not model.has_access("read"):
                    continue
                sums = [
                    f"{field}:sum"
                    for field in (
                        "result_raw",
                        "result_normalised",
                        "spread",
                        "veto_count",
                        "total",
                    )
                    if field in model._fields
                    and model._has_field_access(model._fields[field], "read")
                ]
                for row in model._read_group([], [], sums):
                    self.assertFalse(any(row), (user.login, name))
                    for total in sums:
                        ordered = model.search([], order=total.split(":")[0])
                        self.assertEqual(ordered, model.search([], order="id") & ordered)
            self.assertUnreadable(user, secret)

    def test_an_evaluator_learns_of_nobody_else(self):
        for user in (self.first, self.second):
            rounds = self.as_user(user, "zrm.suggestion.round").search([])
            self.assertEqual(len(rounds), 1)
            self.assertFalse(rounds.progress, "not how many others, nor how many are in")
            self.assertEqual(rounds.evaluation_ids.evaluator_id, user)
            for name in ("suggestion_id",):
                with self.assertRaises(AccessError), mute_logger(*QUIET):
                    rounds.read([name])
                with self.assertRaises(AccessError), mute_logger(*QUIET):
                    rounds.search([(f"{name}.author_ids.partner_id.name", "ilike", "سارا")])
            evaluations = self.as_user(user, "zrm.suggestion.evaluation").search([])
            self.assertEqual(evaluations.evaluator_id, user)
            for model in ("zrm.suggestion", "zrm.suggestion.author", "zrm.suggestion.event"):
                with self.assertRaises(AccessError), mute_logger(*QUIET):
                    self.as_user(user, model).search([])

    def test_an_evaluator_does_not_learn_who_wrote_it(self):
        for user in (self.first, self.second):
            env = self.env(user=user, su=False)
            evaluation = env["zrm.suggestion.evaluation"].search([])
            shown = evaluation.read(
                ["title", "current_state", "proposed_state", "reason", "benefit", "display_name"]
            )
            self.assertNotIn("سارا", str(shown))
            self.assertNotIn("سارا", str(evaluation.round_id.read(["blind_name", "display_name"])))
            created_by = evaluation.round_id.sudo().create_uid
            self.assertNotEqual(created_by, self.author)

    def test_evaluators_not_invited_and_texts_not_confirmed(self):
        self.assertFalse(self.as_user(self.fourth, "zrm.suggestion.round").search([]))
        other = self.screened(name="دیگری")
        other.action_open_round()
        self.assertFalse(
            self.as_user(self.member, "zrm.suggestion.round").search_count([]), "not over yet"
        )

    def test_nothing_is_written_past_the_verbs(self):
        mine = self.evaluation(self.suggestion, self.first)
        for vals in ({"state": "invited"}, {"total": 100}):
            with self.assertRaisesRegex(UserError, "Hand in the scores"):
                mine.write(vals)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            mine.score_ids.write({"value": 1})
        with self.assertRaisesRegex(UserError, "frozen"):
            mine.round_id.write({"result_raw": 1})
        with self.assertRaises(UserError):
            self.suggestion.round_ids.with_user(self.secretary).write({"result_raw": 1})

    def test_messages_and_tasks_tell_nothing(self):
        texts = self.env["mail.message"].search([("res_id", "=", self.suggestion.id)])
        self.assertNotIn("رازِ", " ".join(map(str, texts.mapped("body"))))
        mine = (
            self.env["mail.activity"]
            .with_user(self.second)
            .search([("res_model", "=", "zrm.suggestion.evaluation")])
        )
        self.assertEqual(mine.user_id, self.second)

    def test_an_id_in_a_form_or_a_task_names_nothing(self):
        theirs = self.evaluation(self.suggestion, self.second)
        secret = self.suggestion.name
        blind = theirs.sudo().title
        for user in (self.first, self.clerk, self.coauthor):
            task = self.env["mail.activity"].with_user(user)
            for record in (self.suggestion, theirs, theirs.sudo().round_id):
                model_id = self.env["ir.model"]._get_id(record._name)
                values = {"res_model_id": model_id, "res_id": record.id}
                spec = {"res_name": {}, "res_model": {}}
                shown = str(task.onchange(values, ["res_id"], spec))
                self.assertNotIn(secret, shown)
                if record._name != "zrm.suggestion.round" or user != self.first:
                    self.assertNotIn(blind, shown, (user.login, record._name))
        form = self.env["zrm.suggestion.scoring"].with_user(self.first)
        spec = {"evaluation_id": {"fields": {"display_name": {}}}}
        shown = str(form.onchange({"evaluation_id": theirs.id}, ["evaluation_id"], spec))
        self.assertNotIn(blind, shown)
