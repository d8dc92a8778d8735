from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import get_db_name, tagged

from odoo.addons.zrm_base.tests.common import RaceCase, make_user

from .common import GROUP, TEXTS

# Children before what they belong to.
TABLES = (
    "zrm_suggestion_ballot",
    "zrm_suggestion_vote",
    "zrm_suggestion_item",
    "zrm_suggestion_session",
    "zrm_suggestion_score",
    "zrm_suggestion_evaluation",
    "zrm_suggestion_round",
    "zrm_suggestion_passage",
    "zrm_suggestion_version",
    "zrm_suggestion_author",
    "zrm_suggestion_event",
    "zrm_suggestion",
)


@tagged("post_install", "-at_install")
class TestRaces(RaceCase):
    """Evaluators who hand in last at the same moment, and members who vote at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_people()
        cls.addClassCleanup(cls._remove)

    @classmethod
    def _make_people(cls):
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            # What was there before stays.
            cls.before = {table: cls.last(cr, table) for table in TABLES}
            cls.names = {}
            for role, count in (
                ("secretary", 1),
                ("author", 1),
                ("evaluator", 3),
                ("committee", 4),
            ):
                for number in range(count):
                    login = f"race_{role}{number}"
                    cls.names[login] = make_user(env, login, f"{GROUP}{role}").id
            subject = env["zrm.subject"].search([("code", "=", "RACE-S")]) or env[
                "zrm.subject"
            ].create({"name": "همزمان", "code": "RACE-S"})
            cls.criteria_id = (
                env["zrm.suggestion.criteria.set"]
                .create(
                    {
                        "name": "همزمان",
                        "subject_ids": [(6, 0, subject.ids)],
                        "criterion_ids": [(0, 0, {"name": "سود"})],
                    }
                )
                .id
            )
            cls.subject_id = subject.id
            cls.unit_id = env["zrm.unit"].create({"name": "همزمان", "code": "RACE-U"}).id

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            self.suggestion_id = self._evaluating(api.Environment(cr, SUPERUSER_ID, {})).id

    @staticmethod
    def last(cr, table):
        cr.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
        return cr.fetchone()[0]

    def user(self, env, role, number=0):
        return env["res.users"].browse(self.names[f"race_{role}{number}"])

    def _evaluating(self, env):
        suggestion = (
            env["zrm.suggestion"]
            .with_user(self.user(env, "author"))
            .create({"name": "همزمان", "subject_id": self.subject_id, **TEXTS})
        )
        suggestion.action_submit()
        suggestion = suggestion.with_user(self.user(env, "secretary"))
        suggestion.action_screen(unit_id=self.unit_id)
        suggestion.action_open_round()
        suggestion.round_ids.action_confirm()
        evaluators = [self.user(env, "evaluator", number).id for number in range(3)]
        suggestion.action_invite(evaluators)
        return suggestion

    def hand_in(self, env, number):
        user = self.user(env, "evaluator", number)
        mine = env["zrm.suggestion.evaluation"].search(
            [("evaluator_id", "=", user.id), ("suggestion_id", "=", self.suggestion_id)]
        )
        criterion = env["zrm.suggestion.criteria.set"].browse(self.criteria_id).criterion_ids
        return mine.with_user(user).action_submit({criterion.id: {"value": 4}})

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute(
                "DELETE FROM mail_activity WHERE res_model LIKE 'zrm.suggestion%%' "
                "AND user_id = ANY(%s)",
                [list(cls.names.values())],
            )
            for table in ("zrm_suggestion", "zrm_suggestion_evaluation", "zrm_suggestion_session"):
                cr.execute(
                    "DELETE FROM mail_message WHERE model = %s AND res_id > %s",
                    [table.replace("_", "."), cls.before[table]],
                )
            cr.execute(
                "ALTER TABLE zrm_suggestion_event DISABLE TRIGGER zrm_suggestion_event_append_only"
            )
            for table in TABLES:
                cr.execute(f"DELETE FROM {table} WHERE id > %s", [cls.before[table]])
            cr.execute(
                "ALTER TABLE zrm_suggestion_event ENABLE TRIGGER zrm_suggestion_event_append_only"
            )
            env["zrm.suggestion.criteria.set"].browse(cls.criteria_id).unlink()
            env["zrm.unit"].browse(cls.unit_id).unlink()
            env["zrm.subject"].browse(cls.subject_id).unlink()
            users = env["res.users"].browse(cls.names.values())
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def test_the_last_two_hand_in_at_once(self):
        with self.registry.cursor() as cr:
            self.hand_in(api.Environment(cr, SUPERUSER_ID, {}), 0)
        numbers = iter((1, 2))
        results = self.as_requests(2, self.taking(numbers))
        self.assertEqual(results, [True, True])
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            suggestion = env["zrm.suggestion"].browse(self.suggestion_id)
            self.assertTrue(suggestion.round_ids.revealed_at)
            self.assertEqual(suggestion.state, "committee")
            self.assertEqual(
                suggestion.event_ids.mapped("kind").count("evaluated"), 1, "once, and not never"
            )

    def taking(self, numbers):
        """A request for each number; the same again, when the database asks for it."""
        taken = {}

        def request(env):
            number = taken.setdefault(id(env.cr), None)
            if number is None:
                number = taken[id(env.cr)] = next(numbers)
            return self.hand_in(env, number)

        return request

    def _voting(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            for number in range(3):
                self.hand_in(env, number)
            members = [self.names[f"race_committee{number}"] for number in range(4)]
            session = (
                env["zrm.suggestion.session"]
                .with_user(self.user(env, "secretary"))
                .create(
                    {
                        "name": "همزمان",
                        "chair_id": members[0],
                        "member_ids": [(6, 0, members)],
                        "present_ids": [(6, 0, members)],
                    }
                )
            )
            session.env["zrm.suggestion.item"].create(
                {
                    "session_id": session.id,
                    "suggestion_id": self.suggestion_id,
                    "is_secret": True,
                }
            )
            session.action_open()
            session.item_ids.action_open_vote()
            return session.item_ids.id

    def test_all_vote_at_once_and_each_counts_once(self):
        item_id = self._voting()
        # Four members, and the first of them once more.
        order = iter((0, 1, 2, 3, 0))
        taken = {}

        def vote(env):
            if id(env.cr) not in taken:
                taken[id(env.cr)] = next(order)
            user = self.user(env, "committee", taken[id(env.cr)])
            return env["zrm.suggestion.item"].browse(item_id).with_user(user).action_vote("for")

        results = self.as_requests(5, vote)
        self.assertEqual(results.count(True), 4)
        [refused] = [result for result in results if result is not True]
        self.assertIsInstance(refused, UserError)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            item = env["zrm.suggestion.item"].browse(item_id)
            item.action_count_votes()
            self.assertEqual((item.votes_for, item.votes_against), (4, 0))

    def test_two_secretaries_open_one_round(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            suggestion = self._screened(env)
        results = self.as_requests(
            2,
            lambda env: bool(
                env["zrm.suggestion"]
                .browse(suggestion)
                .with_user(self.user(env, "secretary"))
                .action_open_round()
            ),
        )
        for result in results:
            self.assertTrue(result is True or isinstance(result, UserError), result)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.assertEqual(len(env["zrm.suggestion"].browse(suggestion).round_ids), 1)

    def _screened(self, env):
        suggestion = (
            env["zrm.suggestion"]
            .with_user(self.user(env, "author"))
            .create({"name": "همزمان", "subject_id": self.subject_id, **TEXTS})
        )
        suggestion.action_submit()
        suggestion.with_user(self.user(env, "secretary")).action_screen(unit_id=self.unit_id)
        return suggestion.id
