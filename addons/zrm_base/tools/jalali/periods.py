"""Weeks, months, quarters and years by which reports group, in the Jalali calendar.

A key is text in ASCII digits that sorts by time: "1405-08", "1405-Q3", "1405". Bounds are the
first and the last Gregorian day, both within. Values are dates, or datetimes already in the
reader's zone.
"""

import datetime
import re

from ..persian import to_persian_digits
from .conversion import (
    MONTHS,
    MONTHS_EN,
    as_date,
    from_gregorian,
    month_length,
    to_gregorian,
    weekday,
)


def year_key(value):
    """
    >>> year_key(datetime.date(2026, 11, 21))
    '1405'
    """
    return f"{from_gregorian(value)[0]:04}"


def quarter_key(value):
    """The season: spring is Q1.

    >>> quarter_key(datetime.date(2026, 11, 21)), quarter_key(datetime.date(2026, 3, 20))
    ('1405-Q3', '1404-Q4')
    """
    year, month, _day = from_gregorian(value)
    return f"{year:04}-Q{(month + 2) // 3}"


def month_key(value):
    """
    >>> month_key(datetime.date(2026, 11, 21)), month_key(datetime.datetime(2026, 11, 22, 0, 0))
    ('1405-08', '1405-09')
    """
    year, month, _day = from_gregorian(value)
    return f"{year:04}-{month:02}"


def week_start(value):
    """The Saturday of the week, as a Gregorian date.

    >>> week_start(datetime.date(2026, 11, 27)), week_start(datetime.date(2026, 11, 28))
    (datetime.date(2026, 11, 21), datetime.date(2026, 11, 28))
    """
    date = as_date(value)
    return date - datetime.timedelta(days=weekday(date))


def year_bounds(key):
    """
    :raise ValueError: when this is no year's key

    >>> year_bounds("1403")
    (datetime.date(2024, 3, 20), datetime.date(2025, 3, 20))
    """
    (year,) = _read_key(r"(\d{4})", key)
    return _bounds(year, 1, 12)


def quarter_bounds(key):
    """
    :raise ValueError: when this is no quarter's key

    >>> quarter_bounds("1405-Q3")
    (datetime.date(2026, 9, 23), datetime.date(2026, 12, 21))
    """
    year, quarter = _read_key(r"(\d{4})-Q([1-4])", key)
    return _bounds(year, quarter * 3 - 2, quarter * 3)


def month_bounds(key):
    """
    :raise ValueError: when this is no month's key

    >>> month_bounds("1405-08")
    (datetime.date(2026, 10, 23), datetime.date(2026, 11, 21))
    >>> month_bounds("1405-13")
    Traceback (most recent call last):
    ...
    ValueError: not a period: 1405-13
    """
    year, month = _read_month(key)
    return _bounds(year, month, month)


def month_label(key, digits="fa", names="fa"):
    """A month's key as a heading. ``digits`` and ``names`` as in ``format_date``.

    :raise ValueError: when this is no month's key

    >>> month_label("1405-08"), month_label("1405-08", digits="latn", names="en")
    ('آبان ۱۴۰۵', 'Aban 1405')
    """
    year, month = _read_month(key)
    label = f"{(MONTHS_EN if names == 'en' else MONTHS)[month - 1]} {year}"
    return to_persian_digits(label) if digits == "fa" else label


def months_between(first, last):
    """The keys of all months from the one of ``first`` to the one of ``last``, both within.

    :return: a list, empty when ``last`` is in an earlier month

    >>> months_between(datetime.date(2026, 2, 1), datetime.date(2026, 4, 30))
    ['1404-11', '1404-12', '1405-01', '1405-02']
    >>> months_between(datetime.date(2026, 4, 30), datetime.date(2026, 2, 1))
    []
    """
    from_year, from_month, _day = from_gregorian(first)
    to_year, to_month, _day = from_gregorian(last)
    months = range(from_year * 12 + from_month - 1, to_year * 12 + to_month)
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]


def fiscal_year(value, start_month=1):
    """The Jalali year in which the fiscal year of a day begins.

    Public bodies' begins with Farvardin (public accounting law of 1366, article 6: the solar year).

    :param start_month: the Jalali month in which fiscal years begin, 1 to 12

    >>> day = datetime.date(2026, 9, 1)  # 1405/6/10
    >>> fiscal_year(day), fiscal_year(day, start_month=7), fiscal_year(day, start_month=6)
    ('1405', '1404', '1405')
    """
    year, month, _day = from_gregorian(value)
    return f"{year - (month < start_month):04}"


def fiscal_month(value, start_month=1):
    """Which month of its fiscal year a day is in, 1 to 12. ``start_month`` as in ``fiscal_year``.

    >>> day = datetime.date(2026, 9, 1)  # 1405/6/10
    >>> fiscal_month(day), fiscal_month(day, start_month=7), fiscal_month(day, start_month=6)
    (6, 12, 1)
    """
    return (from_gregorian(value)[1] - start_month) % 12 + 1


def _bounds(year, first_month, last_month):
    last_day = month_length(year, last_month)
    return to_gregorian(year, first_month, 1), to_gregorian(year, last_month, last_day)


def _read_month(key):
    return _read_key(r"(\d{4})-(0[1-9]|1[0-2])", key)


def _read_key(pattern, key):
    found = re.fullmatch(pattern, key, re.ASCII)
    if not found:
        raise ValueError(f"not a period: {key}")
    return [int(number) for number in found.groups()]
