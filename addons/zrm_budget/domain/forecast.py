"""What a credit will come to by the end of its period, at the pace of until now: plainly by the
share of days that have passed, never less than what is spent and held already."""

# Before so many days have passed a pace says nothing.
TOO_EARLY = 30


def elapsed(first, last, today):
    """The share of a period's days that have passed, today among them.

    >>> from datetime import date
    >>> elapsed(date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 14))
    0.2
    >>> elapsed(date(2026, 1, 1), date(2026, 12, 31), date(2027, 5, 1))
    1.0
    >>> elapsed(date(2026, 1, 1), date(2026, 12, 31), date(2025, 5, 1))
    0.0
    """
    days = (last - first).days + 1
    return min(max((today - first).days + 1, 0), days) / days


def expected(spent, held, first, last, today):
    """What will have been spent on the last day.

    :param spent: until now
    :param held: reserved or committed, which will be spent too
    :return: an amount; None when it is too early to say

    >>> from datetime import date
    >>> year = date(2026, 1, 1), date(2026, 12, 31)
    >>> expected(20, 5, *year, date(2026, 3, 14)), expected(20, 90, *year, date(2026, 3, 14))
    (100.0, 110)
    >>> expected(20, 5, *year, date(2026, 1, 29)), expected(20, 5, *year, date(2027, 5, 1))
    (None, 25)
    """
    if (today - first).days < TOO_EARLY:
        return None
    return max(spent / elapsed(first, last, today), spent + held)
