"""Jalali days to Gregorian ones and back, on ``persiantools``.

Its range is 1/1/1 to 9377/12/30, that is Gregorian 622-03-22 to 9999-03-20. Its leap years are
the official calendar's for all the years people live and plan in (33-year rule, corrected).
"""

import datetime

from persiantools.jdatetime import (
    MONTH_NAMES_EN,
    MONTH_NAMES_FA,
    WEEKDAY_NAMES_FA,
    JalaliDate,
)

MONTHS = tuple(MONTH_NAMES_FA[1:])
MONTHS_EN = tuple(MONTH_NAMES_EN[1:])
WEEKDAYS = tuple(WEEKDAY_NAMES_FA)  # from Saturday
WEEKDAYS_EN = ("Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def has_jalali(date):
    """Whether the calendar has this date or datetime: it begins in 622.

    >>> has_jalali(datetime.date(2026, 11, 21)), has_jalali(datetime.datetime(1, 1, 1))
    (True, False)
    """
    return _FIRST_DAY <= as_date(date) <= _LAST_DAY


def from_gregorian(date):
    """The Jalali (year, month, day) of a date or datetime.

    :raise ValueError: before the calendar's first day

    >>> from_gregorian(datetime.date(2026, 11, 21)), from_gregorian(datetime.date(1979, 2, 11))
    ((1405, 8, 30), (1357, 11, 22))
    >>> from_gregorian(datetime.date(600, 1, 1))
    Traceback (most recent call last):
    ...
    ValueError: no Jalali date: 0600-01-01
    """
    date = as_date(date)
    if date < _FIRST_DAY:
        raise ValueError(f"no Jalali date: {date}")
    jalali = JalaliDate(date)
    return jalali.year, jalali.month, jalali.day


def to_gregorian(year, month, day):
    """The datetime.date of a Jalali day.

    :raise ValueError: when there is no such day

    >>> to_gregorian(1405, 1, 1), to_gregorian(1403, 12, 30)
    (datetime.date(2026, 3, 21), datetime.date(2025, 3, 20))
    >>> to_gregorian(1404, 12, 30)
    Traceback (most recent call last):
    ...
    ValueError: no such day: 1404/12/30
    """
    try:
        return JalaliDate(year, month, day).to_gregorian()
    except (ValueError, OverflowError) as error:
        raise ValueError(f"no such day: {year}/{month}/{day}") from error


def month_length(year, month):
    """How many days a Jalali month has: 31 to Shahrivar, then 30, and Esfand 29 but in leap years.

    >>> month_length(1403, 12), month_length(1404, 12), month_length(1404, 6), month_length(1404, 7)
    (30, 29, 31, 30)
    """
    return JalaliDate.days_in_month(month, year)


def weekday(date):
    """The place of a day in the Iranian week, Saturday 0 to Friday 6.

    >>> weekday(datetime.date(2026, 11, 21)), WEEKDAYS[weekday(datetime.date(2026, 11, 20))]
    (0, 'جمعه')
    """
    return (date.weekday() + 2) % 7


def as_date(value):
    """The date of a date or datetime; a datetime must already be in the reader's zone."""
    return value.date() if isinstance(value, datetime.datetime) else value


_LAST_DAY = datetime.date(9999, 3, 20)
_FIRST_DAY = JalaliDate(1, 1, 1).to_gregorian()
