"""Who judges an answer, and who decides about an objection to it: two decision tables.

Both ask people rung by rung: the units upwards, then oversight. A *rung* is a list of
people; the first rung on which somebody is fit and present decides. Where all who are fit
are away, the first of their rungs gets it, rather than somebody who is not fit. Nobody
decides by default.

Approval: may this person judge?

=====================================  ======
drafted, sent or answered it           no
the citizen objected to them before    no
account is closed                      no
may not open the (confidential) case   no
away                                   only where nobody else is left
otherwise                              yes
=====================================  ======

Objection: the first rung is the one *above everybody* who drafted, answered or approved the
disputed answer; at the very top it is the top itself. The same table says who of a rung may
act. After the units come oversight and, at last, the administrators.
"""

from typing import NamedTuple

PARTY, CLOSED, UNSEEN, AWAY = "party", "closed", "unseen", "away"


class Person(NamedTuple):
    """What is asked of somebody who might decide."""

    id: int
    is_party: bool = False
    is_active: bool = True
    may_open: bool = True
    is_away: bool = False


class Choice(NamedTuple):
    """Who decides.

    ``rung`` is the position of the rung, None where nobody is left; ``people`` the ids of
    those who are asked; ``passed`` says for each rung before it ``(position, id, why)``,
    with ``(position, None, None)`` for a rung without anybody.
    """

    rung: int | None
    people: tuple
    passed: tuple


def why_not(person):
    """Why somebody does not decide, or None.

    >>> why_not(Person(1)), why_not(Person(1, is_away=True)), why_not(Person(1, is_party=True))
    (None, 'away', 'party')
    """
    if person.is_party:
        return PARTY
    if not person.is_active:
        return CLOSED
    if not person.may_open:
        return UNSEEN
    return AWAY if person.is_away else None


def choose(rungs):
    """Who decides, of rungs from the lowest to the highest.

    :param list rungs: lists of :class:`Person`
    :return: a :class:`Choice`

    The manager judges; one who is away or wrote the answer is passed over.

    >>> choose([[Person(1)], [Person(2)]])
    Choice(rung=0, people=(1,), passed=())
    >>> choose([[Person(1, is_away=True)], [], [Person(2), Person(3, is_party=True)]])
    Choice(rung=2, people=(2,), passed=((0, 1, 'away'), (1, None, None)))

    All who are fit are away: the lowest of them. Nobody is fit: nobody decides.

    >>> choose([[Person(1, is_party=True)], [Person(2, is_away=True)]])
    Choice(rung=1, people=(2,), passed=((0, 1, 'party'),))
    >>> choose([[Person(1, is_party=True)], []])
    Choice(rung=None, people=(), passed=((0, 1, 'party'), (1, None, None)))
    """
    for accepted in ((None,), (None, AWAY)):
        for position, people in enumerate(rungs):
            fit = tuple(one.id for one in people if why_not(one) in accepted)
            if fit:
                return Choice(position, fit, _passed(rungs[:position]))
    return Choice(None, (), _passed(rungs))


def _passed(rungs):
    passed = []
    for position, people in enumerate(rungs):
        passed += [(position, one.id, why_not(one)) for one in people] or [(position, None, None)]
    return tuple(passed)


def above_everybody(path, places):
    """The unit above everybody who had a hand in an answer.

    :param list path: ids of the units from the top to the one whose answer is disputed
    :param list places: such paths of the units in which these people decide or work
    :return: ``(unit id, whether it is the top, with nothing above the people)``

    >>> above_everybody([1, 2, 3], [[1, 2, 3]]), above_everybody([1, 2, 3], [[1, 2]])
    ((2, False), (1, False))
    >>> above_everybody([1, 2, 3], [[1]]), above_everybody([1], [])
    ((1, True), (1, True))

    Who works in another branch is below the unit at which the branches meet.

    >>> above_everybody([1, 2, 3], [[1, 4, 5]]), above_everybody([1, 2, 3], [[1, 2, 6]])
    ((1, False), (2, False))
    """
    limit = len(path) - 2
    for place in places:
        common = sum(1 for mine, theirs in zip(path, place, strict=False) if mine == theirs)
        if common:
            limit = min(limit, common - 2 if common == len(place) else common - 1)
    return (path[limit], False) if limit >= 0 else (path[0], True)
