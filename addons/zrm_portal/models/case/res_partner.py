from odoo import models


class ResPartner(models.Model):
    """In whose name a citizen acts on these pages."""

    _inherit = "res.partner"

    def _own_organization(self):
        """The organization that this person is a contact of, if any; its
        contacts see what it brought, as in the rest of the portal."""
        self.ensure_one()
        top = self.sudo().commercial_partner_id
        return top if top != self and top.is_company else self.browse()

    def _acts_as(self):
        """Everybody in whose name this citizen may bring and follow cases."""
        self.ensure_one()
        return self | self._represented_citizens() | self._own_organization()
