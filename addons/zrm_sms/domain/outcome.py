"""The result of handing a message to a gateway."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """
    ``kind``: ``sent``; ``refused`` for good; ``busy``, surely not sent and worth
    another try; ``unclear``, sent or not; ``unreadable``, an answer that says
    neither. ``state`` is what Odoo's SMS framework calls the failure.
    """

    kind: str
    ids: list = field(default_factory=list)
    state: str = "server_error"
    reason: str = ""
    wait: int = 0
    # The gateway cannot be reached, so other messages wait.
    is_missed: bool = False


def by_status(status):
    """The kind that an HTTP status stands for, and the failure.

    >>> by_status(200), by_status(429), by_status(503), by_status(502)
    (('sent', ''), ('busy', 'server_error'), ('busy', 'server_error'), ('unclear', 'server_error'))
    >>> by_status(401), by_status(402), by_status(404), by_status(302)
    (('refused', 'unregistered'), ('refused', 'insufficient_credit'), \
('refused', 'rejected'), ('refused', 'rejected'))
    """
    if 200 <= status < 300:
        return "sent", ""
    if status in (408, 425, 429, 503):
        return "busy", "server_error"
    if status >= 500:
        # A proxy may have lost only the reply.
        return "unclear", "server_error"
    if status in (401, 403):
        return "refused", "unregistered"
    if status == 402:
        return "refused", "insufficient_credit"
    return "refused", "rejected"


def back_off(tries, minutes):
    """Minutes until the next try, after so many.

    >>> [back_off(tries, (1, 5, 15)) for tries in (1, 2, 3, 4)]
    [1, 5, 15, 15]
    """
    return minutes[min(tries, len(minutes)) - 1]
