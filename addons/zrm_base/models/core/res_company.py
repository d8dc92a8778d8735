import pytz

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _zrm_timezone(self):
        """The organization's time zone (system parameter ``zrm_base.timezone``), in
        which its days begin, whoever reads.

        :return: ``pytz`` time zone
        """
        # sudo: the name of a time zone is public.
        parameters = self.env["ir.config_parameter"].sudo()
        return pytz.timezone(parameters.get_param("zrm_base.timezone") or "Asia/Tehran")

    @api.model
    def _zrm_today(self):
        """The day that it is where the organization is."""
        return pytz.utc.localize(fields.Datetime.now()).astimezone(self._zrm_timezone()).date()

    @api.model
    def _zrm_citizen_lang(self):
        """The language in which a citizen is written to whose file names none, and that a
        new file gets: that of the settings (``zrm_base.citizen_lang``), else the one in
        which staff register, else the organization's.

        :return: code of an installed language
        """
        # sudo: the name of a language is public.
        parameters = self.env["ir.config_parameter"].sudo()
        chosen = parameters.get_param("zrm_base.citizen_lang")
        if chosen and self.env["res.lang"]._get_data(code=chosen):
            return chosen
        is_staff = self.env.user._is_internal() and not self.env.user._is_superuser()
        if is_staff and self.env.context.get("lang"):
            return self.env.lang
        return self._zrm_own_lang()

    @api.model
    def _zrm_own_lang(self):
        """The organization's language."""
        return self.env.company.sudo().partner_id.lang or self.env.lang or "en_US"
