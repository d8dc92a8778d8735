"""Why somebody must not evaluate a suggestion, checked before they are invited.

Each kind is a plain comparison of sets, so that the reason can be shown and tested alone.
"""

from typing import NamedTuple


class Person(NamedTuple):
    """An author or evaluator.

    ``relatives`` are ids of persons, ``units`` of the units they work in, ``managed`` of the
    units they manage, ``above`` of the units whose managers stand above them.
    """

    id: int
    relatives: frozenset = frozenset()
    units: frozenset = frozenset()
    managed: frozenset = frozenset()
    above: frozenset = frozenset()


def conflicts(evaluator, authors, declared=frozenset(), wrote_with=frozenset(), reads=()):
    """The kinds of conflict between an evaluator and the authors, the plainest first.

    :param declared: ids of persons with whom an interest was declared, by either side
    :param wrote_with: ids of persons with whom the evaluator wrote before
    :param reads: by what else the evaluator learns who wrote it: ``insider``, ``case``

    >>> mary, ali = Person(1, units=frozenset({7}), above=frozenset({7, 9})), Person(2)
    >>> conflicts(Person(1), [mary]), conflicts(ali, [mary])
    (['author'], [])
    >>> conflicts(Person(2, relatives=frozenset({1})), [mary])
    ['relative']
    >>> conflicts(Person(2, units=frozenset({7})), [mary])
    ['unit']
    >>> conflicts(Person(2, managed=frozenset({9})), [mary])
    ['manager']
    >>> conflicts(Person(2, above=frozenset({5})), [Person(1, managed=frozenset({5}))])
    ['manager']
    >>> conflicts(ali, [mary], declared={1}, wrote_with={1})
    ['coauthor', 'declared']
    >>> conflicts(ali, [mary], reads=["case"])
    ['case']
    """
    found = []
    ids = {author.id for author in authors}
    if evaluator.id in ids:
        found.append("author")
    if any(
        author.id in evaluator.relatives or evaluator.id in author.relatives for author in authors
    ):
        found.append("relative")
    if any(evaluator.units & author.units for author in authors if author.id != evaluator.id):
        found.append("unit")
    if any(
        evaluator.managed & author.above or author.managed & evaluator.above
        for author in authors
        if author.id != evaluator.id
    ):
        found.append("manager")
    if ids & set(wrote_with):
        found.append("coauthor")
    if ids & set(declared):
        found.append("declared")
    return [*found, *reads]
