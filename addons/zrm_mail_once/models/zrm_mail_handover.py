import hashlib
import smtplib
from contextlib import closing, contextmanager
from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from ..const import HANDOVER_STATES

# Age at which rows are deleted; no mail is sent again after this time.
RETENTION = timedelta(days=90)
GC_BATCH = 10_000


class ZrmMailHandover(models.Model):
    """The journal of e-mails about cases handed to the mail server, which prevents sending
    twice.

    Odoo commits only after sending, so a process killed in between sends the e-mail again.
    Here "being handed over" is committed before the mail server gets a message, and the
    result right after, in separate transactions. Interrupted ones are not sent again
    automatically, since it is unknown whether they were sent.
    """

    _name = "zrm.mail.handover"
    _description = "E-Mail Handed Over"
    _log_access = False

    # No reference: the transaction that sends may delete the mail behind it,
    # and could not if a younger transaction's row pointed there.
    mail_number = fields.Integer(required=True)
    recipients = fields.Char(required=True, help="A digest; no addresses.")
    state = fields.Selection(HANDOVER_STATES, required=True, default="sending")
    at = fields.Datetime(required=True, default=fields.Datetime.now)

    _once = models.UniqueIndex("(mail_number, recipients)")
    _age = models.Index("(at)")

    @contextmanager
    def _only_once(self, mail_id, message):
        """Around handing one message to the mail server.

        :param int mail_id: the row of Odoo's queue that it comes from
        :param message: ``email.message.Message``
        :return: yields whether the server has it already, so that it must not be sent again
        :raise MailDeliveryException: an earlier attempt was interrupted, so the result is
            unknown
        :raise psycopg2.Error: another process is sending it
        """
        recipients = self._digest(message)
        with self._hold(mail_id, recipients):
            with self._journal() as journal:
                row = journal._claim(mail_id, recipients)
                number, state = row.id, row.state
            if state == "unclear":
                raise MailDeliveryException(
                    self.env._(
                        "It was cut off while it was handed to the mail server: it may have gone "
                        "out. Ask whether it arrived before you send it again."
                    )
                )
            if state == "sent":
                yield True
                return
            failure, result = None, "sent"
            try:
                yield False
            except Exception as error:
                failure = error
                result = "unclear" if self._is_unclear(error) else "refused"
            with self._journal() as journal:
                journal.browse(number).state = result
        if failure:
            raise failure

    @contextmanager
    def _journal(self):
        """This model in a transaction of its own, committed at the end."""
        with self.env.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})[self._name]

    def _claim(self, mail_id, recipients):
        """The row of this message, with what to do: ``sending`` it, or leave it
        (``sent``, ``unclear``)."""
        row = self.search([("mail_number", "=", mail_id), ("recipients", "=", recipients)])
        if not row:
            return self.create({"mail_number": mail_id, "recipients": recipients})
        if row.state == "refused":
            row.write({"state": "sending", "at": fields.Datetime.now()})
        elif row.state == "sending":
            row.state = "unclear"
        return row

    @contextmanager
    def _hold(self, mail_id, recipients):
        """Keeps this message to this process, or fails at once.

        A lock on the row would come too late: the row is committed first, and between that
        and the lock another process could take the message for one that was cut off.
        """
        key = SQL("hashtextextended(%s, %s)", f"zrm.mail.handover {recipients}", mail_id)
        with closing(self.env.registry.cursor()) as cr:
            cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s)", key))
            if not cr.fetchone()[0]:
                raise psycopg2.errors.LockNotAvailable("Another process sends this message.")
            try:
                yield
            finally:
                # Nothing was written here; the end of the transaction is that of the lock.
                cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _digest(self, message):
        addresses = [str(message[name] or "") for name in ("To", "Cc", "Bcc")]
        return hashlib.sha256("\n".join(addresses).encode()).hexdigest()

    @api.model
    def _is_unclear(self, error):
        """Whether the server may have accepted it although the connection failed."""
        if isinstance(error, MailDeliveryException):
            error = error.__context__
        if isinstance(error, smtplib.SMTPException):
            return isinstance(error, smtplib.SMTPServerDisconnected)
        return isinstance(error, OSError)

    @api.model
    def _allow_again(self, mail_ids):
        """Allows sending these again, after somebody has checked: recipients who did not
        certainly receive them get them now."""
        self.search([("mail_number", "in", mail_ids), ("state", "!=", "sent")]).unlink()

    @api.autovacuum
    def _gc_old(self):
        old = self.search([("at", "<", fields.Datetime.now() - RETENTION)], limit=GC_BATCH)
        old.unlink()
        return len(old), len(old) == GC_BATCH
