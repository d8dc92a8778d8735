"""The Jalali calendar (Solar Hijri, the civil calendar of Iran): conversion, display, reading of
typed dates, and the periods by which reports group.

Months and their lengths: calendar law of 1304; leap years as ``persiantools`` computes them.
"""

from .conversion import (
    MONTHS,
    MONTHS_EN,
    WEEKDAYS,
    WEEKDAYS_EN,
    from_gregorian,
    has_jalali,
    to_gregorian,
)
from .display import format_date, from_strftime
from .periods import (
    fiscal_month,
    fiscal_year,
    month_bounds,
    month_key,
    month_label,
    months_between,
    quarter_bounds,
    quarter_key,
    week_start,
    year_bounds,
    year_key,
)
from .reading import parse_date

__all__ = [
    "MONTHS",
    "MONTHS_EN",
    "WEEKDAYS",
    "WEEKDAYS_EN",
    "fiscal_month",
    "fiscal_year",
    "format_date",
    "from_gregorian",
    "from_strftime",
    "has_jalali",
    "month_bounds",
    "month_key",
    "month_label",
    "months_between",
    "parse_date",
    "quarter_bounds",
    "quarter_key",
    "to_gregorian",
    "week_start",
    "year_bounds",
    "year_key",
]
