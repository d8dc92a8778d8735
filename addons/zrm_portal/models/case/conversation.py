from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

# Messages of a citizen on one case per hour.
REPLIES_AN_HOUR = 20


class ZrmCase(models.Model):
    """What a citizen sees of a case and may do with it; the controllers have checked that
    it is theirs."""

    _inherit = "zrm.case"

    def _open_question(self):
        """The open question to the citizen, if any."""
        self.ensure_one()
        if self.state != "waiting":
            return False
        events = self.sudo().event_ids.sorted("id")
        asked = events.filtered(lambda event: event.kind == "asked" and event.is_public)
        return asked[-1:].text or self.step_id.citizen_message

    def _files_for_citizen(self):
        """The files that the citizen sent, and those that staff sent to them."""
        self.ensure_one()
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("id", "in", self._public_messages().attachment_ids.ids),
                ],
                order="id",
            )
        )

    def _public_messages(self):
        """The conversation with the citizen, without internal notes."""
        comment = self.env.ref("mail.mt_comment")
        citizen = self.partner_id
        return (
            self.sudo()
            .message_ids.filtered(
                lambda message: (
                    message.message_type in ("comment", "email")
                    and message.subtype_id == comment
                    and not message.is_internal
                    and (
                        message.is_from_reporter
                        or (citizen and citizen in message.partner_ids | message.author_id)
                    )
                )
            )
            .sorted("id")
        )

    def _conversation(self):
        """:return: list of dicts ``at``, ``own`` (by the citizen), ``body``, ``author``"""
        self.ensure_one()
        citizen = self.partner_id
        office = self.unit_id.sudo().name
        lines = []
        for message in self._public_messages():
            own = message.is_from_reporter or (bool(citizen) and message.author_id == citizen)
            lines.append(
                {
                    "at": message.date,
                    "own": own,
                    "body": message.body,
                    # The author is the unit; names of staff are not shown.
                    "author": citizen.name if own and citizen else office,
                }
            )
        return lines

    def _take_reply(self, text, files=()):
        """Posts a citizen's message and files; resumes the deadlines.

        :param str text: plain text
        :param files: ``(name, bytes)``, checked
        """
        self.ensure_one()
        case = self.sudo()
        if not text and not files:
            raise UserError(self.env._("Write something, or attach a file."))
        if case._is_final():
            raise UserError(self.env._("The case is closed; register a new one."))
        if not self.env["zrm.throttle"]._allow("reply", str(case.id), REPLIES_AN_HOUR, 3600):
            raise UserError(self.env._("That is a lot at once; please go on in an hour."))
        citizen = case.partner_id
        hidden = not citizen
        author = self.env.ref("base.partner_root") if hidden else citizen
        case.with_user(self.env.ref("base.user_root")).sudo().message_post(
            body=plaintext2html(text or self.env._("Files:")),
            author_id=author.id,
            email_from=author.email_formatted or False,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=list(files),
            # No mails; the expert is notified by the activity.
            notify_author=False,
        ).sudo().is_from_reporter = hidden
        if hidden:
            case._citizen_replied()
        return True
