"""The public report: the fields of each step, their lengths, and what others may read."""

import re

# The steps after the subject, in order.
STEPS = ("details", "where", "same", "who", "send")

# Fields of each step and their maximum lengths. Other input is dropped.
FIELDS = {
    "details": {"nature_id": 20, "name": 120, "description": 5000, "remedy_sought": 2000},
    "where": {"region_id": 20, "address": 300},
    "same": {"same": 20},
    "who": {
        "bringer": 30,
        "name": 120,
        "phone": 40,
        "email": 120,
        "identity_number": 40,
        "preferred_channel": 10,
        "lang": 10,
    },
    "send": {},
}
# Answers to a subject's own questions.
QUESTION_PREFIX = "q_"
# Longer input is stored for correction, up to this limit.
KEPT = 20_000


def clean_text(value):
    r"""The input as stored: text without control characters.

    >>> clean_text(" کوچه\u200cها\r\nدو\x00 "), clean_text(None), clean_text(["x"])
    ('کوچه\u200cها\nدو', '', '')
    """
    if not isinstance(value, str):
        return ""
    text = value.replace("\r\n", "\n")[:KEPT]
    return "".join(
        sign for sign in text if sign.isprintable() or sign in "\n\t\u200c\u200d"
    ).strip()


def step_after(steps, step, with_same):
    """The step that follows; ``same`` is asked only where there is something to show.

    >>> [step_after(STEPS, step, False) for step in ("where", "who")]
    ['who', 'send']
    >>> step_after(STEPS, "where", True)
    'same'
    """
    following = steps[steps.index(step) + 1 :]
    return following[1] if following[0] == "same" and not with_same else following[0]


_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")
# Telephone, identity and card numbers, also in groups.
_NUMBER = re.compile(r"\d(?:[\s\-/]?\d){5,}")
# The house and the flat; the street is enough for a neighbour.
_HOUSE = re.compile(
    r"[،,]?\s*(?:پلاک|واحد|طبقه[ٔی]?|زنگ|no\.?|nr\.?|unit|flat|floor)\s*[:.]?\s*\d+\w?",
    re.IGNORECASE,
)


def discreet(text):
    """A text without numbers and addresses by which a person could be found.

    >>> discreet("جوی گرفته، تماس ۰۹۱۲ ۱۲۳ ۴۵۶۷"), discreet("call a.b@x.ir"), discreet(None)
    ('جوی گرفته، تماس …', 'call …', '')
    >>> discreet("خیابان ولیعصر، کوچه ۱۲، پلاک ۷، واحد ۳")
    'خیابان ولیعصر، کوچه ۱۲'
    """
    text = _EMAIL.sub("…", text or "")
    return _HOUSE.sub("", _NUMBER.sub("…", text)).strip()
