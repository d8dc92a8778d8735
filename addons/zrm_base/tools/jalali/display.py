"""Jalali dates written out, by CLDR patterns or by the strftime formats of Odoo's languages.

Source of the pattern letters: Unicode TS 35, part 4, of which the ones that babel and Odoo use.
"""

import datetime
import re

from ..persian import to_ascii_digits, to_persian_digits
from .conversion import MONTHS, MONTHS_EN, WEEKDAYS, WEEKDAYS_EN, from_gregorian, weekday

# babel's names. Unlike its Gregorian "short", ours has the whole year, as Persian readers write it.
NAMED_PATTERNS = {
    "short": "yyyy/M/d",
    "medium": "d MMMM yyyy",
    "long": "d MMMM yyyy",
    "full": "EEEE d MMMM yyyy",
}

_TOKEN = re.compile(r"''|'((?:[^']|'')*)'|([a-zA-Z])\2*")

_DIRECTIVES = {
    "Y": "yyyy",
    "y": "yy",
    "m": "MM",
    "-m": "M",
    "B": "MMMM",
    "b": "MMM",
    "h": "MMM",
    "d": "dd",
    "-d": "d",
    "e": "d",
    "j": "DDD",
    "A": "EEEE",
    "a": "EEE",
    "H": "HH",
    "-H": "H",
    "I": "hh",
    "-I": "h",
    "M": "mm",
    "-M": "m",
    "S": "ss",
    "-S": "s",
    "p": "a",
    "F": "yyyy-MM-dd",
    "D": "yy/MM/dd",
    "x": "yyyy/MM/dd",
    "T": "HH:mm:ss",
    "X": "HH:mm:ss",
    "R": "HH:mm",
    "c": "EEEE d MMMM yyyy HH:mm:ss",
    "%": "%",
}
_STRFTIME = re.compile(r"%(-?[a-zA-Z%])|([a-zA-Z']+)")


def format_date(value, pattern="yyyy/MM/dd", digits="fa", names="fa"):
    r"""A date or datetime in the Jalali calendar, as text.

    :param value: date or datetime, the latter already in the reader's zone; None or False give ""
    :param pattern: CLDR letters y M L d D E c H h m s a, 'quoted' text, other characters as they
        are (unknown letters too); or "short", "medium", "long", "full". A date has no time: 0:00.
    :param digits: "fa" for ۱۴۰۵, "latn" for 1405
    :param names: language of months, weekdays and halves of the day, "fa" or "en". Persian has no
        short names: MMM is as long as MMMM.

    >>> day = datetime.date(2026, 11, 21)
    >>> format_date(day), format_date(day, digits="latn"), format_date(day, "short")
    ('۱۴۰۵/۰۸/۳۰', '1405/08/30', '۱۴۰۵/۸/۳۰')
    >>> format_date(day, "full"), format_date(day, "d MMM yy", digits="latn", names="en")
    ('شنبه ۳۰ آبان ۱۴۰۵', '30 Aban 05')
    >>> moment = datetime.datetime(2026, 11, 21, 15, 4, 9)
    >>> format_date(moment, "yyyy/M/d 'ساعت' H:mm"), format_date(moment, "hh:mm:ss a")
    ('۱۴۰۵/۸/۳۰ ساعت ۱۵:۰۴', '۰۳:۰۴:۰۹ ب.ظ')
    >>> format_date(moment, "h 'o''clock' ''d''", "latn"), format_date(None)
    ("3 o'clock '30'", '')
    """
    if not value:
        return ""
    fields = _fields(value, names)

    def replace(token):
        if token[0] == "''":
            return "'"
        if token[2] is None:
            return token[1].replace("''", "'")
        field, width = fields.get(token[2]), len(token[0])
        return field(width) if field else token[0]

    text = _TOKEN.sub(replace, NAMED_PATTERNS.get(pattern, pattern))
    return to_persian_digits(text) if digits == "fa" else to_ascii_digits(text)


def from_strftime(fmt):
    """A strftime format, such as those of Odoo's languages, as a pattern for ``format_date``.

    Directives that have no sense here (%U, %W, %Z …) are dropped.

    >>> from_strftime("%d/%m/%Y"), from_strftime("%H:%M:%S"), from_strftime("%A %-d %B %Y")
    ('dd/MM/yyyy', 'HH:mm:ss', 'EEEE d MMMM yyyy')
    >>> from_strftime("%Y/%m/%d at %I:%M %p"), from_strftime("ساعت %H o'clock %%")
    ("yyyy/MM/dd 'at' hh:mm a", "ساعت HH 'o''clock' %")
    """

    def replace(part):
        if part[1]:
            return _DIRECTIVES.get(part[1], "")
        return "'" + part[2].replace("'", "''") + "'"

    return _STRFTIME.sub(replace, fmt)


def _fields(value, names):
    """What each pattern letter gives, as functions of how often it stands there."""
    year, month, day = from_gregorian(value)
    day_of_year = (month - 1) * 30 + min(month - 1, 6) + day
    is_time = isinstance(value, datetime.datetime)
    hour, minute, second = (value.hour, value.minute, value.second) if is_time else (0, 0, 0)
    english = names == "en"
    month_name = (MONTHS_EN if english else MONTHS)[month - 1]
    day_name = (WEEKDAYS_EN if english else WEEKDAYS)[weekday(value)]
    half = ("AM", "PM") if english else ("ق.ظ", "ب.ظ")

    def padded(number):
        return lambda width: str(number).zfill(width)

    def month_field(width):
        return month_name if width > 2 else str(month).zfill(width)

    return {
        "y": lambda width: str(year % 100).zfill(2) if width == 2 else str(year).zfill(width),
        "M": month_field,
        "L": month_field,
        "d": padded(day),
        "D": padded(day_of_year),
        "E": lambda width: day_name,
        "c": lambda width: day_name,
        "H": padded(hour),
        "h": padded((hour - 1) % 12 + 1),
        "m": padded(minute),
        "s": padded(second),
        "a": lambda width: half[hour >= 12],
    }
