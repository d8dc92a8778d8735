from odoo import SUPERUSER_ID, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import plaintext2html


class ZrmCase(models.Model):
    """What a citizen does to a case by text message."""

    _inherit = "zrm.case"

    def _verdict_by_sms(self, digit, reason=""):
        """The citizen's verdict on the answer; whose number it is was checked.

        :param str digit: ``1`` accepts, ``2`` objects
        :param str reason: why, for an objection
        :return: ``accepted``, ``objected``, or ``asked_why`` where the reason
            is still to be asked for
        :raise UserError: in words for the citizen, when it is too late or early
        """
        self.ensure_one()
        case = self.with_user(SUPERUSER_ID)._lock_or_wait()
        if digit == "1":
            case._accept_answer()
            return "accepted"
        case._check_judgeable()
        if reason or not case._objection_is_open():
            # Where it is too late, this is who says so.
            case._object_to_answer(reason or "-")
            return "objected"
        return "asked_why"

    def _reply_by_sms(self, text):
        """The citizen's answer to our question, as a message on the case."""
        self.ensure_one()
        case, citizen = self.with_user(SUPERUSER_ID)._lock_or_wait(), self._citizen()
        body = plaintext2html(text)
        if case.is_reporter_hidden:
            # The conversation is seen by those who must not learn who reported.
            case.message_post(body=body, message_type="notification")
            case._citizen_replied()
        else:
            # A comment of the citizen counts as the reply, see zrm_cases.
            case.message_post(
                body=body,
                author_id=citizen.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    def _lock_or_wait(self):
        """The case, locked; while somebody else has it, Odoo runs this again."""
        if not self.try_lock_for_update():
            raise ConcurrencyError(self.env._("Somebody else is changing the case."))
        return self
