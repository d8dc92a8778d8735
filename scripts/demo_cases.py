"""The cases of the demonstration city, lived through by its people.

Read by load_demo.py. From demo_cases.toml it draws what citizens bring over eight
months and lets operators, experts and managers handle it by the same verbs as
in real life, moment by moment on a clock that is set (freezegun), so stories,
legs and deadlines agree. The scheduler runs in between. What is not handled by
now is open now. The same seed gives the same city, counted back from today;
what is registered already (external_ref DEMO-nnn) is not lived through again.
"""

import heapq
import random
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.zrm_cases.const import OURS

try:
    import tomllib
except ImportError:  # Python 3.10
    import tomli as tomllib

HERE = Path(__file__).resolve().parent
TEXTS = tomllib.loads((HERE / "demo_cases.toml").read_text("utf-8"))
NAMES = tomllib.loads((HERE / "demo_names.toml").read_text("utf-8"))
COMMON = TEXTS["common"]
SUBJECTS = {key: entry for key, entry in TEXTS.items() if key.startswith("subject_")}
LANES = [f"کوچه {lane.replace('_', ' ')}" for lane in NAMES["streets"]["lanes"].split()]

COUNT, DAYS = 300, 240  # of drawn cases, and how far back
MAX_REFUSED = 5  # deeds; more means that the verbs have changed and this file has not
WAIT_FOR_JUDGE = timedelta(days=6)  # answers sent for approval since then still wait
TEHRAN = timedelta(hours=3, minutes=30)
OPENING, CLOSING = timedelta(hours=7, minutes=30), timedelta(hours=14, minutes=30)
OPEN_STATES = ("new", "triage", "open")
CHANNELS = {
    "phone": 45, "web": 18, "sms": 9, "in_person": 7, "social": 5, "email": 4, "letter": 4,
    "kiosk": 3, "meeting": 2, "api": 2, "fax": 1,
}  # fmt: skip
ANONYMOUS_SHARE = 0.3  # of those who may
NUMBERS = {
    "depth": (8, 30),
    "farepaid": (200_000, 900_000),
    "landarea": (90, 400),
    "waited": (15, 60),
}
BY_PEOPLE = ("phone", "in_person", "letter", "fax", "meeting")  # an operator types these
# What becomes of a case: closed in the end, or where it stops.
FATES = {"close": 70, "answer": 5, "reject": 7, "wait": 4, "work": 7, "triage": 3, "new": 4}
STOPS = {
    "answer": ("answered",), "wait": ("waiting",), "work": ("open",), "triage": ("triage", "open"),
    "new": ("new",),
}  # fmt: skip
# What citizens say with their stars.
VERDICT_WORDS = {
    5: ["سپاس از پیگیری", "خیلی سریع انجام شد", "خسته نباشید", ""],
    4: ["خوب بود", "ممنون", ""],
    3: ["انجام شد ولی دیر", ""],
    2: ["بعد از چند بار تماس", ""],
    1: ["خیلی طول کشید"],
}
NEXT_CHECK = """
    SELECT id FROM zrm_case WHERE next_check_at <= %s AND paused_at IS NULL
     ORDER BY next_check_at, id LIMIT 1
"""
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def persian(number):
    return str(number).translate(PERSIAN_DIGITS)


def office_time(moment, hours):
    """So many office hours later; Saturday to Wednesday, holidays not considered."""
    local, left = moment + TEHRAN, timedelta(hours=hours)
    while True:
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        start = max(local, midnight + OPENING)
        if local.weekday() not in (3, 4) and start + left <= midnight + CLOSING:
            return (start + left - TEHRAN).replace(microsecond=0)
        if local.weekday() not in (3, 4):
            left -= max(midnight + CLOSING - start, timedelta())
        local = midnight + timedelta(days=1)


class City:
    """Draws the stories, then lives through them in the order of time."""

    def __init__(self, env, end=None):
        # No messages: neither to citizens about their cases nor to staff about new tasks.
        quiet = {
            "zrm_quiet": OURS,
            "tracking_disable": True,
            "mail_activity_quick_update": True,
            "lang": "fa_IR",
        }
        self.env = env(context={**env.context, **quiet, "tz": "Asia/Tehran"})
        self.rng = random.Random(1405)
        now = datetime.now(timezone.utc).replace(tzinfo=None)
        self.end = (end or now).replace(microsecond=0)
        self.refused = []
        self.agenda = []
        self.stories = []
        self.reminded = set()  # cases with reminders that nobody has read
        ref = self.env.ref
        self.operators = [
            ref("zrm_base.user_operator"),
            ref("zrm_base.user_operator_night"),
        ]
        self.oversight = ref("zrm_base.user_oversight") | ref("zrm_base.user_inspector")
        self.robot = ref("base.user_root")  # by whom web, SMS and others come in
        self.channels = {code: ref(f"zrm_base.channel_{code}") for code in CHANNELS}
        self.citizens = self._citizens()

    def _citizens(self):
        """Grown-up citizens by district, and all of them under 0."""
        grown = (self.end - timedelta(days=365 * 18)).date()
        by_district = {0: []}
        found = self.env["res.partner"].search(
            [("is_citizen", "=", True), ("region_id.kind", "=", "neighbourhood")], order="id"
        )
        portal = self.env.ref("zrm_base.citizen_portal")
        for citizen in found - portal:
            if not citizen.birth_date or citizen.birth_date < grown:
                number = int(citizen.region_id.code.split("-")[1])
                by_district.setdefault(number, []).append(citizen)
                by_district[0].append(citizen)
        return by_district

    # ------------------------------------------------------------------
    # Drawing
    # ------------------------------------------------------------------

    def draw(self):
        """All stories, none of them begun."""
        for entry in TEXTS["portal"]:
            self._draw_portal(entry)
        for entry in TEXTS["desk"]:
            place = (entry["days"], entry["district"])
            self._draw(entry["subject"], entry["text"], *place, fate=entry["fate"])
        for entry in TEXTS["problem"]:
            self._draw_problem(entry)
        weights = [entry["weight"] for entry in SUBJECTS.values()]
        subjects = list(SUBJECTS)
        # Each text once at least, then by weight.
        wanted = [
            (key, number) for key in subjects for number in range(len(SUBJECTS[key]["texts"]))
        ]
        while len(wanted) < COUNT:
            key = self.rng.choices(subjects, weights)[0]
            wanted.append((key, self.rng.randrange(len(SUBJECTS[key]["texts"]))))
        self.rng.shuffle(wanted)
        for key, number in wanted:
            # A third of them in the last three weeks: work in hand, as on any day.
            days = self.rng.uniform(0, 21 if self.rng.random() < 0.36 else DAYS)
            story = self._draw(key, number, days)
            if story.fate == "close" and days > 20 and self.rng.random() < 0.1:
                self._draw_double(story)

    def _draw(self, key, number, days, district=None, citizen=None, channel=None, fate=None):
        rng, entry = self.rng, SUBJECTS[key]
        nature, name, text = entry["texts"][number]
        if citizen is None:
            if district is None and rng.random() < entry.get("in_district_6", 0.19):
                district = rng.choice([6, 6, 6, 7])
            citizen = rng.choice(self.citizens.get(district or 0) or self.citizens[0])
        region = citizen.region_id
        words = self._place(region)
        channel = channel or rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        if not fate:
            fate = rng.choices(list(FATES), list(FATES.values()))[0]
            if fate in STOPS and days > 25 and rng.random() < 0.6:
                fate = "close"  # few stay open that long
        nature = self.env.ref(f"zrm_cases.nature_{nature}")
        answers = entry.get("answers", []) or COMMON["answers"]
        pace = rng.choice([0.2, 0.3, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 1.3, 2.2])
        story = SimpleNamespace(
            ref=f"DEMO-{len(self.stories) + 1:03}", key=key, number=number,
            case=None, stop=False, back=None,
            start=self._moment(days), pace=pace, words=words, fate=fate, target=None, problem=None,
            answers=[rng.choice(answers)], remedy=rng.choice(entry.get("remedy", COMMON["remedy"])),
            root=f"zrm_cases.root_cause_{rng.choice(entry.get('causes', COMMON['causes']))}",
            reason=rng.choice(COMMON["rejections"]), answer_number=0,
            ask=fate == "wait" or rng.random() < 0.13,
            bounce=rng.random() < 0.07 and fate in ("close", "work"),
            copy=rng.random() < 0.12, inspection=rng.random() < 0.12,
            objects=rng.random() < 0.09 and fate == "close", reopen=rng.random() < 0.03,
            outcome=rng.choices(["solved", "partly", "not_solved", "informed"], [74, 12, 6, 8])[0],
        )  # fmt: skip
        may_hide = nature.allows_anonymous and channel in ("phone", "web", "sms", "kiosk")
        anonymous = may_hide and days < DAYS and rng.random() < ANONYMOUS_SHARE
        vals = {
            "external_ref": story.ref,
            "channel_id": self.channels[channel].id,
            "nature_id": nature.id,
            "subject_id": self.env.ref(f"zrm_cases.{key}").id,
            "region_id": region.id,
            "address": f"{words['street']}، {words['lane']}، پلاک {words['n']}",
            "name": name.format(**words),
            "description": text.format(**words),
            "partner_id": False if anonymous else citizen.id,
            "is_anonymous": anonymous,
            "priority": "2" if entry.get("urgent") else rng.choices("012", [80, 15, 5])[0],
            "is_confidential": rng.random() < 0.015,
        }
        if answers := self._answers(vals["subject_id"], words):
            vals["questions"] = answers
        if nature.kind in ("complaint", "suggestion"):
            vals["remedy_sought"] = story.remedy
        story.vals, story.channel = vals, channel
        self.stories.append(story)
        return story

    def _answers(self, subject_id, words):
        """Answers to most of the subject's questions, by key."""
        answers = {}
        for question in self.env["zrm.subject"].browse(subject_id).question_ids:
            if self.rng.random() < 0.25:
                continue
            if question.kind == "selection":
                answers[question.key] = self.rng.choice(question.option_ids.mapped("key"))
            elif question.kind == "boolean":
                answers[question.key] = self.rng.random() < 0.4
            elif question.kind == "integer":
                answers[question.key] = self.rng.randint(*NUMBERS.get(question.key, (1, 6)))
            elif question.key == "busline":
                answers[question.key] = words["line"]
        return answers

    def _place(self, region):
        """Words of an address in that neighbourhood."""
        rng = self.rng
        district, number = (int(part) for part in region.code.split("-")[1:3])
        name, *streets = NAMES["district"][district - 1]["neighbourhoods"][number - 1]
        return {
            "place": name,
            "street": rng.choice(streets) if streets else f"خیابان اصلی {name}",
            "lane": rng.choice(LANES),
            "n": persian(rng.randint(1, 180)),
            "line": persian(rng.randint(101, 380)),
            "days": persian(rng.choice([3, 4, 5, 10, 12])),
        }

    def _moment(self, days):
        """Some time on that day, by daylight rather than at night."""
        rng = self.rng
        midnight = (self.end + TEHRAN - timedelta(days=days)).replace(hour=0, minute=0, second=0)
        hour = rng.choices(
            [rng.uniform(7, 15), rng.uniform(15, 22), rng.uniform(0, 7)], [60, 34, 6]
        )
        moment = midnight + timedelta(hours=hour[0]) - TEHRAN
        if moment > self.end - timedelta(minutes=20):
            moment = self.end - timedelta(minutes=rng.randint(25, 300))
        return moment.replace(microsecond=0)

    def _draw_portal(self, entry):
        citizen = self.env.ref("zrm_base.citizen_portal")
        fate = "close" if entry["fate"] == "object" else entry["fate"]
        story = self._draw(
            entry["subject"], entry["text"], entry["days"], None, citizen, entry["channel"], fate
        )
        story.vals.update(partner_id=citizen.id, is_anonymous=False, is_confidential=False)
        story.objects, story.ask = entry["fate"] == "object", entry["fate"] == "wait"
        story.bounce = story.reopen = False
        story.pace = 0.4

    def _draw_problem(self, entry):
        """A systemic problem and the cases of those who suffer from it."""
        district = entry["district"]
        parent = self._draw(entry["subject"], 0, entry["days"], district, fate=entry["fate"])
        parent.vals.update(
            name=entry["name"], description=entry["description"], is_confidential=False
        )
        parent.bounce = parent.ask = parent.objects = parent.reopen = False
        parent.answers, parent.pace = [entry.get("answer", parent.answers[0])], 0.9
        for _number in range(entry["children"]):
            days = entry["days"] - self.rng.uniform(0, 1.5)
            child = self._draw(entry["subject"], 0, days, district, fate="work")
            child.problem, child.pace = parent, 0.3
            child.bounce = child.ask = False
            child.vals["is_confidential"] = False

    def _draw_double(self, story):
        """The same trouble, reported once more by a neighbour."""
        days = (self.end - story.start).total_seconds() / 86400 - self.rng.uniform(0.1, 1)
        double = self._draw(story.key, story.number, days, fate="merge")
        double.target, double.bounce, double.ask = story, False, False
        double.vals.update(
            {key: story.vals[key] for key in ("region_id", "address", "name", "is_confidential")}
        )

    # ------------------------------------------------------------------
    # Living
    # ------------------------------------------------------------------

    def live(self):
        """Lives through all stories; returns how many there were."""
        known = self.env["zrm.case"].search([("external_ref", "=like", "DEMO-%")])
        begun = set(known.mapped("external_ref"))
        for number, story in enumerate(self.stories):
            if story.ref not in begun:
                heapq.heappush(self.agenda, (story.start, number))
        with freeze_time(min(story.start for story in self.stories)) as clock:
            while self.agenda and self.agenda[0][0] <= self.end:
                moment, number = heapq.heappop(self.agenda)
                self._run_scheduler(clock, moment)
                clock.move_to(moment)
                self._advance(self.stories[number], moment, number)
            self._run_scheduler(clock, self.end)
        self.env.flush_all()
        return len(self.stories) - len(begun)

    def _run_scheduler(self, clock, until):
        """What the scheduler would have done up to that moment."""
        Case = self.env["zrm.case"].with_user(self.robot)
        while True:
            Case.flush_model(["next_check_at", "paused_at"])
            due = self.env.execute_query(SQL(NEXT_CHECK, until))
            if not due:
                return
            due = Case.browse(due[0])
            minutes = timedelta(minutes=self.rng.randint(1, 14))
            clock.move_to(min(due.next_check_at + minutes, until))
            due._check_deadlines()
            self.reminded.add(due.with_env(self.env).sudo())

    def _advance(self, story, moment, number):
        """One thing happens in the story; then it goes on later, or rests."""
        try:
            with self.env.cr.savepoint():
                hours = self._next_deed(story)
        except UserError as error:
            # As in life: nobody there may do that. The case rests where it is.
            self.refused.append(f"{story.ref}: {error}")
            return
        if hours is None:
            return
        later = office_time(moment, hours) + timedelta(seconds=self.rng.randint(0, 900))
        heapq.heappush(self.agenda, (later, number))

    def _next_deed(self, story):
        """Does what comes next; the working hours until the deed after that."""
        if not story.case:
            return self._register(story)
        case = story.case
        if case in self.reminded:
            # Whoever deals with a case has read the reminders about it.
            case.activity_ids.unlink()
            self.reminded.remove(case)
        state = case.state
        if state == "waiting":
            return self._citizen_replies(story)
        if state == "answered":
            return self._after_answer(story)
        if state in ("closed", "rejected"):
            return self._after_close(story)
        if state in STOPS.get(story.fate, ()) and not story.ask:
            if story.fate == "work" and not case.user_id:
                return self._take(story)
            return None
        return self._work(story)

    def _hours(self, story, case):
        return story.pace * (case.step_id.hours or 5) * self.rng.uniform(0.7, 1.1)

    def _register(self, story):
        user = self.robot
        if story.channel in BY_PEOPLE:
            user = self.rng.choices(self.operators, [4, 1])[0]
        case = self.env["zrm.case"].with_user(user)._intake([story.vals])
        story.case = case.with_env(self.env).sudo()
        return self._hours(story, story.case) * 0.5

    def _take(self, story):
        """Somebody of the unit takes it in hand, or its manager gives it away."""
        case = story.case
        actor, manager = self._actor(case), case.unit_id.manager_id
        gives = manager and manager not in (actor | case.excluded_user_ids)
        if gives and not case.is_confidential and self.rng.random() < 0.35:
            case.with_user(manager).action_assign(actor.id)
        else:
            case._open_action_leg().with_user(actor).action_accept()
        return self._hours(story, case) * 0.4

    def _actor(self, case, unit=None, manager=False):
        """Who of the unit that holds the case, or of one above, may act; oversight else.

        :param unit: another unit than the one that holds it
        :param bool manager: a manager, to decide
        """
        may = "zrm_base.group_manager" if manager else "zrm_base.group_expert"
        hidden, disputed = case.is_confidential, case.excluded_user_ids
        keeper = case.user_id - disputed
        if not (manager or unit) and keeper and keeper._zrm_works_in(case.unit_id):
            return keeper
        unit = unit or case.unit_id
        while unit:
            people = unit.manager_id if manager else unit.member_ids | unit.manager_id
            fit = (
                (people - disputed)
                .sorted("id")
                .filtered(
                    lambda user: (
                        user.has_group(may)
                        and (
                            not hidden
                            or user.has_groups(
                                "zrm_base.group_confidential,zrm_base.group_oversight"
                            )
                        )
                    )
                )
            )
            plain = fit.filtered(lambda user: not user.has_group("zrm_base.group_manager"))
            if fit:
                return self.rng.choice(fit if manager else plain or fit)
            unit = unit.parent_id
        return (self.oversight - disputed)[:1]

    def _work(self, story):
        """A step further, or aside."""
        case = story.case
        if story.bounce:
            return self._bounce(story)
        if not case.user_id:
            return self._take(story)
        actor = self._actor(case)
        mine = case.with_user(actor)
        following = case.step_id.next_step_ids
        may_reject = case.state != "new" and "rejected" in following.mapped("state")
        if story.fate == "reject" and may_reject:
            mine.action_reject(story.reason)
            return self._hours(story, case)
        if story.fate == "merge":
            target = story.target.case
            if target and target.state in OPEN_STATES and target.unit_id == case.unit_id:
                mine.action_merge(target.id)
                return None
            story.fate = "close"
        if story.problem and not case.parent_id and story.problem.case:
            mine.parent_id = story.problem.case.id
        if case.state == "open" and (story.copy or story.inspection):
            return self._ask_others(story, mine)
        waiting = following.filtered(lambda step: step.state == "waiting")[:1]
        if story.ask and waiting and case.state in ("triage", "open"):
            story.ask, story.back = False, case.step_id
            mine.action_ask(self.rng.choice(COMMON["asks"]))
            if story.fate == "wait":
                return None
            return self.rng.uniform(4, 40)
        return self._step_on(story, mine)

    def _step_on(self, story, mine):
        """To the next step of work, with all that this one needs; answered at last."""
        case = story.case
        following = case.step_id.next_step_ids.sorted("sequence").filtered(
            lambda item: item.state not in ("waiting", "rejected")
        )
        later = following.filtered(lambda item: item.sequence > case.step_id.sequence)
        step = (later or following)[:1]
        self._fill(story, mine)
        needs_approval = case.step_id.needs_approval and not case.answer_approved_by_id
        if needs_approval and step.state == "answered":
            if case.approval_id and fields.Datetime.now() > self.end - WAIT_FOR_JUDGE:
                return None  # some wait, so that there is something to judge
            self._approve(case, mine)
            return self.rng.uniform(0.3, 4)
        if step.state == "answered":
            mine.action_answer()
        else:
            mine.action_move(step.id, case.step_id.id)
        return self._hours(story, case)

    def _approve(self, case, mine):
        """By the first of those who are asked; the drafter sends it where moving did not."""
        if not case.approval_id:
            mine.action_send_for_approval()
        if judge := case.approval_id.sudo().judge_ids[:1]:
            case.with_user(judge).action_approve_answer()

    def _fill(self, story, case):
        """What has to be filled in before the step can be left."""
        step = case.step_id.sudo()
        needed = set(step.gate_field_ids.mapped("name"))
        if any(following.state == "answered" for following in step.next_step_ids):
            needed.add("answer")
        values = {
            "answer": story.answers[story.answer_number % len(story.answers)],
            "root_cause_id": self.env.ref(story.root).id,
            "remedy_sought": story.remedy,
            "outcome": story.outcome,
            "description": story.vals["description"],
        }
        if "answer" in needed:
            needed.add("root_cause_id")
        missing = {
            name: values[name] for name in sorted(needed) if name in values and not case[name]
        }
        if "answer" in needed and case.answer and case.answer != values["answer"]:
            missing["answer"] = values["answer"]
        if missing:
            case.write(missing)

    def _bounce(self, story):
        """It came to the wrong place: up it goes, and from there on to the right one."""
        case = story.case
        story.bounce = False
        leg = case._open_action_leg()
        actor = self._actor(case)
        above = case.unit_id.parent_id
        if not above or case.is_confidential:
            return self._hours(story, case)
        home = case.unit_id
        if self.rng.random() < 0.3:
            leg.with_user(actor).action_return(self.rng.choice(COMMON["returns"]))
        else:
            leg.with_user(actor).action_misrouted(self.rng.choice(COMMON["bounces"]))
        manager = self._actor(case, manager=True)
        others = (above.child_ids - home).filtered("member_ids") or home
        target = home if self.rng.random() < 0.5 else self.rng.choice(others.sorted("code"))
        case.with_user(manager).action_refer(target.id, instruction="لطفاً بررسی و اقدام شود.")
        return self._hours(story, case)

    def _ask_others(self, story, mine):
        """A copy to one unit, an inspection by another; these answer, mostly."""
        case = story.case
        kind = "copy" if story.copy else "inspection"
        story.copy = False if kind == "copy" else story.copy
        story.inspection = False if kind == "inspection" else story.inspection
        unit = self.env.ref("zrm_base.unit_1888" if kind == "inspection" else "zrm_base.unit_137")
        if unit == case.unit_id:
            return 1
        words = COMMON["copies" if kind == "copy" else "inspections"]
        mine.action_refer(unit.id, kind=kind, instruction=self.rng.choice(words))
        if self.rng.random() < 0.7:
            leg = case.referral_ids.filtered(lambda item: item.kind == kind and not item.closed_at)
            staff = self.oversight[:1] if kind == "inspection" else unit.manager_id
            if not case.is_confidential or kind == "inspection":
                leg[:1].with_user(staff).action_done(
                    self.rng.choice(COMMON["findings"]) if kind == "inspection" else ""
                )
        return 2

    def _citizen_replies(self, story):
        case = story.case
        if story.fate == "wait":
            return None
        actor = self._actor(case)
        mine = case.with_user(actor)
        if self.rng.random() < 0.2:
            self._fill(story, mine)
            mine.action_close("withdrawn")
            story.fate = "withdrawn"
            return None
        if case.partner_id:
            case.with_user(self.robot).message_post(
                body=self.rng.choice(COMMON["replies"]),
                author_id=case.partner_id.id,
                message_type="comment",
                notify_skip_followers=True,
            )
            self.reminded.add(case)
        if case.state == "waiting":
            following = case.step_id.next_step_ids
            back = story.back if story.back in following else following[:1]
            mine.action_move(back.id, case.step_id.id)
        return self._hours(story, case)

    def _after_answer(self, story):
        case = story.case
        if story.objects:
            return self._object(story)
        if story.fate == "answer":
            return None
        mine = case.with_user(self._actor(case))
        self._fill(story, mine)
        if not case.root_cause_id:
            mine.root_cause_id = self.env.ref(story.root)
        by_citizen, luck = case.with_user(self.robot).sudo(), self.rng.random()
        if luck < 0.6 and not case.is_anonymous:
            stars = self.rng.choices((5, 4, 3, 2, 1), (40, 30, 15, 9, 6))[0]
            by_citizen._accept_answer(stars, self.rng.choice(VERDICT_WORDS[stars]))
        elif luck < 0.85:
            by_citizen._close_silently()
        else:
            mine.action_close(story.outcome)
        return self.rng.uniform(8, 40)

    def _object(self, story):
        story.objects = False
        story.answers = [self.rng.choice(COMMON["second_answers"])]
        case = story.case
        reason, stars = self.rng.choice(COMMON["objections"]), self.rng.choice((1, 1, 2))
        case.with_user(self.robot).sudo()._object_to_answer(reason, stars)
        return self._hours(story, case)

    def _after_close(self, story):
        case = story.case
        if case.state == "closed" and story.reopen and story.fate == "close":
            story.reopen = False
            story.answers = [self.rng.choice(COMMON["second_answers"])]
            mine = case.with_user(self._actor(case))
            mine.action_reopen(self.rng.choice(COMMON["reopenings"]))
            return self._hours(story, case)
        return None


def load(env, end=None):
    """Lives through the city's cases.

    :param env: of an administrator, in a database with the other demo data
    :param datetime end: naive, in UTC: another now
    :return: number of stories that were lived through, by state of the case now
    """
    city = City(env, end)
    city.draw()
    city.live()
    if len(city.refused) > MAX_REFUSED:
        raise RuntimeError("\n".join(["Too many were refused:", *city.refused]))
    return Counter(story.case.state for story in city.stories if story.case)
