"""The suggestions of the demonstration city, from the idea to its benefit.

Read by load_demo.py. demo_suggestions.toml says what people propose and what becomes of it;
authors, secretariat, evaluators and committee act by the same verbs as in real life, deed by
deed in the order of time, on a clock that is set (freezegun). The same seed gives the same
city, counted back from today.
"""

import heapq
import random
from collections import Counter
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from types import SimpleNamespace

from freezegun import freeze_time

from odoo.exceptions import UserError

try:
    import tomllib
except ImportError:  # Python 3.10
    import tomli as tomllib

TEXTS = tomllib.loads(
    (Path(__file__).resolve().parent / "demo_suggestions.toml").read_text("utf-8")
)
WORDS = TEXTS["words"]
MAX_REFUSED = 3  # deeds; more means that the verbs have changed and this file has not
TEHRAN = timedelta(hours=3, minutes=30)
# So many days ago it was handed in: from, to.
AGES = {
    "closed": (245, 225), "measured": (235, 215), "implementing": (180, 140),
    "approved": (120, 85), "modified": (130, 90), "deferred": (140, 90), "rejected": (150, 80),
    "planned": (120, 80), "objected": (125, 95), "decided": (70, 60), "all_in": (45, 38),
    "disputed": (45, 40), "evaluating": (22, 16), "screening": (12, 6), "submitted": (4, 1),
    "returned": (15, 9), "out": (90, 8), "duplicate": (60, 30), "withdrawn": (80, 20),
    "draft": (5, 1),
}  # fmt: skip
# Those that the committee decides about, and how.
OUTCOMES = {
    "closed": "as_is", "measured": "as_is", "implementing": "as_is", "approved": "as_is",
    "modified": "modified", "deferred": "deferred", "rejected": "rejected",
    "planned": "planned_already", "objected": "rejected", "decided": "as_is",
}  # fmt: skip
REASONS = {"as_is": "approved", "planned_already": "planned_already"}
EVALUATED = {*OUTCOMES, "all_in", "disputed", "evaluating"}
CARRIED_OUT = {"closed", "measured", "implementing"}


def office(moment):
    """That day in office hours."""
    return moment.replace(hour=6, minute=random.Random(moment.toordinal()).randrange(60), second=0)


class Scheme:
    def __init__(self, env, end=None):
        quiet = {"tracking_disable": True, "mail_activity_quick_update": True, "lang": "fa_IR"}
        self.env = env(context={**env.context, **quiet, "tz": "Asia/Tehran"})
        self.rng = random.Random(1405)
        now = datetime.now(timezone.utc).replace(tzinfo=None)
        self.end = (end or now).replace(microsecond=0)
        ref = self.env.ref
        self.secretary = ref("zrm_suggestions.user_secretary")
        self.deputy = ref("zrm_suggestions.user_secretary_deputy")
        self.committee = ref("zrm_suggestions.group_suggestion_committee").user_ids
        self.committee -= ref("base.user_admin") | ref("base.user_root")
        self.staff = ref("zrm_suggestions.group_suggestion_author").user_ids
        self.staff -= ref("base.user_admin") | ref("base.user_root") | self.secretary | self.deputy
        citizens = [("is_citizen", "=", True), ("is_company", "=", False), ("user_ids", "=", False)]
        known = [("is_confidential", "=", False), ("email", "!=", False)]
        self.citizens = self.env["res.partner"].search([*citizens, *known], order="id", limit=200)
        self.agenda, self.orders = [], count()
        self.stories, self.refused = [], []

    # ------------------------------------------------------------------
    # The stories
    # ------------------------------------------------------------------

    def draw(self):
        lines = [line for line in TEXTS["ideas"].splitlines() if line.strip()]
        for place, line in enumerate(lines):
            subject, unit, fate, name, now, then, why, benefit = map(str.strip, line.split("|"))
            fate, _colon, more = fate.partition(":")
            eldest, youngest = AGES[fate]
            age = self.rng.uniform(youngest, eldest)
            story = SimpleNamespace(
                fate=fate, more=more, one=None, place=place, is_staff=fate in ("draft",)
                or more == "own_duty" or place % 7 == 3,
                vals={
                    "name": name, "current_state": now, "proposed_state": then, "reason": why,
                    "expected_benefit": benefit.removeprefix("ریال:").strip(),
                    "benefit_kind": "quantitative" if benefit.startswith("ریال") else "qualitative",
                    "subject_id": self.env.ref(f"zrm_cases.{subject}").id,
                },
                unit=self.env.ref(f"zrm_base.{unit}"),
            )  # fmt: skip
            self.stories.append(story)
            self.plan(office(self.end - timedelta(days=age)), self.write, story)
        # The committee meets every third Monday; the next session is planned.
        day = office(self.end - timedelta(days=240))
        day += timedelta(days=-day.weekday() % 7)
        number = 1
        while day < self.end:
            self.plan(day, self.session, number)
            number, day = number + 1, day + timedelta(days=21)

    def plan(self, moment, deed, *arguments):
        heapq.heappush(self.agenda, (moment, next(self.orders), deed, arguments))

    def later(self, days, deed, *arguments):
        self.plan(office(self.now + timedelta(days=days)), deed, *arguments)

    def live(self):
        number = 0
        while self.agenda and self.agenda[0][0] < self.end:
            self.now, _order, deed, arguments = heapq.heappop(self.agenda)
            number += 1
            with freeze_time(self.now + timedelta(seconds=number % 60)):
                try:
                    with self.env.cr.savepoint():
                        deed(*arguments)
                except UserError as error:
                    self.refused.append(f"{self.now:%Y-%m-%d} {deed.__name__}: {error}")
                self.env.flush_all()
        with freeze_time(self.end):
            self.env["zrm.suggestion"]._cron_phases()
            self.next_session()

    def by(self, user, record):
        return record.with_user(user).with_context(self.env.context)

    # ------------------------------------------------------------------
    # Authors
    # ------------------------------------------------------------------

    def write(self, story):
        Suggestion = self.env["zrm.suggestion"]
        if story.is_staff:
            user = self.rng.choice(self.staff)
            one = Suggestion.with_user(user).with_context(self.env.context).create(story.vals)
            story.author = user
        else:
            # Without an account: the secretariat has it from the page, the counter or a letter.
            story.author = self.secretary
            people = self.rng.sample(list(self.citizens), 2 if story.place % 5 == 0 else 1)
            shares = [60, 40] if len(people) == 2 else [100]
            vals = {
                "author_ids": [
                    (0, 0, {"partner_id": who.id, "share": share, "is_named": share == 60})
                    for who, share in zip(people, shares, strict=True)
                ]
            }
            one = self.by(self.secretary, Suggestion).create({**story.vals, **vals})
        story.one = one.sudo()
        if story.fate == "draft":
            return
        self.by(story.author, story.one).action_submit()
        if story.fate != "submitted":
            self.later(self.rng.uniform(1, 4), self.screen, story)

    def screen(self, story):
        mine = self.by(self.secretary, story.one)
        if story.fate == "out":
            reason = self.env.ref(f"zrm_suggestions.reason_{story.more}")
            mine.action_screen(reason_id=reason.id)
            return
        mine.action_screen(unit_id=story.unit.id)
        if story.fate == "duplicate":
            target = next(one for one in self.stories if one.vals["name"] == story.more).one
            mine.action_merge(target.id)
        elif story.fate == "returned":
            mine.action_return(WORDS["return"])
        elif story.fate == "withdrawn":
            self.by(story.author, story.one).action_withdraw(WORDS["withdraw"])
        elif story.fate in EVALUATED:
            self.later(self.rng.uniform(1, 4), self.invite, story)

    # ------------------------------------------------------------------
    # Evaluation
    # ------------------------------------------------------------------

    def invite(self, story):
        mine = self.by(self.secretary, story.one)
        mine.action_open_round()
        current = story.one.round_ids[-1:]
        self.by(self.secretary, current).action_confirm()
        mine.action_invite()
        evaluations = current.evaluation_ids
        if story.fate == "evaluating":
            evaluations = evaluations[: self.rng.randrange(len(evaluations))]
        # How much the evaluators like it.
        liking = 1.5 if story.fate in ("rejected", "objected") else self.rng.choice((2.5, 3, 3.5))
        for place, evaluation in enumerate(evaluations):
            mark = (1, 5)[place % 2] if story.fate == "disputed" else None
            self.later(self.rng.uniform(3, 12), self.evaluate, evaluation, mark or liking)
        if story.fate == "evaluating" and story.place % 3 == 0:
            self.later(4, self.recuse, current)

    def evaluate(self, evaluation, liking):
        if evaluation.state != "invited":
            return
        scores = {}
        for criterion in evaluation.round_id.criteria:
            if not criterion["is_required"] and self.rng.random() < 0.4:
                continue
            value = round(self.rng.gauss(liking, 0.7))
            scores[criterion["id"]] = {
                "value": min(max(value, criterion["lowest"]), criterion["highest"]),
                "words": self.rng.choice(WORDS["scores"]) if self.rng.random() < 0.7 else "",
                "confidence": self.rng.choice("2233"),
            }
        self.by(evaluation.evaluator_id, evaluation).action_submit(scores)

    def recuse(self, current):
        waiting = current.evaluation_ids.filtered(lambda one: one.state == "invited")[:1]
        if waiting:
            self.by(waiting.evaluator_id, waiting).action_recuse(WORDS["recusal"])

    # ------------------------------------------------------------------
    # Committee
    # ------------------------------------------------------------------

    def make_session(self, moment, number, agenda):
        return self.by(self.secretary, self.env["zrm.suggestion.session"]).create(
            {
                "name": f"نشست {number} کمیتهٔ پیشنهادها",
                "held_at": moment,
                "chair_id": self.env.ref("zrm_base.user_mayor").id,
                "member_ids": [(6, 0, self.committee.ids)],
                "quorum": 3,
                "agenda_ids": [(6, 0, [story.one.id for story in agenda])],
            }
        )

    def waiting(self):
        return [
            story
            for story in self.stories
            if story.one and story.one.state == "committee" and not story.one.objection_ids
        ]

    def session(self, number):
        agenda = [story for story in self.waiting() if story.fate in OUTCOMES]
        if not agenda:
            return
        session = self.make_session(self.now, number, agenda)
        there = self.rng.sample(list(self.committee), 4)
        session.present_ids = [(6, 0, [user.id for user in there])]
        session.action_open()
        for story in agenda:
            outcome = OUTCOMES[story.fate]
            day = (self.end + timedelta(days=self.rng.randrange(20, 90))).date()
            self.by(self.secretary, story.one).action_decide(
                session.id,
                outcome,
                WORDS[REASONS.get(outcome, outcome)],
                votes=(1, 3, 0) if outcome == "rejected" else (3, 0, 1),
                deferred_until=day if outcome == "deferred" else None,
            )
        session.action_close()
        published = [story for story in agenda if story.fate != "decided"]
        if published:
            self.later(2, self.publish, published)

    def next_session(self):
        moment = self.end.replace(hour=6, minute=0) + timedelta(days=5)
        self.make_session(moment, "آینده", self.waiting()[:4])

    def publish(self, stories):
        for story in stories:
            self.by(self.secretary, story.one).action_publish()
            if story.fate == "objected":
                self.later(9, self.object, story)
            elif story.fate in CARRIED_OUT:
                self.later(7, self.implement, story)

    def object(self, story):
        self.by(story.author, story.one).action_object(WORDS["object"])

    # ------------------------------------------------------------------
    # Carrying out, benefit, reward
    # ------------------------------------------------------------------

    def implement(self, story):
        mine = self.by(self.secretary, story.one)
        owner = story.unit.manager_id
        due = (self.now + timedelta(days=30)).date()
        for place, name in enumerate(WORDS["milestones"]):
            self.by(self.secretary, self.env["zrm.suggestion.milestone"]).create(
                {
                    "suggestion_id": story.one.id,
                    "name": name,
                    "owner_id": owner.id,
                    "due_on": due + timedelta(days=30 * place),
                    "is_public": place != 0,
                }
            )
        mine.action_implement()
        mine.action_propose_reward()
        self.later(5, self.approve_reward, story)
        done = 1 + story.place % 2 if story.fate == "implementing" else len(WORDS["milestones"])
        for place, milestone in enumerate(story.one.milestone_ids.sorted("due_on")[:done]):
            self.later(25 + 28 * place, self.progress, milestone)
        if story.fate != "implementing":
            self.later(32 + 28 * done, self.measure, story)

    def progress(self, milestone):
        self.by(milestone.owner_id, milestone).action_progress(100, WORDS["evidence"])

    def approve_reward(self, story):
        for reward in story.one.reward_ids.filtered(lambda one: one.state == "proposed"):
            self.by(self.deputy, reward).action_approve()

    def measure(self, story):
        Benefit = self.by(self.secretary, self.env["zrm.suggestion.benefit"])
        counted = story.vals["benefit_kind"] == "quantitative"
        benefit = Benefit.create(
            {
                "suggestion_id": story.one.id,
                "name": story.vals["expected_benefit"],
                "measure": "میلیون ریال در سال" if counted else "شکایت در ماه",
                "baseline": 2400 if counted else 120,
                "target": 1600 if counted else 60,
                "measured": 1500 if counted else 54,
                "saving": 900_000_000 if counted else 0,
                "evidence": WORDS["evidence"],
            }
        )
        self.by(self.deputy, benefit).action_verify()
        mine = self.by(self.secretary, story.one)
        mine.action_measure()
        if counted:
            mine.action_propose_benefit_reward()
            self.later(2, self.approve_reward, story)
        if story.fate == "closed":
            self.later(4, self.close, story)

    def close(self, story):
        self.by(self.secretary, story.one).action_close()


def load(env, end=None):
    """Lives through the city's suggestions.

    :param env: of an administrator, in a database with the other demo data
    :param datetime end: naive, in UTC: another now
    :return: number of suggestions by state now
    """
    scheme = Scheme(env, end)
    scheme.draw()
    scheme.live()
    if len(scheme.refused) > MAX_REFUSED:
        raise RuntimeError("\n".join(["Too many were refused:", *scheme.refused]))
    return Counter(story.one.state for story in scheme.stories if story.one)
