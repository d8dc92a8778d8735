import pytz

from odoo import api, models


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
