"""Phone numbers in every notation usual in Iran, to E.164 and back to what Iranians read.

Built on ``phonenumbers`` (Google's libphonenumber), which knows the numbering plans; here are the
notations it does not take: 98912… without a plus, 098912…, Persian digits, an area code behind the
number or left out, several numbers in one field, extensions in Persian.

A number that the library does not know is refused, but for Iranian mobiles: all of 09x and nine
more digits is theirs by the national plan, and new prefixes come faster than library releases.
"""

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from .persian import normalize_text, to_ascii_digits

_MOBILE_TYPES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
# A field with several numbers and words stays below; more is cut off.
MAX_LENGTH = 200
_IRAN = 98
_IRAN_MOBILE = re.compile(r"9\d{9}")
_LOCAL = re.compile(r"[1-9]\d{7}")  # within an area: eight digits all over Iran since the 1390s
_MOST_DIGITS = 20  # fifteen of E.164, and what is dialled before them
_AREA = re.compile(r"0[1-8]\d")

# 09… and 0xx… with eleven digits, +98…, 0098…: nobody types an identity number like this.
_SHAPE = re.compile(r"\+\d{8,15}|00[1-9]\d{7,14}|0[1-9]\d{9}")

_EXTENSION = re.compile(r"(?:داخلی|extension|ext|(?<=[\d\s])x)[\s.:؛#]*\d{1,6}", re.IGNORECASE)
# Only these stand between the digits of one number; whatever else there is ends it.
_NUMBER = re.compile(r"\+?[\s(]{0,3}\d[\d\s().\-+]*")
_PART = re.compile(r"\+[\s(]{0,3}\d+|\d+")
_DASHES = re.compile("[\u2010-\u2015\u2212_]")
# 021/88776655 and 88776655/021 are one number, 88776655/88776656 are two.
_AREA_SLASH = re.compile(
    r"(?<!\d)(0[1-8]\d)\s*/\s*(?=\d{4,8}(?!\d))|(?<=\d)\s*/\s*(?=0[1-8]\d(?!\d))"
)


def normalize_phone(raw, region="IR", area_code=""):
    """The first phone number of what was typed, as E.164; "" when there is none.

    :param raw: text in any notation; None, False and "" give ""
    :param region: the country, ISO 3166 two letters, of numbers without a country code
    :param area_code: the area, "21" or "021", of Iranian eight-digit numbers without one

    >>> normalize_phone("۰۹۱۲ ۱۲۳ ۴۵ ۶۷"), normalize_phone("+98 (0) 912-1234567")
    ('+989121234567', '+989121234567')
    >>> normalize_phone("تلفن: ۰۲۱-۸۸۷۷۶۶۵۵ داخلی ۱۲"), normalize_phone("۸۸۷۷۶۶۵۵", area_code="021")
    ('+982188776655', '+982188776655')
    >>> normalize_phone("0049 30 901820"), normalize_phone("۱۲۳"), normalize_phone(None)
    ('+4930901820', '', '')
    """
    return next(iter(split_phones(raw, region, area_code)), "")


def has_phone_shape(raw):
    """Whether a text is typed as one phone number is, whatever checksums it satisfies.

    >>> [has_phone_shape(text) for text in ("۰۹۱۲ ۱۲۳ ۴۵ ۶۷", "+98 912 1234567", "021-88776655")]
    [True, True, True]
    >>> [has_phone_shape(text) for text in ("0499370899", "10380284790", "88776655", "علی", None)]
    [False, False, False, False, False]
    """
    text = _DASHES.sub("-", to_ascii_digits(normalize_text(str(raw or "")[:MAX_LENGTH])))
    return bool(_SHAPE.fullmatch(re.sub(r"[\s().\-/]", "", text)))


def split_phones(raw, region="IR", area_code=""):
    """All phone numbers of a text as E.164, in order and without duplicates.

    Takes the arguments of ``normalize_phone``.

    >>> split_phones("۰۹۱۲۱۲۳۴۵۶۷ / ۰۲۱-۸۸۷۷۶۶۵۵ (داخلی ۳) و 0935 123 45 67")
    ['+989121234567', '+982188776655', '+989351234567']
    >>> split_phones("88776655-021"), split_phones("021/88776655"), split_phones("021-88776655-60")
    (['+982188776655'], ['+982188776655'], ['+982188776655'])
    >>> split_phones("۱۴۰۳/۰۸/۳۰، پلاک ۱۲")
    []
    """
    raw = str(raw or "")[:MAX_LENGTH]
    text = _DASHES.sub("-", to_ascii_digits(normalize_text(raw)))
    text = _EXTENSION.sub(";", text.replace("\N{FULLWIDTH PLUS SIGN}", "+"))
    text = _AREA_SLASH.sub(lambda slash: f"{slash[1] or ''}-", text)
    found = []
    for line in text.splitlines():
        for number in _NUMBER.findall(line):
            parts = ["".join(part.split()).replace("(", "") for part in _PART.findall(number)]
            found += _read_parts(parts, region, area_code)
    return list(dict.fromkeys(found))


def display_phone(e164, region="IR"):
    """A stored number as it is read: national for the home region, else E.164.

    A home number has no blank and no plus sign: inside right-to-left text these would tear it
    apart or put the sign behind it.

    :param e164: what ``normalize_phone`` gave; anything else comes back as it is, nothing as ""

    >>> display_phone("+989121234567"), display_phone("+982188776655"), display_phone("+4930901820")
    ('09121234567', '02188776655', '+4930901820')
    >>> display_phone(""), display_phone("137")
    ('', '137')
    """
    number = _parse_e164(e164)
    if not number or number.country_code != phonenumbers.country_code_for_region(region):
        return e164 or ""
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return re.sub(r"\D", "", national)


def is_mobile(e164):
    """Whether a stored number takes text messages, as far as its kind tells.

    >>> is_mobile("+989121234567"), is_mobile("+982188776655"), is_mobile(""), is_mobile(None)
    (True, False, False, False)
    """
    number = _parse_e164(e164)
    if not number:
        return False
    return phonenumbers.number_type(number) in _MOBILE_TYPES or _is_new_mobile(number)


def _read_parts(parts, region, area_code):
    """Each longest row of parts that is a number; parts that belong to none are passed over."""
    start = 0
    while start < len(parts):
        number, end = _read_reversed(parts[start : start + 3]), start + 2
        if not number:
            for end in range(min(len(parts), start + _MOST_DIGITS), start, -1):
                digits = "".join(parts[start:end])
                if len(digits) <= _MOST_DIGITS and "+" not in digits[1:]:
                    number = _read(digits, region, area_code)
                    if number:
                        break
        if number:
            yield number
            start = end
        else:
            start += 1


def _read_reversed(parts):
    """88776655-021: right to left, the area code is often typed behind the number."""
    if len(parts) == 2 and _LOCAL.fullmatch(parts[0]) and _AREA.fullmatch(parts[1]):
        return _valid(parts[1] + parts[0], "IR")
    return ""


def _read(digits, region, area_code):
    if _LOCAL.fullmatch(digits) and area_code and region == "IR":
        area = to_ascii_digits(area_code).strip().lstrip("+0")
        return _valid(f"0{area}{digits}", region)
    if digits.startswith("00"):
        return _valid("+" + digits.lstrip("0"), region)
    if digits.startswith("+0"):  # +0098…, +0912…
        zeros = len(digits) - len(digits[1:].lstrip("0")) - 1
        return _valid(("+" if zeros > 1 else "0") + digits[1 + zeros :], region)
    number = _valid(digits, region)
    if not number and region == "IR" and digits.startswith(f"0{_IRAN}"):
        number = _valid("+" + digits[1:], region)
    return number


def _valid(digits, region):
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number) and not _is_new_mobile(number):
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _parse_e164(e164):
    try:
        return phonenumbers.parse(e164) if e164 else None
    except phonenumbers.NumberParseException:
        return None


def _is_new_mobile(number):
    """An Iranian mobile whose prefix the library has not heard of yet."""
    return (
        number.country_code == _IRAN
        and bool(_IRAN_MOBILE.fullmatch(str(number.national_number)))
        and phonenumbers.number_type(number) == PhoneNumberType.UNKNOWN
    )
