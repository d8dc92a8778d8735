"""The citizen's form: its fields and lengths, and co-authors as they were typed."""

import re

from . import shares

# Fields of each part of the form and their maximum lengths. Other input is dropped.
FIELDS = {
    "idea": {
        "name": 120,
        "current_state": 5000,
        "proposed_state": 5000,
        "reason": 5000,
        "benefit_kind": 20,
        "expected_benefit": 2000,
        "subject_id": 20,
        "is_named": 1,
        "share": 10,
    },
    "where": {"region_id": 20},
    "who": {
        "name": 120,
        "phone": 40,
        "email": 120,
        "preferred_channel": 10,
        "lang": 10,
    },
}
# So that the fields of the parts are told apart in one form.
PREFIX = {"who": "who_"}
CO_AUTHOR = ("co_name", "co_contact", "co_share")
CO_AUTHOR_LENGTH = 120
# Rows for co-authors that the form shows at first, and how many more at a time.
ROWS = 2
_SHARE = re.compile(r"\d{1,3}(?:[.,/٫]\d{1,2})?")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def read_share(text):
    """A share as typed, in ASCII digits.

    >>> read_share("12.5"), read_share("40٪"), read_share("33/33"), read_share("-1")
    (12.5, 40.0, 33.33, None)
    >>> read_share(""), read_share("1e3"), read_share("nan")
    (None, None, None)
    """
    found = _SHARE.fullmatch((text or "").strip().rstrip("%٪ "))
    return float(re.sub("[,/٫]", ".", found.group())) if found else None


def is_email(text):
    """
    >>> is_email("a@b.ir"), is_email("0912 555 44 33")
    (True, False)
    """
    return bool(_EMAIL.fullmatch((text or "").strip()))


def filled(rows):
    """The rows in which something was typed.

    >>> filled([["علی", "0912", "50"], ["", " ", ""]])
    [['علی', '0912', '50']]
    """
    return [row for row in rows if any(value.strip() for value in row)]


def kept(rows):
    """The rows worth keeping for correction: one more than is possible tells that there were
    too many.

    >>> len(kept([["x", "", ""]] * 200))
    20
    """
    return filled(rows)[: shares.MOST_AUTHORS]
