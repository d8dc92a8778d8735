from odoo import api, models

from ...readers import reads_jalali


class MailRenderMixin(models.AbstractModel):
    """The date helpers of mail templates, Jalali for Persian readers."""

    _inherit = "mail.render.mixin"

    @api.model
    def _render_eval_context(self):
        context = super()._render_eval_context()
        core_date, core_datetime = context["format_date"], context["format_datetime"]

        def persian(lang_code):
            return reads_jalali(self.env, lang_code)

        def format_date(date, date_format=False, lang_code=False):
            if not persian(lang_code):
                return core_date(date, date_format, lang_code)
            converter = self.env["ir.qweb.field.date"].with_context(lang="fa_IR")
            return converter.value_to_html(date, {"format": date_format} if date_format else {})

        def format_datetime(dt, tz=False, dt_format=False, lang_code=False):
            if not persian(lang_code):
                return core_datetime(dt, tz, dt_format, lang_code)
            options = {"tz_name": tz or self.env.user.tz or "UTC"}
            if dt_format and dt_format != "medium":
                options["format"] = dt_format
            converter = self.env["ir.qweb.field.datetime"].with_context(lang="fa_IR")
            return converter.value_to_html(dt, options)

        return {**context, "format_date": format_date, "format_datetime": format_datetime}
