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
