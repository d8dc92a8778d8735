"""Waiting for the citizen stops the clocks of a case.

A clock is a number of working hours from a moment on. While the citizen is awaited no hour of it
passes; afterwards it has the hours left that it had, in the calendar of the unit that has the case
then. What was waited is kept, so that a clock that is set anew leaves it out too.
"""

from .working_time import WorkingTime  # noqa: F401  (for the doctests)

# A clock that has not struck yet has something left, at least a second.
LEAST = 1 / 3600


def due(time, hours, start, pauses=()):
    """When so many working hours have passed, without those of the pauses.

    :param WorkingTime time: of the unit that has the case
    :param pauses: ``(from, to)`` in order, naive in UTC
    :return: naive datetime in UTC, or False for no limit

    >>> from datetime import datetime
    >>> always, noon = WorkingTime(), datetime(2026, 1, 1, 12)
    >>> waited = [(noon.replace(hour=14), noon.replace(hour=17))]
    >>> due(always, 1, noon, waited).hour, due(always, 4, noon, waited).hour
    (13, 19)
    >>> due(always, 4, noon.replace(hour=15), waited).hour, due(always, 0, noon, waited)
    (21, False)
    """
    for begin, end in pauses:
        if end <= start:
            continue
        passed = time.between(start, begin)
        if hours and passed >= hours:
            break
        hours, start = hours and hours - passed, end
    return time.after(hours, start)


def hours_left(time, now, moments):
    """The working hours that each clock has left; those that have struck have none.

    :param dict moments: of the clocks, by name

    >>> from datetime import datetime
    >>> one, two = datetime(2026, 1, 1, 13), datetime(2026, 1, 1, 14)
    >>> hours_left(WorkingTime(), one, {"deadline": two, "step": one, "warn_at": None})
    {'deadline': 1.0}
    """
    return {
        name: max(time.between(now, moment), LEAST)
        for name, moment in moments.items()
        if moment and moment > now
    }
