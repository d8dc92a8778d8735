"""What the public may read, and files that a spreadsheet opens without harm."""

# A suggestion stands on the public page in these states; never as a draft that was given back
# to its authors, nor when they withdrew it.
SHOWN_STATES = (
    "submitted",
    "screening",
    "evaluation",
    "committee",
    "approved",
    "deferred",
    "rejected",
    "implementing",
    "measured",
    "closed",
)
# Nothing is decided yet: a voice can still count.
VOICE_STATES = ("submitted", "screening", "evaluation", "committee", "deferred")
# Public steps that followers hear of and the page shows; what was said to the authors alone
# (their code, what they have to complete) is none.
FOLLOWED_KINDS = ("rejected", "published", "reopened", "started", "progress", "measured", "closed")
# Their words are for everybody; a rejection's are in the public answer.
WORDED_KINDS = ("published", "progress", "rejected")

# Decided, and published: only now the authors who chose it are named. Before, evaluators and the
# committee would read on the public page what is kept from them.
NAMED_STATES = ("approved", "rejected", "implementing", "measured", "closed")
# What the public reads, by field of the suggestion and of its publication.
PUBLIC_TEXTS = ("name", "current_state", "proposed_state", "reason", "expected_benefit")
# Orders of the public list.
ORDERS = {"newest": "id desc", "voices": "support_count desc, id desc"}

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def cell(value):
    r"""A value for a CSV file: no spreadsheet takes it for a formula.

    >>> cell("=1+1"), cell("  @SUM(A1)"), cell("کف‌پوش"), cell(-3), cell(None)
    ("'=1+1", "'  @SUM(A1)", 'کف‌پوش', '-3', '')
    >>> cell("a\x00b")
    'ab'
    """
    if value is None or value is False:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = "".join(sign for sign in value if sign.isprintable() or sign in "\n\t\u200c\u200d")
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text
