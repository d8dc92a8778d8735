"""Who may not do what with a request, because of what they did before: nobody asks for money and
grants it, and whoever certifies that there is credit (ذیحساب) decides nothing else of it.

Public Accounting Law, articles 17 to 23 and 52 to 53 (from memory): the head of the body
decides that it is needed, commits, and orders the payment; the certifying officer confirms
that the credit is there. One person never does both.
"""

# Duty -> the duties of the same request that rule it out for a person.
RULED_OUT = {
    "approve": ("ask", "certify"),
    "certify": ("ask", "approve", "commit", "liquidate", "order"),
    "commit": ("ask", "certify"),
    "liquidate": ("certify",),
    "order": ("ask", "certify"),
}


def hinders(duty, done):
    """The duty that a person had before and that forbids this one; None if nothing does.

    :param done: what the person has done in this request

    >>> hinders("approve", {"ask"}), hinders("certify", {"approve"}), hinders("commit", {"approve"})
    ('ask', 'approve', None)
    >>> all(hinders(second, {first}) for second in ("approve", "commit") for first in ("certify",))
    True
    """
    return next((before for before in RULED_OUT.get(duty, ()) if before in done), None)
