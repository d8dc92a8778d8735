from functools import partial
from zoneinfo import ZoneInfo

import pytz

from odoo import api, models

from ...domain.working_time import WorkingTime


class ZrmUnit(models.Model):
    """Working time of a unit, by Odoo's calendars and their holidays."""

    _inherit = "zrm.unit"

    def _working_times(self):
        """The working time of each of these units, for one piece of work.

        Calendars and holidays are Odoo's and change at any moment, so they are
        read once for the work in hand and not cached; units with the same
        calendar share what was read.

        :return: ``{unit id: WorkingTime}``
        """
        calendars, shared, times = self._calendars(), {}, {}
        for unit in self.browse(calendars):
            calendar, company_id = calendars[unit.id], unit._cached("company_id")
            key = calendar.id, company_id
            if key not in shared:
                read = partial(self._opening_hours, calendar, company_id)
                shared[key] = WorkingTime(read if calendar else None)
            times[unit.id] = shared[key]
        return times

    def _working_time(self):
        """The working time of one unit."""
        self.ensure_one()
        return self._working_times()[self.id]

    @api.model
    def _organization_time(self, company_id):
        """The working time of a company itself, for what is alike in all its units."""
        calendar = self._company_calendar(company_id)
        if not calendar:
            return WorkingTime()
        read = partial(self._opening_hours, calendar, company_id)
        return WorkingTime(read, ZoneInfo(calendar.tz or "UTC"))

    def _opening_hours(self, calendar, company_id, start, end):
        """Opening hours between two moments, all naive in UTC."""
        holidays = [("time_type", "=", "leave"), ("company_id", "in", (False, company_id))]
        intervals = calendar._work_intervals_batch(
            pytz.utc.localize(start), pytz.utc.localize(end), domain=holidays
        )[False]
        return [
            (
                opening.astimezone(pytz.utc).replace(tzinfo=None),
                closing.astimezone(pytz.utc).replace(tzinfo=None),
            )
            for opening, closing, _records in intervals
        ]

    def _calendar(self):
        """As in zrm_base, but from the cached configuration."""
        self.ensure_one()
        return self._calendars()[self.id]

    def _calendars(self):
        """The calendar of each unit; that of a company is read once for all its units.

        :return: ``{unit id: resource.calendar}``
        """
        Unit, of_company, calendars = self.sudo().browse(), {}, {}
        for unit_id in dict.fromkeys(self._ids):
            unit = Unit.browse(unit_id)
            company_id, calendar_id = unit._cached("company_id"), False
            while unit and not calendar_id:
                calendar_id = unit._cached("resource_calendar_id")
                unit = unit.browse(unit._cached("parent_id") or [])
            if calendar_id:
                # sudo: calendars do not depend on the user's rights.
                calendars[unit_id] = self.env["resource.calendar"].sudo().browse(calendar_id)
            else:
                if company_id not in of_company:
                    of_company[company_id] = self._company_calendar(company_id)
                calendars[unit_id] = of_company[company_id]
        return calendars

    @api.model
    def _company_calendar(self, company_id):
        """The company's calendar, in one query with the values of the calendar."""
        # sudo: calendars do not depend on the user's rights.
        company = self.env["res.company"].sudo().browse(company_id)
        if "resource_calendar_id" in company._cache:
            return company.resource_calendar_id
        ours = company._search([("id", "=", company_id)]).subselect("resource_calendar_id")
        Calendar = self.env["resource.calendar"].sudo().with_context(active_test=False)
        return Calendar.search_fetch([("id", "in", ours)])
