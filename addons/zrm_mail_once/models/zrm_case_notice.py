from odoo import models


class ZrmCaseNotice(models.Model):
    """Reads the journal for notices that Odoo's queue could not send."""

    _inherit = "zrm.case.notice"

    def _handover_states(self):
        states = super()._handover_states()
        # sudo: users have no rights on the journal.
        journal = self.env["zrm.mail.handover"].sudo()
        for row in journal.search([("mail_number", "in", self.mail_id.ids)]):
            states.setdefault(row.mail_number, set()).add(row.state)
        return states
