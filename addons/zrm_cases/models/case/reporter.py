import re

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext, plaintext2html
from odoo.tools.mail import email_split_tuples, generate_tracking_message_id


class ZrmCase(models.Model):
    """Whistle-blowing: the reporter is stored, but shown on request only, and each access
    is logged."""

    _inherit = "zrm.case"

    def action_reveal_reporter(self, reason):
        """Shows who reported, once, to oversight with the confidential group.

        :param str reason: why; goes into the access log
        :return: a notification that shows name and telephone
        """
        self.ensure_one()
        user = self.env.user
        if not (
            user.has_group("zrm_base.group_oversight")
            and user.has_group("zrm_base.group_confidential")
        ):
            raise AccessError(
                self.env._("Only oversight with the confidential role can reveal the reporter.")
            )
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Enter why you need to know the reporter."))
        # sudo: the role was checked above; the access is logged below.
        reporter = self.sudo().reporter_id
        if not reporter:
            raise UserError(self.env._("No reporter is stored: the report is anonymous."))
        self.env["zrm.access.log"]._log("reporter", reporter, reason, self.number)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Reported by"),
                "message": " · ".join(filter(None, [reporter.name, reporter.phone])),
                "type": "warning",
                "sticky": True,
            },
        }

    def _citizen(self):
        """The citizen of the case, hidden or not; for internal use."""
        self.ensure_one()
        case = self.sudo()
        return case.reporter_id if case.is_reporter_hidden else case.partner_id

    # ------------------------------------------------------------------
    # Messages of the reporter in the conversation, without their name
    # ------------------------------------------------------------------

    def _message_create(self, values_list):
        """Removes what names the sender from messages to a case with a hidden reporter,
        whoever it is: only so does nobody learn by comparing who the reporter is."""
        reported = []
        for values in values_list:
            case = self.browse(values.get("res_id") if values.get("model") == self._name else [])
            if self.env.su and case:
                self._cut_own_links_of(values)
            is_masked = bool(case) and self.env.su and case._is_sender_masked(values)
            reported.append(is_masked and case._is_report_of_reporter(values))
            if is_masked:
                if values.get("message_type") == "email":
                    values.update(case._without_sender(values))
                values.update(self._nobody())
        messages = super()._message_create(values_list)
        for message, is_reported in zip(messages, reported, strict=True):
            if is_reported:
                message.is_from_reporter = True
        return messages

    def _is_sender_masked(self, values):
        """Whether the message may come from the reporter. Not so what staff write
        themselves; a mail with the address of staff may be anybody's."""
        self.ensure_one()
        if not self.sudo().is_reporter_hidden:
            return False
        if values.get("message_type") == "email":
            return True
        staff = self.env.user.partner_id | self.env.ref("base.partner_root")
        author = values.get("author_id")
        return author != self.company_id.partner_id.id and author not in staff.ids

    def _is_report_of_reporter(self, values):
        """Whether it counts as the reporter's: the report itself, and what our own channels
        bring in the reporter's name. A mail tells nobody's identity: none of the others
        counts, whoever sent it."""
        if values.get("message_type") == "email":
            return not self.sudo().message_ids
        return values.get("author_id") == self._citizen().id

    def _without_sender(self, values):
        """What a mail tells about its sender outside the words: copies, references, names
        of files in the text, the own name before the subject or below the words."""
        text = html2plaintext(values.get("body") or "")
        known = [values.get("email_from") or ""]
        return {
            "body": plaintext2html(self._without_names(text, known)),
            "subject": False,
            "incoming_email_cc": False,
            "incoming_email_to": False,
            "message_id": generate_tracking_message_id("zrm"),
            "parent_id": False,
            "partner_ids": [],
        }

    @api.model
    def _without_names(self, text, senders):
        """The text without the names and addresses of these senders (``Name <address>``)."""
        for name, address in email_split_tuples(",".join(filter(None, senders))):
            for word in filter(None, (address, (name or "").strip(' "'))):
                text = re.sub(re.escape(word), "•••", text, flags=re.IGNORECASE)
        return text

    def _hidden_reporter(self):
        self.ensure_one()
        return self._citizen() if self.sudo().is_reporter_hidden else self.env["res.partner"]

    def _nobody(self):
        """Author and sender to use for anonymous messages."""
        root = self.env.ref("base.partner_root")
        address = root.email_formatted or False
        return {"author_id": root.id, "email_from": address, "reply_to": address}

    def _hide_in_conversation(self):
        """Removes the reporter's name from existing messages when the case becomes one with
        a hidden reporter."""
        for case in self.sudo():
            reporter = case.reporter_id
            written = case.message_ids.filtered(
                lambda message, reporter=reporter: reporter and message.author_id == reporter
            )
            written.write({**self._nobody(), "is_from_reporter": True})
            notified = case.message_ids.filtered(
                lambda message, reporter=reporter: reporter in message.partner_ids
            )
            notified.write({"partner_ids": [(3, reporter.id)]})
            notified.notification_ids.filtered(
                lambda line, reporter=reporter: line.res_partner_id == reporter
            ).unlink()
            case.message_unsubscribe(reporter.ids)
            case.env["rating.rating"].search(
                [("res_model", "=", self._name), ("res_id", "=", case.id)]
            ).write({"partner_id": False})
