from odoo import SUPERUSER_ID, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import plaintext2html


class ZrmCase(models.Model):
    """Actions of a citizen on a case by text message."""

    _inherit = "zrm.case"

    def _verdict_by_sms(self, digit, reason=""):
        """The citizen's verdict on the answer; the caller has checked the number.

        :param str digit: ``1`` accepts, ``2`` objects
        :param str reason: why, for an objection
        :return: ``accepted``, ``objected``, or ``asked_why`` where the reason
            is still to be asked for
        :raise UserError: for the citizen, when it is too late or too early
        """
        self.ensure_one()
        case = self.with_user(SUPERUSER_ID)._lock_or_wait()
        if digit == "1":
            case._accept_answer()
            return "accepted"
        if (shown := case._shown()) != case:
            case._check_judgeable_within(shown)
        else:
            case._check_judgeable()
        if reason or not case._may_object():
            # Raises before asking for a reason if it is too late.
            case._object_to_answer(reason or "-")
            return "objected"
        return "asked_why"

    def _reply_by_sms(self, text):
        """Posts the citizen's reply to a question on the case."""
        self.ensure_one()
        case = self.with_user(SUPERUSER_ID)._lock_or_wait()
        # A comment by the citizen counts as the reply, see zrm_cases.
        case.message_post(
            body=plaintext2html(text),
            author_id=case.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _lock_or_wait(self):
        """Locks the case; on a conflict Odoo repeats the request."""
        if not self.try_lock_for_update():
            raise ConcurrencyError(self.env._("Somebody else is changing the case."))
        return self
