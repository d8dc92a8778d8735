"""Whether a process can be walked from its start to an end.

Steps may lead back (waiting for the citizen, then in hand again); what must not
be is a step that cannot be reached, or one from which no end can be.
"""


def problems(start, following, ends):
    """What is wrong with a process.

    :param start: the first step
    :param dict following: step -> the steps that may follow it
    :param ends: the steps at which the process is over
    :return: list of ``(kind, step)``; kind is ``itself``, ``dead_end``,
        ``unreachable`` or ``endless``

    >>> problems(1, {1: [2], 2: [3, 1], 3: []}, {3})
    []
    >>> problems(1, {1: [1, 2], 2: []}, {2})
    [('itself', 1)]
    >>> problems(1, {1: [2], 2: [], 3: [2]}, {3})
    [('dead_end', 2), ('unreachable', 3), ('endless', 1)]
    >>> problems(1, {1: [2, 3], 2: [1, 4], 4: [2], 3: []}, {3})
    []
    >>> problems(1, {1: [2, 3], 2: [4], 4: [2], 3: []}, {3})
    [('endless', 2), ('endless', 4)]
    """
    found = [("itself", step) for step, after in following.items() if step in after]
    found += [
        ("dead_end", step) for step, after in following.items() if not after and step not in ends
    ]
    reached = _reach([start], following)
    found += [("unreachable", step) for step in following if step not in reached]
    before = {step: [] for step in following}
    for step, after in following.items():
        for target in after:
            before[target].append(step)
    leaving = _reach([end for end in ends if end in following], before)
    dead = {step for kind, step in found if kind == "dead_end"}
    found += [
        ("endless", step)
        for step in following
        if step in reached and step not in leaving and step not in dead
    ]
    return found


def _reach(starts, following):
    reached, waiting = set(), list(starts)
    while waiting:
        step = waiting.pop()
        if step not in reached:
            reached.add(step)
            waiting.extend(following.get(step, ()))
    return reached
