"""The checker finds faults: each of these is planted on purpose, in a story that is right
without it."""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from odoo.tests import TransactionCase, freeze_time, tagged

from .checker_clocks import working_hours
from .city import City
from .world import START, StoryError, World


@tagged("post_install", "-at_install")
class TestChecker(TransactionCase):
    rewrites = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.city = City(cls.env)
        cls.people, cls.units = cls.city.people, cls.city.units
        cls.Case = type(cls.env["zrm.case"])
        cls.Approval = type(cls.env["zrm.case.approval"])
        cls.Notice = type(cls.env["zrm.case.notice"])

    def setUp(self):
        super().setUp()
        freezer = freeze_time(START)
        self.world = World(self.city, freezer.start())
        self.addCleanup(freezer.stop)

    # ------------------------------------------------------------------
    # Planting
    # ------------------------------------------------------------------

    def assertFound(self, words, story, *faults):
        """The story is right as it is; with these faults the checker says so in these words.

        :param faults: context managers
        """
        self.world.begin()
        try:
            story()
        finally:
            self.world.end()
        self.world.begin()
        try:
            with ExitStack() as planted:
                for fault in faults:
                    planted.enter_context(fault)
                with self.assertRaisesRegex(StoryError, words):
                    story()
        finally:
            self.world.end()

    def lacking(self, model, method, gives=None):
        """The method does nothing but give this."""
        return patch.object(model, method, lambda self, *_args, **_kwargs: gives)

    @contextmanager
    def without_guard(self, table, guard):
        """PostgreSQL does not notice either."""
        self.env.cr.execute(f"ALTER TABLE {table} DROP CONSTRAINT {guard}")
        yield

    # ------------------------------------------------------------------
    # What happens
    # ------------------------------------------------------------------

    def register(self, subject="lanes", citizen=0, **vals):
        vals = {
            "channel_id": self.city.channel.id,
            "nature_id": self.city.natures[0].id,
            "subject_id": getattr(self.city.subjects, subject).id,
            "name": f"case {len(self.world.cases) + 1}",
            "description": "…",
            "partner_id": self.city.citizens[citizen].id,
            **vals,
        }
        case = self.world.act(
            self.people.operator,
            "registers",
            lambda model: model._intake([vals]),
            self.env["zrm.case"],
        ).with_env(self.env)
        self.world.cases.append(case)
        return case

    def do(self, who, case, verb, *args, **kwargs):
        self.world.act(
            getattr(self.people, who), verb, lambda one: getattr(one, verb)(*args, **kwargs), case
        )

    def in_hand(self, by="anna", **vals):
        case = self.register(**vals)
        following = case.sudo().step_id.next_step_ids
        self.do(by, case, "action_move", following.filtered(lambda one: one.state == "open").id)
        return case

    def citizen_objects(self, case):
        self.world.act(
            self.city.public, "objects", lambda one: one._object_to_answer("no"), case, sudo=True
        )

    def answered(self, by="anna", **vals):
        case = self.in_hand(by=by, **vals)
        self.do(by, case, "action_answer", "done")
        return case

    def drafted(self, by="anna", subject="trees"):
        case = self.in_hand(subject=subject)
        self.do(by, case, "write", {"answer": "draft"})
        return case

    # ------------------------------------------------------------------
    # The faults
    # ------------------------------------------------------------------

    def test_an_approval_that_does_not_end(self):
        def story():
            case = self.drafted()
            self.do("anna", case, "action_send_for_approval")
            self.do("chief_a1", case, "action_approve_answer")
            self.do("anna", case, "action_send_approved")

        fault = self.lacking(self.Case, "_end_approval")
        self.assertFound("is answered, and an approval still runs", story, fault)

    def test_an_answer_that_passes_the_judge_by(self):
        def story():
            case = self.drafted()
            self.do("anna", case, "action_answer", "done")

        fault = self.lacking(self.Case, "_check_judged")
        self.assertFound("went out without an approval of this text", story, fault)

    def test_an_author_who_judges(self):
        def story():
            case = self.drafted(by="chief_a1")
            self.do("chief_a1", case, "action_send_for_approval")

        fault = self.lacking(self.Approval, "_parties", self.env["res.users"])
        self.assertFound("none of those who are asked to judge is able", story, fault)

    def test_an_author_who_approves_past_the_queue(self):
        def story():
            case = self.drafted(by="chief_a1")
            self.do("chief_a1", case, "action_send_for_approval")
            self.do("chief_a1", case, "action_approve_and_send")

        fault = self.lacking(self.Case, "_why_not_judge", False)
        self.assertFound("approved by st_chief_a1, who is a party", story, fault)

    def test_a_unit_where_nobody_may_act(self):
        def story():
            case = self.answered()
            self.citizen_objects(case)
            for user in (self.people.amir, self.people.chief_a1):
                self.world.act(
                    self.env.ref("base.user_admin"),
                    "closes an account",
                    lambda one: one.write({"active": False}),
                    user,
                )
            self.do("head_a", case, "action_refer", self.units.office_a1.id)

        fault = patch.object(self.Case, "_able_unit", lambda _case, unit: unit)
        self.assertFound("goes to a unit where nobody may act on it", story, fault)

    def test_legs_that_stay_open(self):
        def story():
            case = self.in_hand()
            self.do("anna", case, "action_reject", "no")

        fault = self.lacking(self.Case, "_close_legs")
        self.assertFound("is rejected and has 1 open legs", story, fault)

    def test_a_case_and_a_leg_with_different_people(self):
        def story():
            case = self.in_hand()
            self.do("anna", case, "action_take")

        fault = self.lacking(self.Case, "_open_action_leg", self.env["zrm.referral"].sudo())
        self.assertFound("names another unit or person", story, fault)

    def test_a_clock_that_is_not_stopped(self):
        def story():
            case = self.in_hand()
            self.do("anna", case, "action_ask", "where?")

        fault = self.lacking(self.Case, "_stopped_clocks", {})
        self.assertFound("waits for the citizen, and its clock runs", story, fault)

    def test_a_pause_that_counts(self):
        def resumed(case, _working_time):
            return case._pause_over(self.world.now) if case.paused_at else {}

        def story():
            case = self.in_hand()
            self.do("anna", case, "action_ask", "where?")
            self.world.pass_time(24)
            self.world.act(
                self.city.public, "replies", lambda one: one._citizen_replied(), case, sudo=True
            )

        fault = patch.object(self.Case, "_resumed_clocks", resumed)
        self.assertFound("has .* hours left, its deadline says", story, fault)

    def test_a_miss_that_the_scheduler_does_not_see(self):
        def story():
            self.register()
            self.world.pass_time(48)

        fault = self.lacking(self.Case, "_cron_deadlines")
        self.assertFound("the scheduler passed it by", story, fault)

    def test_silence_that_closes_without_an_outcome(self):
        def close(case, _outcome):
            case._enter(case.process_id._step_of_state("closed", case.step_id))

        def story():
            self.answered()
            self.world.pass_time(504)

        fault = patch.object(self.Case, "_close_after_verdict", close)
        guard = self.without_guard("zrm_case", "zrm_case_closed_with_outcome")
        self.assertFound("is closed without an outcome", story, guard, fault)

    def test_a_citizen_who_hears_twice(self):
        def story():
            problem, one, other = self.in_hand(citizen=4), self.register(), self.register()
            for child in (one, other):
                self.do("anna", child, "write", {"parent_id": problem.id})
            self.do("anna", problem, "action_answer", "done")

        fault = patch.object(self.Notice, "_once_per_person", lambda _notice, rows: rows)
        self.assertFound("hears “answered” 2 times", story, fault)

    def test_a_confidential_case_of_which_others_hear(self):
        def recipients(case, _moment):
            return [(case, partner) for partner in case.partner_id | case.joined_partner_ids]

        def story():
            case = self.in_hand()
            joins = self.city.citizens[1]
            self.world.act(self.city.public, "joins", lambda one: one._join(joins), case, sudo=True)
            self.do("anna", case, "write", {"is_confidential": True})
            self.do("amir", case, "action_answer", "done")

        fault = patch.object(self.Case, "_notice_recipients", recipients)
        self.assertFound("is confidential, and citizen", story, fault)

    def test_an_excluded_person_who_gets_it_again(self):
        def story():
            case = self.answered()
            self.citizen_objects(case)
            anna = self.people.anna.id
            self.do("head_a", case, "action_refer", self.units.office_a1.id, user_id=anna)

        fault = self.lacking(self.Case, "_check_not_excluded")
        self.assertFound("given to st_anna, who is excluded", story, fault)

    def test_an_objection_that_does_not_climb(self):
        def story():
            self.citizen_objects(self.answered())

        fault = patch.object(self.Case, "_above_the_answer", lambda _case, unit: (unit, False))
        self.assertFound("does not climb above st_anna", story, fault)

    def test_an_objection_of_which_nobody_is_told(self):
        def story():
            self.citizen_objects(self.answered())

        nobody = self.env["mail.activity"]
        fault = self.lacking(self.Case, "_ask_handler", nobody)
        self.assertFound("nobody is told after “objected”", story, fault)

    def test_a_miss_that_is_told_to_all(self):
        def escalate(case, *_missed):
            unit = case.unit_id
            while unit:
                case._log_event("escalated", text=unit.manager_id.name)
                case._ask_handler("missed", user=unit.manager_id)
                unit = unit.parent_id

        def story():
            self.register()
            self.world.pass_time(504)

        fault = patch.object(self.Case, "_escalate", escalate)
        self.assertFound("is escalated to 3 people at once", story, fault)

    def test_an_event_that_is_rewritten_past_the_orm(self):
        def rewrite(event):
            if self.rewrites:
                event.env.cr.execute(
                    "ALTER TABLE zrm_case_event DISABLE TRIGGER zrm_case_event_append_only;"
                    "UPDATE zrm_case_event SET text = 'other words' WHERE id = %s",
                    [event.id],
                )

        def story():
            events = self.answered().sudo().event_ids
            self.world.act(self.people.anna, "rewrites", rewrite, events[:1], sudo=True)

        fault = patch.object(self, "rewrites", True)
        self.assertFound("was changed or removed", story, fault)

    def test_a_confidential_case_with_who_may_not_open_it(self):
        def story():
            case = self.in_hand()
            self.do("anna", case, "action_take")
            self.do("chief_a1", case, "write", {"is_confidential": True})

        fault = self.lacking(self.Case, "_take_from_others")
        self.assertFound("is with st_anna, who cannot act on it", story, fault)

    def test_working_hours_are_counted_right(self):
        friday = START.replace(day=20, hour=15)
        self.assertEqual(working_hours(START, START.replace(hour=20)), 7)
        self.assertEqual(working_hours(friday, friday.replace(day=23, hour=9)), 2)
        self.assertEqual(working_hours(friday.replace(day=21), friday.replace(day=22)), 0)
