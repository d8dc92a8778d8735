from datetime import datetime

from odoo import api, fields, models
from odoo.tools import posix_to_ldml
from odoo.tools.misc import babel_locale_parse, get_lang

from ...readers import reads_jalali
from ...tools import jalali


def jalali_pattern(env, pattern, strftime):
    """The given pattern, or the language's own format as a pattern."""
    if pattern:
        return pattern
    lang = get_lang(env, "fa_IR")
    return posix_to_ldml(strftime or lang.date_format, locale=babel_locale_parse(lang.code))


class IrQwebFieldDate(models.AbstractModel):
    """Dates in portal pages, PDFs and mails: Jalali for Persian readers."""

    _inherit = "ir.qweb.field.date"

    @api.model
    def value_to_html(self, value, options):
        if not value or not reads_jalali(self.env):
            return super().value_to_html(value, options)
        if isinstance(value, str):
            value = fields.Datetime.to_datetime(value)
        if not jalali.has_jalali(value):
            return super().value_to_html(value, options)
        if isinstance(value, datetime):
            value = fields.Datetime.context_timestamp(self, value) if value.time() else value
        pattern = jalali_pattern(self.env, options.get("format"), None)
        return jalali.format_date(value, pattern)


class IrQwebFieldDatetime(models.AbstractModel):
    """As above, for moments; in the reader's time zone."""

    _inherit = "ir.qweb.field.datetime"

    @api.model
    def value_to_html(self, value, options):
        if not value or not reads_jalali(self.env):
            return super().value_to_html(value, options)
        if isinstance(value, str):
            value = fields.Datetime.from_string(value)
        if not jalali.has_jalali(value):
            return super().value_to_html(value, options)
        zone = options.get("tz_name")
        reader = self.with_context(tz=zone) if zone else self
        value = fields.Datetime.context_timestamp(reader, value)
        lang = get_lang(self.env)
        if options.get("time_only"):
            strftime = lang.time_format
        elif options.get("date_only"):
            strftime = lang.date_format
        else:
            strftime = f"{lang.date_format} {lang.time_format}"
        pattern = jalali_pattern(self.env, options.get("format"), strftime)
        if options.get("hide_seconds"):
            pattern = pattern.replace(":ss", "").replace(":s", "")
        return jalali.format_date(value, pattern)
