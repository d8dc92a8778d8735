"""What each kind of entry does to the counters of a credit line: one table, read by the only
writer of the counters and by the audit that compares them with the ledger.

The stages are those of public money (Iran's Public Accounting Law): appropriation (اعتبار مصوب),
allotment (تخصیص), reservation (تأمین), commitment (تعهد), expenditure (هزینه).
"""

from ..const import COUNTERS

# kind -> sign of approved, allotted, reserved, committed, spent
EFFECTS = {
    "appropriate": (1, 0, 0, 0, 0),
    "reduce": (-1, 0, 0, 0, 0),
    "allot": (0, 1, 0, 0, 0),
    "withdraw": (0, -1, 0, 0, 0),
    "transfer_in": (1, 1, 0, 0, 0),
    "transfer_out": (-1, -1, 0, 0, 0),
    "reserve": (0, 0, 1, 0, 0),
    "release": (0, 0, -1, 0, 0),
    "commit": (0, 0, -1, 1, 0),
    "uncommit": (0, 0, 1, -1, 0),
    "spend": (0, 0, 0, -1, 1),
    "unspend": (0, 0, 0, 1, -1),
    # Without a commitment: entries that were attached, and price over-runs.
    "charge": (0, 0, 0, 0, 1),
    "refund": (0, 0, 0, 0, -1),
}
# What takes money that is still free; all else only moves it on or gives it back.
TAKES = {kind for kind, effect in EFFECTS.items() if sum(effect[2:]) > 0}
# Raising a credit, and giving back, is possible on frozen lines too.
HARMLESS = {"appropriate", "allot", "transfer_in", "release", "unspend", "refund", "uncommit"}


def deltas(entries):
    """What entries change in all.

    :param entries: pairs of kind and amount
    :return: dict of counter to change

    >>> deltas([("appropriate", 100), ("allot", 60), ("reserve", 40), ("commit", 25)])
    {'approved': 100, 'allotted': 60, 'reserved': 15, 'committed': 25, 'spent': 0}
    """
    found = dict.fromkeys(COUNTERS, 0)
    for kind, amount in entries:
        for counter, sign in zip(COUNTERS, EFFECTS[kind], strict=True):
            found[counter] += sign * amount
    return found


def problem(counters):
    """The invariant that a line would break: approved ≥ allotted ≥ reserved + committed +
    spent, none below zero.

    :return: ``negative``, ``allotted`` or ``available``; None when it holds

    >>> problem({"approved": 9, "allotted": 8, "reserved": 3, "committed": 3, "spent": 2})
    >>> problem({"approved": 9, "allotted": 8, "reserved": 4, "committed": 3, "spent": 2})
    'available'
    >>> problem({"approved": 7, "allotted": 8, "reserved": 0, "committed": 0, "spent": 0})
    'allotted'
    >>> problem({"approved": 7, "allotted": 7, "reserved": -1, "committed": 0, "spent": 0})
    'negative'
    """
    if any(counters[name] < 0 for name in COUNTERS):
        return "negative"
    if counters["approved"] < counters["allotted"]:
        return "allotted"
    used = counters["reserved"] + counters["committed"] + counters["spent"]
    return "available" if used > counters["allotted"] else None
