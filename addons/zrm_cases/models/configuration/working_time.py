from datetime import datetime, timedelta

import pytz

from odoo import api, models

from .zrm_kept_mixin import kept

# Working time is looked up, and kept, for so many days at once, counted from a
# Monday; most deadlines lie within one or two such spans.
EPOCH = datetime(2020, 1, 6)
SPAN = timedelta(days=42)
MAX_SPANS = 64


class ZrmUnit(models.Model):
    """Working time of a unit, by Odoo's calendars and their holidays."""

    _inherit = "zrm.unit"

    def _after_working_hours(self, hours, start):
        """The moment at which that many working hours have passed.

        :param float hours: working hours; 0 or less gives False, for no limit
        :param datetime start: naive, in UTC
        :return: naive datetime in UTC, or False when the calendar never has so
            many hours
        """
        self.ensure_one()
        if not hours or hours <= 0:
            return False
        calendar = self._calendar()
        if not calendar:
            return start + timedelta(hours=hours)
        left = timedelta(hours=hours)
        first = (start - EPOCH) // SPAN
        for span in range(first, first + MAX_SPANS):
            for opening, closing in self._working_intervals(calendar.id, span):
                length = closing - max(opening, start)
                if length >= left:
                    end = max(opening, start) + left
                    # Core lets a day of 24 hours end a microsecond early.
                    return (end + timedelta(milliseconds=500)).replace(microsecond=0)
                left -= max(length, timedelta())
        return False

    @api.model
    @kept("calendar_id", "span")
    def _working_intervals(self, calendar_id, span):
        """Opening and closing times within one span, naive UTC; kept until a
        calendar or a holiday changes (see ``zrm_kept_configuration``)."""
        # Calendars are the organization's, whoever registers.
        calendar = self.env["resource.calendar"].sudo().browse(calendar_id)
        first = pytz.utc.localize(EPOCH + SPAN * span)
        return tuple(
            (
                opening.astimezone(pytz.utc).replace(tzinfo=None),
                closing.astimezone(pytz.utc).replace(tzinfo=None),
            )
            for opening, closing, _records in calendar._work_intervals_batch(first, first + SPAN)[
                False
            ]
        )

    def _working_hours_between(self, start, end):
        """Working hours of this unit from one moment to another, both naive UTC."""
        self.ensure_one()
        if not start or not end or end <= start:
            return 0.0
        calendar = self._calendar()
        if not calendar:
            return (end - start).total_seconds() / 3600
        seconds = 0.0
        for span in range((start - EPOCH) // SPAN, (end - EPOCH) // SPAN + 1):
            for opening, closing in self._working_intervals(calendar.id, span):
                worked = min(closing, end) - max(opening, start)
                seconds += max(worked.total_seconds(), 0)
        return seconds / 3600
