from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _zrm_takes_part(self, company):
        """Whether this user may be asked to evaluate for a company: there, and not away."""
        self.ensure_one()
        is_here = self.active and not self.share and not self._zrm_is_away()
        return is_here and company in self.company_ids
