from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

BATCH = 200
# Interval between attempts when no mail server is reached, until the notice is too old.
AGAIN_AFTER = timedelta(minutes=5)


class ZrmCaseNotice(models.Model):
    """Follows the e-mails of notices in Odoo's mail queue.

    Odoo does not retry failed e-mails. Here, e-mails that reached no mail server are sent
    again, refused ones are marked as not sent, and interrupted ones are left to the expert.
    """

    _inherit = "zrm.case.notice"

    is_in_mail_queue = fields.Boolean(
        readonly=True, help="In Odoo's mail queue; the result is not known yet."
    )

    # For notices that somebody may have sent again by hand.
    _unclear = models.Index("(id) WHERE state = 'unclear'")
    _in_mail_queue = models.Index("(id) WHERE is_in_mail_queue")

    @api.model
    def _follow_up(self):
        queued = Domain("is_in_mail_queue", "=", True)
        self._settle_sent(queued)
        failed = self.search(
            queued & Domain("mail_id.state", "=", "exception"), limit=BATCH, order="id"
        )
        handed_over = failed._handover_states()
        never_left = self.browse()
        for notice in failed:
            mail, states = notice.mail_id, handed_over.get(notice.mail_id.id, set())
            if states & {"unclear", "sending"}:
                notice._mark_unclear(
                    self.env._("It was cut off while it was handed to the mail server.")
                )
            elif "sent" in states:
                mail.state = "sent"  # the server accepted it; only Odoo's status was lost
            elif not states and not mail.failure_type and notice._is_news():
                never_left |= notice
            else:
                notice._mark_skipped(mail.failure_reason)
        due = fields.Datetime.now() - AGAIN_AFTER
        never_left.mail_id.filtered(lambda mail: mail.write_date < due).mark_outgoing()
        sent_by_hand = self.search([("state", "=", "unclear"), ("mail_id.state", "=", "sent")])
        sent_by_hand.write({"state": "sent", "reason": False})
        self._wake_mail_queue()
        return super()._follow_up()

    @api.model
    def _settle_sent(self, queued):
        """Stops following e-mails that were sent or removed from the queue."""
        while done := self.search(
            queued
            & (
                Domain("mail_id", "=", False)
                | Domain("mail_id.state", "not in", ("outgoing", "exception"))
            ),
            limit=BATCH,
        ):
            done.is_in_mail_queue = False

    def _handover_states(self):
        """Hook: what is recorded about handing these mails to the mail server.

        :return: ``{id of the mail.mail: {"sending", "sent", "refused", "unclear"}}``;
            no entry for a mail that was not handed over
        """
        return {}

    @api.model
    def _wake_mail_queue(self):
        """Triggers the mail queue, which Odoo otherwise processes once an hour."""
        waiting = [("is_in_mail_queue", "=", True), ("mail_id.state", "=", "outgoing")]
        if self.search_count(waiting, limit=1):
            # sudo: staff cannot trigger scheduled actions.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def action_send_again(self):
        """Sends notices again that were not or possibly not sent, after somebody has asked
        the citizen or corrected the address."""
        for notice in self:
            notice.case_id._lock_for_handling()
        # sudo: staff cannot write notices; the right to handle the case was checked.
        self.sudo().filtered(lambda notice: notice.state in ("unclear", "skipped")).write(
            {"state": "waiting", "channel": False, "reason": False, "mail_id": False}
        )
        return True
