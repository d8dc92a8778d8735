"""Vocabularies that more than one file of this addon needs."""

STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("screening", "Screening"),
    ("evaluation", "Evaluation"),
    ("committee", "Committee"),
    ("approved", "Approved"),
    ("deferred", "Deferred"),
    ("rejected", "Rejected"),
    ("duplicate", "Duplicate"),
    ("implementing", "Being carried out"),
    ("measured", "Benefit measured"),
    ("closed", "Closed"),
    ("withdrawn", "Withdrawn"),
]
# No further work is needed.
FINAL_STATES = ("closed", "withdrawn", "duplicate", "rejected")
# The author may still change the text.
AUTHORS_STATES = ("draft",)
# What may be withdrawn by its authors: nothing is decided yet.
OPEN_STATES = ("draft", "submitted", "screening", "evaluation", "committee", "deferred")

# Who learns where a suggestion stands before it is published.
INSIDERS = "zrm_suggestions.group_suggestion_secretary,zrm_suggestions.group_suggestion_committee"

BENEFIT_KINDS = [("quantitative", "Can be measured"), ("qualitative", "Cannot be measured")]

OUTCOMES = [
    ("as_is", "Approved as it is"),
    ("modified", "Approved with changes"),
    ("deferred", "Deferred"),
    ("rejected", "Rejected"),
    ("planned_already", "Already planned"),
]

EVENT_KINDS = [
    ("submitted", "Submitted"),
    ("returned", "Returned for completion"),
    ("screened", "Taken up for screening"),
    ("rejected", "Not taken up"),
    ("invited", "Evaluators invited"),
    ("recused", "An evaluator stepped back"),
    ("released", "An evaluator was released"),
    ("round_given_up", "A round of evaluation was given up"),
    ("withheld", "Withheld: its case became confidential"),
    ("evaluated", "Evaluated"),
    ("decided", "Decided"),
    ("published", "Published"),
    ("objected", "Objected"),
    ("coauthor", "A co-author answered"),
    ("opened", "Published for voices and comments"),
    ("hidden", "Taken off the public page"),
    ("merged", "Joined to an earlier one"),
    ("unmerged", "Taken apart again"),
    ("withdrawn", "Withdrawn"),
    ("reopened", "Taken up again"),
    ("started", "Being carried out"),
    ("progress", "Progress"),
    ("moved", "A milestone was moved"),
    ("recovered", "A reward was recovered"),
    ("measured", "Benefit measured"),
    ("closed", "Closed"),
]

EVALUATION_STATES = [
    ("invited", "To evaluate"),
    ("submitted", "Evaluated"),
    ("recused", "Stepped back"),
    ("released", "Released"),
    ("given_up", "No longer needed"),
]
# Evaluations that count for a round: asked for, or in.
COUNTED = ("invited", "submitted")
# Fewer evaluators than these are no evaluation by several, unless the criteria ask for one.
LEAST_EVALUATORS = 2
CONFIDENCES = [("1", "Low"), ("2", "Medium"), ("3", "High")]

CONFLICTS = [
    ("author", "Is an author"),
    ("relative", "Is a relative of an author"),
    ("unit", "Works in the unit of an author"),
    ("manager", "Is the line manager of an author, or an author is theirs"),
    ("coauthor", "Wrote with an author before"),
    ("declared", "Has declared an interest"),
    ("insider", "Reads who wrote it, as secretary or member of the committee"),
    ("case", "Can open the case it came from"),
]

# Working days for each phase, unless the settings say otherwise.
PHASE_DAYS = {"submitted": 5, "screening": 10, "evaluation": 20, "committee": 30}

MAX_TITLE = 250
MAX_TEXT = 20_000
# Beyond this a sum is no longer exact to the rial.
MOST_RIAL = 9 * 10**15
MOST_OBJECTIONS = 2
# Calendar days within which authors may object to what was published.
OBJECTION_DAYS = 30
