from odoo import models


class ZrmCase(models.Model):
    """The conversation beside a case is one among staff.

    What goes to the citizen goes by the verbs of the case: asking, answering, a message to
    the affected. They check and log it, and reach the citizen by the channel of choice.
    """

    _inherit = "zrm.case"

    def _message_get_suggested_recipients_batch(self, *args, **kwargs):
        """As core's, but for people of the staff only: who writes a word to a colleague
        must not send it to the citizen, because a box was ticked already."""
        suggested = super()._message_get_suggested_recipients_batch(*args, **kwargs)
        ids = {entry.get("partner_id") for entries in suggested.values() for entry in entries}
        # sudo: whether they are staff does not depend on who asks.
        people = self.env["res.partner"].sudo().browse(ids - {None, False})
        staff = people.filtered(lambda person: any(not user.share for user in person.user_ids))
        return {
            case_id: [entry for entry in entries if entry.get("partner_id") in staff.ids]
            for case_id, entries in suggested.items()
        }
