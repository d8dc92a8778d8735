"""Who is told of a late milestone, the later the higher."""

# Calendar days after the last day: whoever owns it, the secretariat, the unit's manager.
STEPS = ((1, "owner"), (7, "secretary"), (21, "manager"))


def reached(days_late):
    """How many steps are reached.

    >>> [reached(days) for days in (0, 1, 6, 7, 20, 21, 400)]
    [0, 1, 1, 2, 2, 3, 3]
    """
    return sum(days_late >= days for days, _who in STEPS)


def newly_told(told, days_late):
    """Who is told now, after ``told`` steps were told before.

    >>> newly_told(0, 9), newly_told(2, 9), newly_told(2, 30)
    (['owner', 'secretary'], [], ['manager'])
    """
    return [who for _days, who in STEPS[told : reached(days_late)]]
