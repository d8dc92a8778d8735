"""Whether what must always hold (DOMAIN.md) holds: the rules, on rows read by SQL.

Each rule compares what stood in the database before a step with what stands there now, and
yields in words what is broken. The rules about clocks are in ``checker_clocks.py``, those about
notices in ``checker_notices.py``; ``test_checker.py`` proves that they find faults.
"""

from .checker_clocks import CLOCK_RULES
from .checker_notices import NOTICE_RULES
from .facts import FINAL, SETTLED, SYSTEM, Facts

# Events that somebody causes who handles the case.
HANDLING = (
    "classified",
    "moved",
    "referred",
    "accepted",
    "returned",
    "misrouted",
    "assigned",
    "answered",
    "approved",
    "disapproved",
    "asked",
    "closed",
    "rejected",
    "reopened",
    "merged",
)

FINGERPRINT = """
    SELECT md5(string_agg(md5(t::text), '' ORDER BY id)) FROM zrm_case t WHERE id > %(since)s
    UNION ALL SELECT md5(string_agg(md5(t::text), '' ORDER BY id))
      FROM zrm_referral t WHERE case_id > %(since)s
    UNION ALL SELECT md5(string_agg(md5(t::text), '' ORDER BY id))
      FROM zrm_case_event t WHERE case_id > %(since)s
    UNION ALL SELECT md5(string_agg(md5(t::text), '' ORDER BY id))
      FROM zrm_case_approval t WHERE case_id > %(since)s
    UNION ALL SELECT md5(string_agg(md5(t::text), '' ORDER BY id))
      FROM zrm_case_notice t WHERE case_id > %(since)s
"""


class Broken(AssertionError):
    """Something that must always hold does not."""


class Checker:
    """Checks after each step, and remembers what it saw before."""

    def __init__(self, cr, moment):
        self.cr = cr
        # Rows of earlier stories are still passed over by a scan of the whole table.
        cr.execute("SELECT last_value FROM zrm_case_id_seq")
        self.since = cr.fetchone()[0]
        self.before = Facts(cr, moment, self.since)

    def check(self, moment, is_after_schedulers=False):
        """:raise Broken: says what does not hold"""
        now = Facts(self.cr, moment, self.since, is_after_schedulers)
        broken = [words for rule in RULES for words in rule(self.before, now)]
        self.before = now
        if broken:
            raise Broken("\n".join(broken))

    def fingerprint(self):
        """Changes when anything of a case changes."""
        self.cr.execute(FINGERPRINT, {"since": self.since})
        return self.cr.fetchall()


# ----------------------------------------------------------------------
# Legs and history
# ----------------------------------------------------------------------


def one_open_leg(_before, now):
    """An open case has exactly one open leg for action, that of its unit and expert."""
    for case in now.cases.values():
        legs = [
            leg
            for leg in now.legs.values()
            if leg.case_id == case.id and leg.kind == "action" and not leg.closed_at
        ]
        if len(legs) != (0 if case.state in FINAL else 1):
            yield f"{case.name} is {case.state} and has {len(legs)} open legs for action"
        for leg in legs:
            if (leg.unit_id, leg.user_id) != (case.unit_id, case.user_id):
                yield f"{case.name}: the open leg names another unit or person than the case"


def nothing_is_rewritten(before, now):
    """Events and closed legs never change or vanish; of open legs only what is open may."""
    for old in before.events.values():
        event = now.events.get(old.id)
        if not event or event.everything != old.everything:
            yield f"the event “{old.kind}” #{old.id} was changed or removed"
    for old in before.legs.values():
        leg = now.legs.get(old.id)
        if not leg or leg.fixed != old.fixed:
            yield f"the leg #{old.id} was changed or removed"
        elif old.closed_at and leg.everything != old.everything:
            yield f"the closed leg #{old.id} was changed"


def ended_with_words(_before, now):
    for case in now.cases.values():
        if case.state == "closed" and not case.outcome:
            yield f"{case.name} is closed without an outcome"
        if case.state == "rejected" and not (case.public_reason or "").strip():
            yield f"{case.name} is rejected without a public reason"


# ----------------------------------------------------------------------
# Approvals
# ----------------------------------------------------------------------


def judged_before_it_goes_out(before, now):
    """What leaves a step that needs a judge was approved: this text, by somebody else."""
    for event in now.new_events(before, "answered", "rejected"):
        case = now.cases[event.case_id]
        moves = [
            one
            for one in now.of_case[case.id]
            if one.kind == "moved" and one.id < event.id and one.to_step_id
        ]
        if not moves or not now.steps[moves[-1].from_step_id].needs_approval:
            continue
        approvals = [one for one in now.approvals.values() if one.case_id == case.id]
        used = [one for one in approvals if one.state == "used"][-1:]
        if not used or used[0].text != event.text:
            yield f"{case.name}: “{event.text}” went out without an approval of this text"
            continue
        judge = used[0].decided_by_id
        parties = {used[0].asked_by_id, case.answered_by_id if event.kind == "answered" else None}
        for facts in (before, now):
            parties |= facts.authors.get(case.id, set()) | facts.excluded.get(case.id, set())
        if not judge or judge in parties:
            yield f"{case.name} was approved by {now.login(judge)}, who is a party"
        elif not (before.users[judge].active and now.may_open(judge, case)):
            yield f"{case.name} was approved by {now.login(judge)}, who may not judge"


def running_approvals(_before, now):
    """At most one approval runs, at a step that needs one; somebody able is asked."""
    admins = now.groups["administrator"]
    for case in now.cases.values():
        running = [
            one
            for one in now.approvals.values()
            if one.case_id == case.id and one.state in ("waiting", "approved")
        ]
        if len(running) > 1:
            yield f"{case.name} has {len(running)} running approvals"
        for approval in running:
            step = now.steps[case.step_id]
            if approval.step_id != case.step_id or not step.needs_approval:
                yield f"{case.name}: an approval runs at a step that is not judged"
            if case.state in SETTLED:
                yield f"{case.name} is {case.state}, and an approval still runs"
            if approval.state == "waiting":
                yield from _somebody_judges(now, case, approval, admins)


def _somebody_judges(now, case, approval, admins):
    judges = now.judges.get(approval.id, set())
    parties = now.people_of_answer(case) | {approval.asked_by_id}
    able = {uid for uid in judges if now.is_able(uid, case) and uid not in parties}
    tasks = now.tasks(case)
    if judges and not able:
        yield f"{case.name}: none of those who are asked to judge is able"
    elif able and not any(task.is_approval and task.user_id in able for task in tasks):
        yield f"{case.name}: no judge has the task"
    elif not judges and not any(task.user_id in admins for task in tasks):
        yield f"{case.name}: nobody is left to judge, and no administrator knows"


# ----------------------------------------------------------------------
# Objections
# ----------------------------------------------------------------------


def objections_climb(before, now):
    """An objection goes above everybody who drafted, answered or approved."""
    for case in now.cases.values():
        old = before.cases.get(case.id)
        if not old or case.objection_count <= old.objection_count:
            continue
        people = before.people_of_answer(old)
        if missing := people - now.excluded.get(case.id, set()):
            yield f"{case.name}: {', '.join(map(now.login, missing))} is not excluded"
        path = now.units[case.unit_id].path
        for uid in people:
            for unit_id in before.units_of(uid):
                below = now.units[unit_id].path
                is_above = len(path) < len(below) and below[: len(path)] == path
                if not is_above and path[0] == below[0]:
                    yield from _top_with_reason(before, now, case, path, uid)


def _top_with_reason(before, now, case, path, uid):
    reasons = [one for one in now.new_events(before, "escalated") if one.case_id == case.id]
    if len(path) > 1 or not any(one.text for one in reasons):
        yield f"{case.name} does not climb above {now.login(uid)}"


def excluded_have_no_hand(before, now):
    """Whose answer the citizen disputes handles the case no more, in no way."""
    for case_id, people in now.excluded.items():
        case = now.cases[case_id]
        if case.user_id in people:
            yield f"{case.name} is given to {now.login(case.user_id)}, who is excluded"
        for leg in now.legs.values():
            if leg.case_id == case_id and not leg.closed_at and leg.user_id in people:
                yield f"{case.name}: a leg is given to {now.login(leg.user_id)}, who is excluded"
        for task in now.tasks(case):
            if task.user_id in people:
                yield f"{case.name}: {now.login(task.user_id)} is excluded and has a task"
    for event in now.new_events(before, *HANDLING):
        people = before.excluded.get(event.case_id, set()) - {SYSTEM}
        if event.user_id in people:
            name = now.cases[event.case_id].name
            yield f"{name}: {now.login(event.user_id)} is excluded and did “{event.kind}”"


# ----------------------------------------------------------------------
# Somebody is responsible and knows it
# ----------------------------------------------------------------------


def somebody_is_responsible(_before, now):
    for case in now.cases.values():
        if case.state in FINAL:
            continue
        if not any(now.is_able(uid, case) and now.is_responsible(uid, case) for uid in now.users):
            yield f"{case.name}: nobody able is responsible"
        uid = case.user_id
        works = uid and (now.works_in(uid, case.unit_id) or uid in now.groups["oversight"])
        if uid and not (works and now.is_able(uid, case)):
            yield f"{case.name} is with {now.login(case.user_id)}, who cannot act on it"


def goes_where_somebody_is_able(before, now):
    """A case that goes to another unit goes where somebody may act on it, if anybody up from
    there may."""
    for case in now.cases.values():
        old = before.cases.get(case.id)
        if not old or old.unit_id == case.unit_id or case.state in FINAL:
            continue
        if now.is_able(case.user_id, case):
            continue
        able = [uid for uid in now.users if now.is_able(uid, case)]
        here = [uid for uid in able if case.unit_id in now.units_of(uid)]
        if not here and any(now.works_in(uid, case.unit_id) for uid in able):
            name = now.units[case.unit_id].name
            yield f"{case.name} goes to a unit where nobody may act on it: {name}"


def tasks_are_for_who_may(_before, now):
    """Nobody has a task on a case that they may not open, or with a closed account."""
    for task in now.activities.values():
        case = now.cases[task.case_id]
        if task.user_id and not now.may_open(task.user_id, case):
            yield f"{case.name}: {now.login(task.user_id)} has a task and may not open it"


def who_is_responsible_knows(before, now):
    """After an objection somebody has a task."""
    yield from _somebody_is_told(before, now, now.new_events(before, "objected"))


def misses_are_told(before, now):
    """After a deadline that the scheduler found missed somebody has a task."""
    events = now.new_events(before, "escalated", "missed")
    yield from _somebody_is_told(before, now, [one for one in events if one.user_id == SYSTEM])


def _somebody_is_told(before, now, events):
    for event in events:
        case = now.cases[event.case_id]
        if case.state not in SETTLED and not any(
            now.is_able(task.user_id, case) and now.is_responsible(task.user_id, case)
            for task in now.tasks(case, since=before)
        ):
            yield f"{case.name}: nobody is told after “{event.kind}”"


RULES = [
    one_open_leg,
    nothing_is_rewritten,
    ended_with_words,
    judged_before_it_goes_out,
    running_approvals,
    objections_climb,
    excluded_have_no_hand,
    somebody_is_responsible,
    goes_where_somebody_is_able,
    tasks_are_for_who_may,
    who_is_responsible_knows,
    misses_are_told,
    *CLOCK_RULES,
    *NOTICE_RULES,
]
