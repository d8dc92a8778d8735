from odoo import models

from odoo.addons.zrm_base.tools import phone


class ResPartner(models.Model):
    """Text messages that belong to no case: codes, and changes of contact data."""

    _inherit = "res.partner"

    def _send_text(self, number, text):
        company = self.env.company
        gateway = self.env["zrm.sms.gateway"].sudo()._serving(company, self.env["zrm.unit"])
        if not gateway or not phone.is_mobile(number):
            return super()._send_text(number, text)
        entry = {"number": number, "text": text, "company": company, "kind": "other"}
        self.env["zrm.sms.message"]._enqueue([entry])
        return True
