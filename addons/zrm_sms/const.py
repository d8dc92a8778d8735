"""Vocabularies and limits that more than one file of this addon needs."""

from datetime import timedelta

# System parameter that holds a secret of a gateway.
SECRET_PREFIX = "zrm_sms.secret."

NUMBER_FORMATS = [
    ("national", "0912…"),
    ("international", "98912…"),
    ("plus", "+98912…"),
]

# Possible meanings of a gateway's own codes, with the failure types of Odoo's SMS
# framework.
MEANINGS = {
    "number": "wrong_number_format",
    "credit": "insufficient_credit",
    "account": "unregistered",
    "blacklist": "blacklisted",
    "rejected": "rejected",
    "busy": "server_error",
}
REPORTS = ("delivered", "undelivered", "pending")

MESSAGE_STATES = [
    ("queued", "In the queue"),
    ("sending", "Being handed over"),
    ("retry", "Tried again later"),
    ("sent", "Handed over"),
    ("delivered", "Delivered"),
    ("undelivered", "Not delivered"),
    ("failed", "Failed"),
    ("unclear", "Unclear"),
]
# States in which the gateway has the message: it is never sent again.
HANDED_OVER = ("sent", "delivered", "undelivered")

MESSAGE_KINDS = [
    ("notice", "Notice"),
    ("reply", "Automatic reply"),
    ("test", "Test"),
    ("other", "Other"),
]

EFFECTS = [
    ("waiting", "Not processed yet"),
    ("status", "Status sent"),
    ("neutral", "Unknown code"),
    ("accepted", "Answer accepted"),
    ("asked_why", "Asked why it is not solved"),
    ("objected", "Objection"),
    ("reply", "Reply to our question"),
    ("case", "New case"),
    ("help", "Instructions sent"),
    ("ignored", "From no mobile phone"),
    ("flood", "Too many messages"),
    ("failed", "Could not be processed"),
]

# Minutes until the next try; the last one counts for all later ones.
BACK_OFF = (1, 5, 15, 60)
LONGEST_WAIT = timedelta(hours=1)
# A hand-over unfinished after this time was interrupted by a crash; longer than any call
# can take.
LEASE = timedelta(minutes=15)
# Failed calls in a row after which the gateway pauses.
MISSES = 3
PAUSE = timedelta(minutes=1)
# Messages per batch of the queue.
QUEUE_BATCH = 50
MAX_REPLY_BYTES = 64 * 1024
# Length of a reply that is shown when testing a gateway.
MAX_SHOWN = 2_000
MAX_REQUEST_BYTES = 64 * 1024

MAX_TEXT = 5_000
# Length of an answer or question in a text message.
MAX_QUOTE = 200
MAX_PER_HOUR = 10
MAX_REPLIES_PER_DAY = 10
REASON_WITHIN = timedelta(hours=24)
