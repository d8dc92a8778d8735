"""What may follow what in the life of a request for money: one table, read by every verb.

==========  ============================================================================
state       what may follow
==========  ============================================================================
draft       submitted (نیاز اعلام شد), cancelled
submitted   approved (تشخیص), draft (returned), cancelled
approved    reserved (تأمین), draft (returned), cancelled
reserved    committed (تعهد), released
committed   liquidated (تسجیل), released
liquidated  ordered (حواله), committed (the documents were wrong)
ordered     posted (ثبت هزینه), liquidated
posted      paid, ordered (the entry was reset or cancelled)
paid        posted (a payment came back)
==========  ============================================================================

An organization that needs fewer stages goes from the commitment to the order at once.
"""

FOLLOWING = {
    "draft": ("submitted", "cancelled"),
    "submitted": ("approved", "draft", "cancelled"),
    "approved": ("reserved", "draft", "cancelled"),
    "reserved": ("committed", "released"),
    "committed": ("liquidated", "released"),
    "liquidated": ("ordered", "committed"),
    "ordered": ("posted", "liquidated"),
    "posted": ("paid", "ordered"),
    "paid": ("posted",),
    "released": (),
    "cancelled": (),
}
SHORT = {"committed": ("ordered", "released"), "ordered": ("posted", "committed")}
# The ways back have verbs of their own, or are the books'. No verb that goes on takes one: who
# may commit does not so undo what was established, nor is what was paid posted once more.
BACK = {
    ("submitted", "draft"),
    ("approved", "draft"),
    ("liquidated", "committed"),
    ("ordered", "liquidated"),
    ("ordered", "committed"),
    ("posted", "ordered"),
    ("paid", "posted"),
}


def may_follow(now, then, is_short=False, is_back=False):
    """Whether a verb may lead from one state to another.

    :param bool is_back: for the verbs that go back

    >>> may_follow("draft", "submitted"), may_follow("draft", "reserved")
    (True, False)
    >>> may_follow("committed", "ordered"), may_follow("committed", "ordered", is_short=True)
    (False, True)
    >>> may_follow("liquidated", "committed"), may_follow("reserved", "committed", is_back=True)
    (False, False)
    >>> all(then in {**FOLLOWING, **SHORT}[now] + FOLLOWING[now] for now, then in BACK)
    True
    >>> all(state in FOLLOWING for states in FOLLOWING.values() for state in states)
    True
    """
    following = {**FOLLOWING, **SHORT} if is_short else FOLLOWING
    return then in following[now] and ((now, then) in BACK) == is_back
