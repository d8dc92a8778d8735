"""Vocabularies that more than one file of this addon needs."""

STATES = [
    ("new", "New"),
    ("triage", "Screening"),
    ("open", "In hand"),
    ("waiting", "Waiting for the citizen"),
    ("answered", "Answered"),
    ("closed", "Closed"),
    ("rejected", "Rejected"),
]
# A case in one of these needs nobody any more.
FINAL_STATES = ("closed", "rejected")
# In one of these no deadline runs any more.
SETTLED_STATES = (*FINAL_STATES, "answered")

NATURE_KINDS = [
    ("complaint", "Complaint"),
    ("request", "Request"),
    ("report", "Report"),
    ("criticism", "Criticism"),
    ("suggestion", "Suggestion"),
    ("thanks", "Thanks"),
]

RESPONSIBLES = [
    ("holder", "The unit that holds it"),
    ("unit", "A named unit"),
    ("routing", "The unit found by routing"),
    ("parent", "The higher unit of the one that holds it"),
    ("handler", "The unit that worked on it before"),
]

LEG_KINDS = [
    ("action", "For action"),
    ("copy", "Copy for information"),
    ("inspection", "For inspection"),
]

LEG_RESULTS = [
    ("done", "Done"),
    ("returned", "Returned"),
    ("misrouted", "Misrouted"),
]

OUTCOMES = [
    ("solved", "Solved"),
    ("partly", "Partly solved"),
    ("not_solved", "Cannot be solved"),
    ("informed", "Information given"),
    ("withdrawn", "Withdrawn by the citizen"),
    ("merged", "Merged into another case"),
    ("silent", "Answered, and the citizen was silent"),
    # Of cases brought in from the past: to call them solved would be a guess.
    ("unknown", "Not on record"),
]

# These come about by themselves; nobody chooses them.
GIVEN_OUTCOMES = ("merged", "silent", "unknown")

EVENT_KINDS = [
    ("registered", "Registered"),
    ("classified", "Classified again"),
    ("moved", "Moved to a step"),
    ("referred", "Referred"),
    ("accepted", "Accepted"),
    ("returned", "Returned"),
    ("misrouted", "Reported as misrouted"),
    ("assigned", "Assigned"),
    ("answered", "Answered"),
    ("approved", "Answer approved"),
    ("replied", "The citizen replied"),
    ("asked", "The citizen was asked"),
    ("informed", "The citizen was informed"),
    ("accepted_answer", "Answer accepted"),
    ("withdrawn", "Withdrawn"),
    ("closed", "Closed"),
    ("rejected", "Rejected"),
    ("objected", "Objected"),
    ("reopened", "Reopened"),
    ("merged", "Merged"),
    ("joined", "Others joined"),
    ("missed", "Deadline missed"),
    ("escalated", "Escalated"),
    ("redacted", "Words redacted"),
]

# What stands in a story in place of words that had to go. No language, as it stays for ever.
REDACTED = "█████"

NOTICE_MOMENTS = [
    ("registered", "Your case is registered"),
    ("moved", "News of your case"),
    ("asked", "We need something from you"),
    ("answered", "Your case is answered"),
    ("closed", "Your case is closed"),
    ("rejected", "Your case could not be taken up"),
    ("objected", "Your objection is received"),
    ("merged", "Your case goes on within another"),
    ("informed", "A message about your case"),
]
NOTICE_CHANNELS = [("email", "E-mail"), ("sms", "Text message")]
NOTICE_STATES = [
    ("waiting", "Waiting"),
    ("sent", "Handed over"),
    ("skipped", "Not sent"),
    ("unclear", "Possibly sent"),
]

VERDICTS = [
    ("accepted", "Accepted"),
    ("objected", "Objected"),
    ("silent", "Silent"),
]

SLA_STATES = [
    ("none", "Not due"),
    ("in_time", "In time"),
    ("soon", "Due soon"),
    ("missed", "Missed"),
    ("done", "Done"),
]

# Marks of our own code in the context: a request can send the keys, not the object.
OURS = object()

# The last fifth of the time counts as soon (SCREENS.md).
WARN_SHARE = 0.2
# So long may a citizen object to an answer, in days of the calendar.
OBJECTION_DAYS = 30
MAX_DESCRIPTION = 100_000
# Of the secret number of a reporter without a name.
PIN_DIGITS = 4
# Cases that a machine may register with one call.
MAX_REGISTERED_AT_ONCE = 500
# What a step may ask for before it is left.
GATE_FIELDS = (
    "partner_id",
    "region_id",
    "address",
    "description",
    "questions",
    "remedy_sought",
    "user_id",
    "answer",
    "outcome",
    "root_cause_id",
)
