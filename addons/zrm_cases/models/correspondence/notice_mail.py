from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

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

    is_in_mail_queue = fields.Boolean(
        readonly=True, help="Odoo's queue has it and has not said yet what became of it."
    )

    # Looked at by hand meanwhile?
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
                mail.state = "sent"  # the server has it; only Odoo's word was lost
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
        """What left Odoo's queue, or was taken out of it, needs no further look."""
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
        """Hook: what is known of handing these mails to the mail server.

        :return: ``{id of the mail.mail: {"sending", "sent", "refused", "unclear"}}``;
            nothing of a mail that no server was given, as far as is known
        """
        return {}

    @api.model
    def _wake_mail_queue(self):
        """Odoo looks into the queue once an hour; citizens need not wait for that."""
        waiting = [("is_in_mail_queue", "=", True), ("mail_id.state", "=", "outgoing")]
        if self.search_count(waiting, limit=1):
            # Staff cannot start scheduled actions.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def action_send_again(self):
        """Has notices sent anew that did not go out, or perhaps not: somebody has
        asked the citizen, or put the address right."""
        for notice in self:
            notice.case_id._lock_for_handling()
        # The outbox is the system's own; the right to handle the case was checked.
        self.sudo().filtered(lambda notice: notice.state in ("unclear", "skipped")).write(
            {"state": "waiting", "channel": False, "reason": False, "mail_id": False}
        )
        return True
