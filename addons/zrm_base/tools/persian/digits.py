"""Digits of the three scripts met in Iran: ASCII, Persian (U+06F0) and Arabic-Indic (U+0660)."""

import re

PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ARABIC = "٠١٢٣٤٥٦٧٨٩"
ASCII = "0123456789"

_TO_ASCII = str.maketrans(PERSIAN + ARABIC, ASCII * 2)
_TO_PERSIAN = str.maketrans(ASCII + ARABIC, PERSIAN * 2)

# What people put between the digits of a number: blanks, dashes and minus signs, dots, slashes,
# underscores, the half-space, and the invisible marks that text copied from the web carries.
_SEPARATORS = re.compile(
    r"[\s\-./\\_\u00ad\u0640\u061c\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff]+"
)


def to_ascii_digits(text):
    """The text with its Persian and Arabic-Indic digits as 0-9, the rest untouched.

    :param text: a str, or an int; None, False and "" give ""

    >>> to_ascii_digits("کد ۱۲۳ و ٤٥٦ و 789")
    'کد 123 و 456 و 789'
    >>> to_ascii_digits(None), to_ascii_digits(False), to_ascii_digits(0)
    ('', '', '0')
    """
    return _as_text(text).translate(_TO_ASCII)


def to_persian_digits(value):
    """The text or number with its digits as ۰-۹, the rest untouched.

    :param value: a str or an int; None, False and "" give ""

    >>> to_persian_digits(1405), to_persian_digits("۱۲/٣/4")
    ('۱۴۰۵', '۱۲/۳/۴')
    >>> to_persian_digits(0), to_persian_digits(None)
    ('۰', '')
    """
    return _as_text(value).translate(_TO_PERSIAN)


def compact(value):
    r"""A code as typed, in ASCII digits and without whatever separates its parts.

    >>> compact(" ۰۴۹-۹۳۷۰۸۹/۹\u200f"), compact("A 123.456"), compact(None)
    ('0499370899', 'A123456', '')
    """
    return _SEPARATORS.sub("", to_ascii_digits(value))


def _as_text(value):
    return "" if value is None or value is False else str(value)
