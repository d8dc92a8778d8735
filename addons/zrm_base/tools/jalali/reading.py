"""Jalali dates as people type them."""

import datetime
import re

from ..persian import normalize_text, search_key, to_ascii_digits
from .conversion import MONTHS, MONTHS_EN, WEEKDAYS, as_date, to_gregorian

JALALI_YEARS = range(1200, 1601)
FIRST_GREGORIAN_YEAR = 1800

_MONTH_NUMBERS = {search_key(name): number for number, name in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {name.lower(): number for number, name in enumerate(MONTHS_EN, 1)}
_MONTH_NUMBERS[search_key("امرداد")] = 5

_SEPARATED = re.compile(r"(\d{4}|\d\d)\s*([/.\-]|\s)\s*(\d\d?)\s*\2\s*(\d\d?)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d\d?)\s*([/.\-]|\s)\s*(\d\d?)\s*\2\s*(\d{4})", re.ASCII)
_SOLID = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_IN_WORDS = re.compile(r"(\d\d?)\s*([^\d]+?)\s*(\d{4}|\d\d)", re.ASCII)
_WEEKDAYS = frozenset(map(search_key, WEEKDAYS))


def parse_date(text, today=None):
    r"""The datetime.date of a typed date.

    - ``1365/7/12``, also with dashes, dots or blanks, in every script's digits; ``13650712``;
      ``12/7/1365``; ``۱۲ مهر ۱۳۶۵``, ``دوشنبه ۱۲ مهرماه ۶۵``.
    - A year of two digits is the latest such year, of 14xx and 13xx, in which the day exists and is
      not after ``today``.
    - Years 1200 to 1600 are Jalali; from 1800 on, year-month-day is Gregorian.

    :param text: a str
    :param today: the reader's date, by default this machine's
    :raise ValueError: when the text is not understood or there is no such day

    >>> parse_date("۱۳۶۵/۰۷/۱۲"), parse_date("12 مهر 1365"), parse_date("13650712")
    (datetime.date(1986, 10, 4), datetime.date(1986, 10, 4), datetime.date(1986, 10, 4))
    >>> today = datetime.date(2026, 11, 21)  # 1405/8/30
    >>> parse_date("65/7/12", today), parse_date("05/8/30", today), parse_date("05/9/1", today)
    (datetime.date(1986, 10, 4), datetime.date(2026, 11, 21), datetime.date(1926, 11, 23))
    >>> parse_date("1986-10-04")
    datetime.date(1986, 10, 4)
    >>> parse_date("1404/12/30")
    Traceback (most recent call last):
    ...
    ValueError: no such day: 1404/12/30
    >>> parse_date("فردا")
    Traceback (most recent call last):
    ...
    ValueError: not a date: فردا
    """
    year, month, day = _read(text)
    if len(year) == 2:
        return _latest(int(year), month, day, as_date(today or datetime.date.today()))
    year = int(year)
    if year in JALALI_YEARS:
        return to_gregorian(year, month, day)
    if year >= FIRST_GREGORIAN_YEAR and not _YEAR_LAST.fullmatch(_plain(text)):
        return datetime.date(year, month, day)
    raise ValueError(f"not a date: {text}")


def _read(text):
    """Year as typed, month and day as numbers."""
    plain = _plain(text)
    if found := _SEPARATED.fullmatch(plain):
        return found[1], int(found[3]), int(found[4])
    if found := _YEAR_LAST.fullmatch(plain):
        return found[4], int(found[3]), int(found[1])
    if found := _SOLID.fullmatch(plain):
        return found[1], int(found[2]), int(found[3])
    if found := _IN_WORDS.fullmatch(_without_weekday(plain)):
        month = _MONTH_NUMBERS.get(_month_word(found[2]))
        if month and (len(found[3]) == 2 or int(found[3]) in JALALI_YEARS):
            return found[3], month, int(found[1])
    raise ValueError(f"not a date: {text}")


# No date is longer; more would only make the patterns below run long.
MAX_LENGTH = 60


def _plain(text):
    """In one line, ASCII digits; nothing for what is too long to be a date."""
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        return ""
    return " ".join(to_ascii_digits(normalize_text(text)).split())


def _without_weekday(plain):
    """«دوشنبه، ۱۲ مهر ۱۳۶۵» without its weekday, which is not checked."""
    words, rest = re.fullmatch(r"(\D*)(.*)", plain, re.ASCII | re.DOTALL).groups()
    return rest if search_key(words).replace(" ", "") in _WEEKDAYS else plain


def _month_word(words):
    """The key of the month's name alone: «مهرماه», «مهر ماه سال», «ام آبان»."""
    key = search_key(words)
    key = re.sub("^am ", "", key)
    key = re.sub(" sal$", "", key)
    return re.sub(" ?mah$", "", key)


def _latest(short_year, month, day, today):
    for century in (1400, 1300):
        try:
            date = to_gregorian(century + short_year, month, day)
        except ValueError:
            continue
        if date <= today:
            return date
    raise ValueError(f"no such day: {short_year:02}/{month}/{day}")
