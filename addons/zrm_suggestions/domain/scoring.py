"""Totals of the evaluators' scores: weighted, normalised, with vetoes and spread.

A missing score is not zero: the weights of what somebody did score carry their total. A veto
is not averaged away: one is reported whatever the total. Harsh and lenient evaluators are
compared by what they give on average: the normalised total moves each evaluator's average to
that of all (a location shift, as committees can still explain it).
"""

from statistics import mean, pstdev
from typing import NamedTuple


class Criterion(NamedTuple):
    """A snapshot of a criterion: a later change of its weight changes no total."""

    id: int
    weight: float
    lowest: float
    highest: float
    is_required: bool = True


class Summary(NamedTuple):
    """``raw`` and ``normalised`` are in percent, None without any score."""

    raw: float | None
    normalised: float | None
    spread: float
    vetoes: int
    count: int


def percent(criterion, score):
    """A score as a share of its scale.

    >>> percent(Criterion(1, 1, 1, 5), 5), percent(Criterion(1, 1, 1, 5), 1)
    (100.0, 0.0)
    """
    return 100 * (score - criterion.lowest) / (criterion.highest - criterion.lowest)


def total(criteria, scores):
    """The weighted total of one evaluator.

    :param dict scores: ``{criterion id: score}``; what is missing does not count
    :return: percent, or None without any weighted score

    >>> criteria = [Criterion(1, 3, 0, 10), Criterion(2, 1, 0, 10)]
    >>> total(criteria, {1: 10, 2: 2}), total(criteria, {1: 10}), total(criteria, {})
    (80.0, 100.0, None)
    """
    counted = [one for one in criteria if one.id in scores and one.weight]
    if not counted:
        return None
    weights = sum(one.weight for one in counted)
    return sum(one.weight * percent(one, scores[one.id]) for one in counted) / weights


def problems(criteria, scores):
    """What is wrong with the scores of one evaluator.

    :return: list of ``(kind, criterion id)``; kind is ``missing``, ``scale`` or ``unknown``

    >>> problems([Criterion(1, 1, 1, 5), Criterion(2, 1, 1, 5, False)], {1: 6, 3: 1})
    [('scale', 1), ('unknown', 3)]
    >>> problems([Criterion(1, 1, 1, 5)], {})
    [('missing', 1)]
    """
    known = {one.id: one for one in criteria}
    found = []
    for one in criteria:
        if one.id not in scores:
            if one.is_required:
                found.append(("missing", one.id))
        elif not one.lowest <= scores[one.id] <= one.highest:
            found.append(("scale", one.id))
    return found + [("unknown", key) for key in scores if key not in known]


def summary(totals, averages=None, overall=None, vetoes=0):
    """The totals of all evaluators of one suggestion together.

    :param dict totals: ``{evaluator: percent}``
    :param dict averages: ``{evaluator: what they give on average}``, over the round
    :param float overall: the average of all evaluators over the round

    >>> summary({1: 40.0, 2: 80.0}, {1: 30.0, 2: 70.0}, 50.0)
    Summary(raw=60.0, normalised=60.0, spread=20.0, vetoes=0, count=2)
    >>> summary({1: 40.0}, {1: 30.0}, 50.0, vetoes=1)
    Summary(raw=40.0, normalised=60.0, spread=0.0, vetoes=1, count=1)
    >>> summary({})
    Summary(raw=None, normalised=None, spread=0.0, vetoes=0, count=0)
    """
    given = {who: value for who, value in totals.items() if value is not None}
    if not given:
        return Summary(None, None, 0.0, vetoes, 0)
    raw = mean(given.values())
    moved = raw
    if averages and overall is not None:
        moved = mean(value - averages.get(who, overall) + overall for who, value in given.items())
    spread = pstdev(given.values()) if len(given) > 1 else 0.0
    return Summary(raw, min(max(moved, 0.0), 100.0), spread, vetoes, len(given))
