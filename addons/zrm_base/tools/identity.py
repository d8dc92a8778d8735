"""Identity numbers of people and bodies in Iran: one stored form, and whether it can be right.

A number that passes is well formed, not proven to be issued: that only the registries know.

- National number of a person (کد ملی): law on the national number and the postal code, 1376; its
  check digit as the Civil Registry computes it.
- National identifier of a body (شناسه ملی اشخاص حقوقی): check digit as described at
  http://www.aliarash.com/article/shenasameli/shenasa_meli.htm, by which all public validators go.
- Number of a foreigner (کد فراگیر, کد فیدا): no check digit is published, only its length.
- Passport: letters and digits; ICAO 9303 has nine places, others occur.
"""

import re
from functools import lru_cache

from .persian import compact

IDENTITY_TYPES = ("national_id", "legal_id", "foreign_id", "passport")

_LEGAL_WEIGHTS = (29, 27, 23, 19, 17) * 2


class IdentityError(ValueError):
    """What is wrong with an identity number, as a word for the caller to put in a sentence.

    ``reason`` is ``empty``, ``digits`` (other characters than digits), ``length``, ``checksum``,
    ``repeated`` (one digit throughout) or ``format`` (no passport number).
    """

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def normalize_identity(identity_type, value):
    r"""The plain form in which an identity number is stored.

    Digits of every script become ASCII; blanks, dashes, dots, slashes and invisible marks go.
    A national number gets back the leading zeros that spreadsheets take; a passport is upper-cased.

    :param identity_type: one of IDENTITY_TYPES, else KeyError
    :param value: the number as typed, a str or an int
    :raise IdentityError: with its ``reason``

    >>> (
    ...     normalize_identity("national_id", "۰۴۹-۹۳۷۰۸۹-۹"),
    ...     normalize_identity("national_id", 499370899),
    ... )
    ('0499370899', '0499370899')
    >>> normalize_identity("legal_id", "۱۰۳۸ ۰۲۸ ۴۷۹۰")
    '10380284790'
    >>> normalize_identity("foreign_id", "٣٠١٢٣٤٥٦٧٨"), normalize_identity("passport", "p۱۲۳ ۴۵۶۷۸")
    ('3012345678', 'P12345678')
    >>> try:
    ...     normalize_identity("national_id", "0499370898")
    ... except IdentityError as error:
    ...     error.reason
    'checksum'
    """
    return _NORMALIZERS[identity_type](compact(value).upper())


def is_valid(identity_type, value):
    """Whether the value, as typed, can be such a number.

    >>> is_valid("national_id", "۰۴۹۹۳۷۰۸۹۹"), is_valid("national_id", "1111111111")
    (True, False)
    >>> is_valid("passport", ""), is_valid("legal_id", None)
    (False, False)
    """
    try:
        return bool(normalize_identity(identity_type, value))
    except IdentityError:
        return False


def guess_type(value):
    """The identity types for which the typed text is valid, in the order of IDENTITY_TYPES.

    Every short enough run of digits may be a foreigner's number or a passport as well, so the
    first is the likeliest.

    >>> guess_type("۰۴۹۹۳۷۰۸۹۹")
    ['national_id', 'foreign_id', 'passport']
    >>> guess_type("10380284790"), guess_type("P12345678"), guess_type("علی رضایی")
    (['legal_id', 'foreign_id', 'passport'], ['passport'], [])
    """
    return list(_guess_type(value))


@lru_cache(maxsize=64)
def _guess_type(value):
    # One look-up asks several times about the same text.
    return tuple(
        identity_type for identity_type in IDENTITY_TYPES if is_valid(identity_type, value)
    )


def likely_type(value):
    """The identity type that a typed text is meant to be, valid or not.

    Digits of a national or legal ID's length are taken for one, so that a slip of the finger
    is reported and not filed as a foreigner's number.

    >>> likely_type("1234567890"), likely_type("۱۰۳۸۰۲۸۴۷۹۰"), likely_type("۱۲۳۴۵۶۷۸۹۰۱۲")
    ('national_id', 'legal_id', 'foreign_id')
    >>> likely_type("P12345678"), likely_type("12")
    ('passport', 'national_id')
    """
    digits = compact(value)
    if digits.isdigit() and len(digits) in (8, 9, 10):
        return "national_id"
    if digits.isdigit() and len(digits) == 11:
        return "legal_id"
    return (guess_type(value) or ["national_id"])[0]


def mask(value, shown=3):
    """Bullets for all but the last characters; never more than a third of the value is shown.

    :param shown: how many characters to show at most

    >>> mask("0499370899"), mask("A12345"), mask("12"), mask("0499370899", shown=0)
    ('•••••••899', '••••45', '••', '••••••••••')
    >>> mask(""), mask(None)
    ('', '')
    """
    value = str(value) if value else ""
    hidden = len(value) - max(0, min(shown, len(value) // 3))
    return "•" * hidden + value[hidden:]


def national_id_check_digit(nine):
    """The tenth digit of a national number, from its first nine.

    The digits are weighted 10 to 2; of the sum modulo 11, 0 and 1 stand for themselves, any other
    for what it lacks to 11.

    :raise ValueError: when these are not nine ASCII digits

    >>> national_id_check_digit("049937089"), national_id_check_digit("001234567")
    ('9', '9')
    """
    _require_digits(nine, 9)
    rest = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    rest %= 11
    return str(rest if rest < 2 else 11 - rest)


def legal_id_check_digit(ten):
    """The eleventh digit of a body's national identifier, from its first ten.

    The tenth digit and 2 are added to each, the sums weighted 29, 27, 23, 19, 17 and again; the
    total modulo 11, where 10 counts as 0.

    :raise ValueError: when these are not ten ASCII digits

    >>> legal_id_check_digit("1038028479"), legal_id_check_digit("1010017192")
    ('0', '0')
    """
    _require_digits(ten, 10)
    added = int(ten[9]) + 2
    total = sum(
        (int(digit) + added) * weight for digit, weight in zip(ten, _LEGAL_WEIGHTS, strict=True)
    )
    return str(total % 11 % 10)


def _normalize_national(code):
    _check_digits(code, range(8, 11))
    code = code.zfill(10)
    _check_repeated(code)
    if national_id_check_digit(code[:9]) != code[9]:
        raise IdentityError("checksum")
    return code


def _normalize_legal(code):
    _check_digits(code, [11])
    _check_repeated(code)
    if legal_id_check_digit(code[:10]) != code[10]:
        raise IdentityError("checksum")
    return code


def _normalize_foreign(code):
    _check_digits(code, range(8, 14))
    _check_repeated(code)
    return code


def _normalize_passport(code):
    if not code:
        raise IdentityError("empty")
    if not re.fullmatch(r"(?=.*[0-9])[A-Z0-9]+", code):
        raise IdentityError("format")
    if not 6 <= len(code) <= 12:
        raise IdentityError("length")
    return code


_NORMALIZERS = {
    "national_id": _normalize_national,
    "legal_id": _normalize_legal,
    "foreign_id": _normalize_foreign,
    "passport": _normalize_passport,
}


def _check_digits(code, lengths):
    if not code:
        raise IdentityError("empty")
    if not re.fullmatch("[0-9]+", code):
        raise IdentityError("digits")
    if len(code) not in lengths:
        raise IdentityError("length")


def _check_repeated(code):
    if len(set(code)) == 1:
        raise IdentityError("repeated")


def _require_digits(code, length):
    if not re.fullmatch(f"[0-9]{{{length}}}", code):
        raise ValueError(f"{length} digits are needed")
