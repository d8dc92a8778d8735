"""Adding and counting working time on opening hours that come piece by piece."""

from datetime import datetime, timedelta, timezone

# Least days of opening hours fetched at once.
AHEAD = timedelta(days=10)
# An office is open six hours a day in the long run, counting none at the end of the week.
DAYS_AN_HOUR = timedelta(days=7 / 5 / 6)
# Search limit for the next opening.
MOST = timedelta(days=8 * 365)


class WorkingTime:
    """The working time of one calendar, for one piece of work.

    Opening hours are fetched on first use and then reused.

    >>> asked = []
    >>> def opening_hours(start, end):
    ...     asked.append((start, end))
    ...     days = [start + timedelta(days=n) for n in range((end - start).days)]
    ...     return [
    ...         (day.replace(hour=8), day.replace(hour=16)) for day in days if day.weekday() < 5
    ...     ]
    >>> time = WorkingTime(opening_hours)
    >>> friday = datetime(2026, 1, 2, 12)
    >>> time.after(4, friday), time.after(5, friday)
    (datetime.datetime(2026, 1, 2, 16, 0), datetime.datetime(2026, 1, 5, 9, 0))
    >>> time.between(friday, datetime(2026, 1, 5, 9)), time.after(0, friday), len(asked)
    (5.0, False, 1)

    Without opening hours every hour counts; without any opening there is no end.

    >>> WorkingTime().after(30, friday), WorkingTime(lambda start, end: []).after(1, friday)
    (datetime.datetime(2026, 1, 3, 18, 0), False)

    Working days are days with opening hours, however many or few.

    >>> time.days_after(2, friday), WorkingTime().days_after(2, friday)
    (datetime.datetime(2026, 1, 6, 12, 0), datetime.datetime(2026, 1, 4, 12, 0))
    """

    def __init__(self, opening_hours=None, zone=timezone.utc):
        """:param opening_hours: gives for two naive moments in UTC, both midnights,
        the sorted list of ``(opening, closing)`` between them; none: no pause ever
        :param tzinfo zone: in which a day begins and ends
        """
        self._opening_hours, self._zone = opening_hours, zone
        self._known, self._from, self._until = [], None, None

    def after(self, hours, start):
        """The moment at which that many working hours have passed.

        :param float hours: 0 or less gives False, for no limit
        :param datetime start: naive, in UTC
        :return: naive datetime in UTC, or False when there never are so many hours
        """
        if not hours or hours <= 0:
            return False
        if not self._opening_hours:
            return start + timedelta(hours=hours)
        left = timedelta(hours=hours)
        likely = start + AHEAD + hours * DAYS_AN_HOUR
        for opening, closing in self._openings(start, start + MOST, likely):
            length = closing - max(opening, start)
            if length >= left:
                end = max(opening, start) + left
                # Core lets a day of 24 hours end a microsecond early.
                return (end + timedelta(milliseconds=500)).replace(microsecond=0)
            left -= max(length, timedelta())
        return False

    def days_after(self, days, start):
        """The same hour so many working days later; the day of the start does not count.

        :param datetime start: naive, in UTC
        :return: naive datetime in UTC; False for no days at all, and when there never are so many
        """
        if days <= 0:
            return False
        if not self._opening_hours:
            return start + timedelta(days=days)
        begun, counted = self._local(start), set()
        likely = start + AHEAD + timedelta(days=days * 7 / 5)
        for opening, closing in self._openings(start, start + MOST, likely):
            day = self._local(opening).date()
            # Closing at midnight does not open the next day.
            last = self._local(closing - timedelta(seconds=1)).date()
            while day <= last:
                if day > begun.date():
                    counted.add(day)
                if len(counted) >= days:
                    # Anew in the zone: there may be another offset from UTC on that day.
                    end = datetime.combine(day, begun.time(), self._zone)
                    return end.astimezone(timezone.utc).replace(tzinfo=None)
                day += timedelta(days=1)
        return False

    def _local(self, moment):
        return moment.replace(tzinfo=timezone.utc).astimezone(self._zone)

    def between(self, start, end):
        """Working hours from one moment to another, both naive in UTC."""
        if not start or not end or end <= start:
            return 0.0
        if not self._opening_hours:
            return (end - start).total_seconds() / 3600
        seconds = 0.0
        for opening, closing in self._openings(start, end, end):
            worked = min(closing, end) - max(opening, start)
            seconds += max(worked.total_seconds(), 0)
        return seconds / 3600

    def _openings(self, start, end, likely):
        """Those that end after ``start`` and begin before ``end``.

        :param datetime likely: until when they will probably be needed
        """
        self._reach_back(start)
        position = 0
        while True:
            while position < len(self._known):
                opening, closing = self._known[position]
                position += 1
                if opening >= end:
                    return
                if closing > start:
                    yield opening, closing
            if self._until >= end:
                return
            until = max(self._until + AHEAD, datetime(likely.year, likely.month, likely.day))
            self._known += self._opening_hours(self._until, until)
            self._until = until

    def _reach_back(self, start):
        day = datetime(start.year, start.month, start.day)
        if self._from is None:
            self._from = self._until = day
        elif day < self._from:
            self._known = [*self._opening_hours(day, self._from), *self._known]
            self._from = day
