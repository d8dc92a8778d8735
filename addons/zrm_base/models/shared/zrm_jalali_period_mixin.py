from datetime import datetime

import pytz

from odoo import api, fields, models

from ...tools import jalali


class ZrmJalaliPeriodMixin(models.AbstractModel):
    """Stored Jalali periods of a date, for grouping and filtering.

    A model names its date in ``_jalali_date_field``; datetimes are read in the
    organization's time zone, so that the day is the same for all users.
    """

    _name = "zrm.jalali.period.mixin"
    _description = "Jalali Periods of a Date"
    _jalali_date_field = ""

    jalali_year = fields.Char(
        string="Solar Year",
        compute="_compute_jalali_period",
        store=True,
        precompute=True,
        index=True,
    )
    jalali_month = fields.Char(
        string="Solar Month",
        compute="_compute_jalali_period",
        store=True,
        precompute=True,
        index=True,
        help="Such as 1405-08.",
    )
    jalali_quarter = fields.Char(
        string="Solar Quarter", compute="_compute_jalali_period", store=True, precompute=True
    )
    fiscal_year = fields.Char(
        compute="_compute_jalali_period",
        store=True,
        precompute=True,
        help="The solar year in which the fiscal year begins.",
    )

    @api.depends(lambda self: [self._jalali_date_field] if self._jalali_date_field else [])
    def _compute_jalali_period(self):
        parameters = self.env["ir.config_parameter"].sudo()
        zone = self.env["res.company"]._zrm_timezone()
        start_month = int(parameters.get_param("zrm_base.fiscal_start_month", 1))
        for record in self:
            value = record[self._jalali_date_field]
            if value and not jalali.has_jalali(value):
                value = False  # a mistyped year
            if isinstance(value, datetime):
                value = pytz.utc.localize(value).astimezone(zone).date()
            record.jalali_year = jalali.year_key(value) if value else False
            record.jalali_month = jalali.month_key(value) if value else False
            record.jalali_quarter = jalali.quarter_key(value) if value else False
            record.fiscal_year = jalali.fiscal_year(value, start_month) if value else False
