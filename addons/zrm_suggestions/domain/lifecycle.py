"""What may follow what in the life of a suggestion: one table, read by every verb.

============  =====================================================================
state         what may follow
============  =====================================================================
draft         submitted, withdrawn
submitted     screening, withdrawn
screening     draft (returned for completion), evaluation, rejected, duplicate,
              withdrawn
evaluation    committee, evaluation (a second round), withdrawn
committee     approved, deferred, rejected, closed (already planned), evaluation,
              withdrawn
approved      implementing, committee (objection)
deferred      committee (on its date), withdrawn
rejected      committee (objection), closed
duplicate     the state it had before (unmerged)
implementing  measured, approved (stopped)
measured      closed
============  =====================================================================
"""

FOLLOWING = {
    "draft": ("submitted", "withdrawn"),
    "submitted": ("screening", "duplicate", "withdrawn"),
    "screening": ("draft", "evaluation", "rejected", "duplicate", "withdrawn"),
    "evaluation": ("committee", "evaluation", "withdrawn"),
    "committee": ("approved", "deferred", "rejected", "closed", "evaluation", "withdrawn"),
    "approved": ("implementing", "committee"),
    "deferred": ("committee", "withdrawn"),
    "rejected": ("committee", "closed"),
    "duplicate": ("submitted", "screening"),
    "implementing": ("measured", "approved"),
    "measured": ("closed",),
    "closed": (),
    "withdrawn": (),
}
# What the committee decides, and the state that follows.
OUTCOMES = {
    "as_is": "approved",
    "modified": "approved",
    "deferred": "deferred",
    "rejected": "rejected",
    "planned_already": "closed",
}


def may_follow(now, then):
    """
    >>> may_follow("draft", "submitted"), may_follow("draft", "approved")
    (True, False)
    >>> all(state in FOLLOWING for states in FOLLOWING.values() for state in states)
    True
    """
    return then in FOLLOWING[now]


def reachable(start="draft"):
    """All states that can follow, directly or later.

    >>> reachable() == set(FOLLOWING) - {"draft"} | {"draft"}
    True
    """
    found, waiting = set(), [start]
    while waiting:
        for state in FOLLOWING[waiting.pop()]:
            if state not in found:
                found.add(state)
                waiting.append(state)
    return found
