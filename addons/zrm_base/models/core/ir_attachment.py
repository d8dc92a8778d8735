from odoo import models

from ...guarded_domain import with_own_rights


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _search(
        self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False
    ):
        """As core's, which searches as superuser and checks the results only; what a domain
        asks about citizens is answered with the user's own rights."""
        if not (self.env.su or bypass_access):
            domain = with_own_rights(self, domain)
        return super()._search(
            domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access
        )
