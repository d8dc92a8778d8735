from datetime import timedelta

from odoo import api, fields, models

BATCH = 200
# A mail server that nobody reached is tried again after so long, and until a
# notice is no news any more.
AGAIN_AFTER = timedelta(minutes=5)


class ZrmCaseNotice(models.Model):
    """What became of the e-mails that were handed to Odoo's queue.

    Odoo leaves alone what could not be sent. Notices do not end there: what
    reached no mail server is sent again, what was refused is given up, and what
    was cut off in between is left to people.
    """

    _inherit = "zrm.case.notice"

    # Looked at by hand meanwhile?
    _unclear = models.Index("(id) WHERE state = 'unclear'")

    @api.model
    def _look_after(self):
        failed = self.search(
            [("state", "=", "sent"), ("mail_id.state", "=", "exception")], limit=BATCH, order="id"
        )
        journal = failed._handovers()
        never_left = self.browse()
        for notice in failed:
            mail, states = notice.mail_id, journal.get(notice.mail_id.id, set())
            if states & {"unclear", "sending"}:
                notice._leave_to_people(
                    self.env._("It was cut off while it was handed to the mail server.")
                )
            elif "sent" in states:
                mail.state = "sent"  # the server has it; only Odoo's word was lost
            elif not states and not mail.failure_type and notice._is_news():
                never_left |= notice
            else:
                notice._give_up(mail.failure_reason)
        due = fields.Datetime.now() - AGAIN_AFTER
        never_left.mail_id.filtered(lambda mail: mail.write_date < due).mark_outgoing()
        sent_by_hand = self.search([("state", "=", "unclear"), ("mail_id.state", "=", "sent")])
        sent_by_hand.write({"state": "sent", "reason": False})
        self._wake_mail_queue()
        return super()._look_after()

    def _handovers(self):
        """What the journal says of their mails: ``{mail id: {state, …}}``."""
        rows = self.env["zrm.mail.handover"].search([("mail_number", "in", self.mail_id.ids)])
        found = {}
        for row in rows:
            found.setdefault(row.mail_number, set()).add(row.state)
        return found

    @api.model
    def _wake_mail_queue(self):
        """Odoo looks into the queue once an hour; citizens need not wait for that."""
        waiting = [("state", "=", "sent"), ("mail_id.state", "=", "outgoing")]
        if self.search_count(waiting, limit=1):
            # Staff cannot start scheduled actions.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def action_send_again(self):
        """Has notices sent anew that did not go out, or perhaps not: somebody has
        asked the citizen, or put the address right."""
        for notice in self:
            notice.case_id._may_handle()
        # The outbox is the system's own; the right to handle the case was checked.
        self.sudo().filtered(lambda notice: notice.state in ("unclear", "skipped")).write(
            {"state": "waiting", "way": False, "reason": False, "mail_id": False}
        )
        return True
