"""The rules about deadlines; see ``checker.py``.

All units of the city work Monday to Friday, 8 to 16 UTC; the working time is counted here
anew, from what the history says of waiting for the citizen.
"""

from datetime import timedelta

from .facts import SETTLED, SYSTEM

OPENS, CLOSES = 8, 16
CLOCKS = ("response_deadline", "step_deadline", "deadline")
A_MINUTE = 1 / 60


def working_hours(start, end):
    """Of the city, between two moments."""
    hours, day = 0.0, start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < end:
        if day.weekday() < 5:
            begin = max(start, day.replace(hour=OPENS))
            stop = min(end, day.replace(hour=CLOSES))
            hours += max((stop - begin).total_seconds(), 0) / 3600
        day += timedelta(days=1)
    return hours


def waiting_stops_the_clock(_before, now):
    for case in now.cases.values():
        if case.state == "waiting" and not case.paused_at:
            yield f"{case.name} waits for the citizen, and its clock runs"
        if case.paused_at and case.state not in (*SETTLED, "waiting"):
            yield f"{case.name} is {case.state}, and its clock stands still"


def deadlines_count_hours_outside_waiting(_before, now):
    """The whole time of a case is what its subject gives it, from its arrival or its coming
    back, without the hours in which the citizen was awaited."""
    for case in now.cases.values():
        if case.state in (*SETTLED, "waiting") or not case.deadline:
            continue
        left = case.total_hours - _spent(now, case)
        on_record = working_hours(now.moment, case.deadline)
        if left > A_MINUTE and abs(on_record - left) > A_MINUTE:
            yield f"{case.name} has {left:.2f} hours left, its deadline says {on_record:.2f}"
        if left < -A_MINUTE and case.deadline > now.moment:
            yield f"{case.name} has used its time, and its deadline has not passed"


def _spent(now, case):
    start, waits_since, spent = case.received_at, None, 0.0
    waited = []
    for event in now.of_case.get(case.id, ()):
        if event.kind in ("objected", "reopened"):
            start, waits_since, waited = event.at, None, []
        elif event.kind == "moved" and now.steps[event.to_step_id].state == "waiting":
            waits_since = waits_since or event.at
        elif waits_since and event.kind == "moved":
            waited.append((waits_since, event.at))
            waits_since = None
    spent = working_hours(start, now.moment)
    return spent - sum(working_hours(begin, end) for begin, end in waited)


def a_step_has_no_more_than_its_hours(_before, now):
    for case in now.cases.values():
        hours = now.steps[case.step_id].hours or 0
        if case.state in (*SETTLED, "waiting") or not case.step_deadline:
            continue
        if (left := working_hours(now.moment, case.step_deadline)) > hours + A_MINUTE:
            yield f"{case.name}: a step of {hours:.0f} hours has {left:.1f} left"


def nothing_is_missed_while_waiting(before, now):
    for event in now.new_events(before, "missed"):
        old = before.cases.get(event.case_id)
        if not old or not old.paused_at:
            continue
        for clock in (event.text or "").split(", "):
            due = getattr(old, clock, None)
            if due and due > old.paused_at:
                yield f"{old.name}: {clock} is missed while the citizen was awaited"


def one_rung_at_a_time(before, now):
    """All that is missed at one moment is told to one person."""
    told = {}
    for event in now.new_events(before, "escalated"):
        if event.user_id == SYSTEM:
            told[event.case_id] = told.get(event.case_id, 0) + 1
    for case_id, count in told.items():
        if count > 1:
            yield f"{now.cases[case_id].name} is escalated to {count} people at once"


def the_scheduler_comes_in_time(_before, now):
    for case in now.cases.values():
        if case.state in SETTLED:
            if case.next_check_at:
                yield f"{case.name} is {case.state} and still looked at by the scheduler"
            continue
        if case.state == "waiting" or not case.deadline or case.deadline <= now.moment:
            continue
        if not case.next_check_at or case.next_check_at > case.deadline:
            yield f"{case.name}: the scheduler does not look at its deadline"
        elif now.is_after_schedulers and case.next_check_at <= now.moment:
            yield f"{case.name}: the scheduler passed it by"


CLOCK_RULES = [
    waiting_stops_the_clock,
    deadlines_count_hours_outside_waiting,
    a_step_has_no_more_than_its_hours,
    nothing_is_missed_while_waiting,
    one_rung_at_a_time,
    the_scheduler_comes_in_time,
]
