from datetime import timedelta

import pytz

from odoo import models

# Working time is looked up for so many days at once; most deadlines lie within.
HORIZON = timedelta(days=45)
MAX_HORIZONS = 60


class ZrmUnit(models.Model):
    """Working time of a unit, by Odoo's calendars and their holidays."""

    _inherit = "zrm.unit"

    def _after_working_hours(self, hours, start, memo=None):
        """The moment at which that many working hours have passed.

        :param float hours: working hours; 0 or less gives False, for no limit
        :param datetime start: naive, in UTC
        :param dict memo: shared within a batch, so that hundreds of cases of one
            unit ask the calendar once
        :return: naive datetime in UTC, or False when the calendar never has so
            many hours
        """
        self.ensure_one()
        if not hours or hours <= 0:
            return False
        calendar = self._calendar()
        if not calendar:
            return start + timedelta(hours=hours)
        memo = {} if memo is None else memo
        left = timedelta(hours=hours)
        for number in range(MAX_HORIZONS):
            for opening, closing in self._working_intervals(calendar, start, number, memo):
                if closing - opening >= left:
                    end = (opening + left).astimezone(pytz.utc).replace(tzinfo=None)
                    # Core lets a day of 24 hours end a microsecond early.
                    return (end + timedelta(milliseconds=500)).replace(microsecond=0)
                left -= closing - opening
        return False

    def _working_intervals(self, calendar, start, number, memo):
        """The working intervals in the n-th horizon from a moment on."""
        key = (calendar.id, start, number)
        if key not in memo:
            first = pytz.utc.localize(start + HORIZON * number)
            # Calendars are the organization's, whoever registers.
            intervals = calendar.sudo()._work_intervals_batch(first, first + HORIZON)[False]
            memo[key] = [(opening, closing) for opening, closing, _records in intervals]
        return memo[key]

    def _working_hours_between(self, start, end):
        """Working hours of this unit from one moment to another, both naive UTC."""
        self.ensure_one()
        if not start or not end or end <= start:
            return 0.0
        calendar = self._calendar()
        if not calendar:
            return (end - start).total_seconds() / 3600
        return calendar.sudo().get_work_hours_count(
            pytz.utc.localize(start), pytz.utc.localize(end), compute_leaves=True
        )
