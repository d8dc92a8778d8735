"""Which routing rule fits a case best.

A rule names any of subject, region, nature and channel; what it leaves open fits
everything. Of those that fit, the one that says most about the subject wins,
then about the region, the nature, the channel; then the earlier one.
"""


def fits(rule, case):
    """Whether every condition of the rule holds for the case.

    :param dict rule: ``subject``, ``region``, ``nature``, ``channel``: an id or false
    :param dict case: ``subjects`` and ``regions``, the ids from the root down to the
        case's own; ``nature``, ``channel``
    """
    return (
        (not rule["subject"] or rule["subject"] in case["subjects"])
        and (not rule["region"] or rule["region"] in case["regions"])
        and (not rule["nature"] or rule["nature"] == case["nature"])
        and (not rule["channel"] or rule["channel"] == case["channel"])
    )


def specificity(rule, case):
    """How much the rule says; larger is more specific.

    >>> case = {"subjects": [1, 5], "regions": [2], "nature": 3, "channel": 4}
    >>> subject = {"subject": 5, "region": 0, "nature": 0, "channel": 0}
    >>> wider = {"subject": 1, "region": 2, "nature": 3, "channel": 4}
    >>> specificity(subject, case) > specificity(wider, case)
    True
    """
    return (
        case["subjects"].index(rule["subject"]) + 1 if rule["subject"] else 0,
        case["regions"].index(rule["region"]) + 1 if rule["region"] else 0,
        bool(rule["nature"]),
        bool(rule["channel"]),
    )


def best_rule(rules, case):
    """The rule that decides, or None; ties go to the first in the list.

    >>> case = {"subjects": [1, 5], "regions": [], "nature": 3, "channel": 4}
    >>> every = {"id": 1, "subject": 0, "region": 0, "nature": 0, "channel": 0}
    >>> nature = {"id": 2, "subject": 0, "region": 0, "nature": 3, "channel": 0}
    >>> other = {"id": 3, "subject": 6, "region": 0, "nature": 0, "channel": 0}
    >>> best_rule([every, nature, other], case)["id"]
    2
    >>> best_rule([other], case) is None
    True
    """
    fitting = [rule for rule in rules if fits(rule, case)]
    return max(fitting, key=lambda rule: specificity(rule, case), default=None)


ASPECTS = ("subject", "region", "nature", "channel")


def ranked(rules, case):
    """The rules that fit, the one that decides first; what ``best_rule`` gives leads."""
    fitting = [rule for rule in rules if fits(rule, case)]
    return sorted(fitting, key=lambda rule: specificity(rule, case), reverse=True)


def why_lost(loser, winner, case):
    """In which aspect the winner says more: one of ``ASPECTS``, or ``order`` on a tie.

    >>> case = {"subjects": [1, 5], "regions": [2], "nature": 3, "channel": 4}
    >>> winner = {"subject": 5, "region": 2, "nature": 0, "channel": 0}
    >>> why_lost({"subject": 1, "region": 2, "nature": 3, "channel": 4}, winner, case)
    'subject'
    >>> why_lost({"subject": 5, "region": 0, "nature": 3, "channel": 0}, winner, case)
    'region'
    >>> why_lost(dict(winner), winner, case)
    'order'
    """
    pairs = zip(ASPECTS, specificity(winner, case), specificity(loser, case), strict=True)
    return next((aspect for aspect, more, less in pairs if more != less), "order")
