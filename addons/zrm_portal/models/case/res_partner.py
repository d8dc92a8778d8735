from odoo import models


class ResPartner(models.Model):
    """The people and organizations that a citizen acts for on these pages."""

    _inherit = "res.partner"

    def _own_organization(self):
        """The organization of this contact, if any; contacts see its cases, as elsewhere in
        the portal."""
        self.ensure_one()
        top = self.sudo().commercial_partner_id
        return top if top != self and top.is_company else self.browse()

    def _acts_as(self):
        """All in whose name this citizen may report and follow cases."""
        self.ensure_one()
        return self | self._represented_citizens() | self._own_organization()
