from odoo import api, models
from odoo.fields import Domain

from ...guarded_domain import reaches_citizens


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _search_message_partner_ids(self, operator, operand):
        """As core's, which searches followers as superuser; what is asked about citizens
        among them is answered with the user's own rights."""
        Partner = self.env["res.partner"]
        if isinstance(operand, Domain) and not self.env.su and reaches_citizens(Partner, operand):
            operand = Partner.with_context(active_test=False)._search(operand)
        return super()._search_message_partner_ids(operator, operand)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """As core's; nobody makes a confidential file a follower that is not open to them,
        as followers are listed by name."""
        self.env["res.partner"].browse(partner_ids or [])._check_may_be_named()
        return super().message_subscribe(partner_ids, subtype_ids)
