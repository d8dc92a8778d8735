"""Vocabularies and limits that more than one file of this addon needs."""

from datetime import timedelta

# Where the secret of a gateway lies among the system parameters.
SECRET_PREFIX = "zrm_sms.secret."

NUMBER_FORMATS = [
    ("national", "0912…"),
    ("international", "98912…"),
    ("plus", "+98912…"),
]

# What a gateway's own codes may mean, and what Odoo's SMS framework calls it.
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
# The gateway has it: never handed over again.
HANDED_OVER = ("sent", "delivered", "undelivered")

MESSAGE_KINDS = [
    ("notice", "Notice"),
    ("reply", "Automatic reply"),
    ("test", "Test"),
    ("other", "Other"),
]

EFFECTS = [
    ("waiting", "Not looked at yet"),
    ("status", "Status told"),
    ("neutral", "Unknown code"),
    ("accepted", "Answer accepted"),
    ("asked_why", "Asked why it is not solved"),
    ("objected", "Objection"),
    ("reply", "Reply to our question"),
    ("case", "New case"),
    ("help", "Told what to write"),
    ("ignored", "From no mobile phone"),
    ("flood", "Too many messages"),
    ("failed", "Could not be processed"),
]

# Minutes until the next try; the last one counts for all later ones.
BACK_OFF = (1, 5, 15, 60)
LONGEST_WAIT = timedelta(hours=1)
# A hand-over that nobody finished in this time was cut off by a crash; longer
# than any call can take.
LEASE = timedelta(minutes=15)
# Calls in a row that reach no gateway before the others wait as well.
MISSES = 3
PAUSE = timedelta(minutes=1)
# Messages that one run of the queue has in hand at a time.
QUEUE_BATCH = 50
MAX_REPLY_BYTES = 64 * 1024
# Of a reply, to whoever tests a gateway.
MAX_SHOWN = 2_000
MAX_REQUEST_BYTES = 64 * 1024

MAX_TEXT = 5_000
# Of an answer or question that stands in a text message.
MAX_QUOTE = 200
MAX_PER_HOUR = 10
MAX_REPLIES_PER_DAY = 10
REASON_WITHIN = timedelta(hours=24)
