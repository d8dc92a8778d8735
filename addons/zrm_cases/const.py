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
# Final states: no further work on the case is needed.
FINAL_STATES = ("closed", "rejected")
# States in which no deadline runs any more.
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
    ("silent", "Answered, no reply from the citizen"),
    # For imported past cases whose result is not recorded.
    ("unknown", "Not on record"),
]

# Set by the system; users cannot choose these.
GIVEN_OUTCOMES = ("merged", "silent", "unknown")

EVENT_KINDS = [
    ("registered", "Registered"),
    ("classified", "Reclassified"),
    ("moved", "Moved to a step"),
    ("referred", "Referred"),
    ("accepted", "Accepted"),
    ("returned", "Returned"),
    ("misrouted", "Reported as misrouted"),
    ("assigned", "Assigned"),
    ("answered", "Answered"),
    ("judging", "Sent for approval"),
    ("approved", "Answer approved"),
    ("disapproved", "Answer returned"),
    ("lapsed", "Approval lapsed"),
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
    ("citizen", "Given to another citizen"),
    ("missed", "Deadline missed"),
    ("escalated", "Escalated"),
    ("redacted", "Text redacted"),
]

# Replaces redacted text in the history. Independent of language, as it is stored for good.
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
# What those who reported the same hear of as well.
SHARED_MOMENTS = ("answered", "closed", "rejected", "informed")
NOTICE_CHANNELS = [("email", "E-mail"), ("sms", "Text message")]
NOTICE_STATES = [
    ("waiting", "Waiting"),
    ("sent", "Handed over"),
    ("skipped", "Not sent"),
    ("unclear", "Possibly sent"),
]

APPROVAL_KINDS = [("answer", "Answer"), ("rejection", "Rejection")]
APPROVAL_STATES = [
    ("waiting", "Waiting"),
    ("approved", "Approved"),
    ("returned", "Returned"),
    ("lapsed", "Lapsed"),
    ("used", "Sent to the citizen"),
]
# The type of activity with which a judge is asked.
APPROVES = "zrm_cases.activity_approve"

VERDICTS = [
    ("accepted", "Accepted"),
    ("objected", "Objected"),
    ("silent", "No reply"),
]

SLA_STATES = [
    ("none", "Not due"),
    ("in_time", "In time"),
    ("soon", "Due soon"),
    ("missed", "Missed"),
    ("done", "Done"),
]

# Value of context keys that only our own code may set: a request can send the key, but
# never this object.
OURS = object()

# The deadline fields, in the order in which they are checked.
CLOCKS = ("response_deadline", "step_deadline", "deadline")
# A case is “due soon” in the last fifth of its time.
WARN_SHARE = 0.2
# Calendar days within which a citizen may object to an answer.
OBJECTION_DAYS = 30
MAX_DESCRIPTION = 100_000
MAX_LINE = 1_000
# Characters of a search; what follows is not looked for.
MAX_SEARCH = 500
# Length of the PIN of an anonymous reporter.
PIN_DIGITS = 4
# Limit of one call of the API (zrm.case.register).
MAX_REGISTERED_AT_ONCE = 500
# Fields that a step may require before the case leaves it.
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
