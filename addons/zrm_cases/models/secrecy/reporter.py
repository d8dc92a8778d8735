import re

from odoo import Command, api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext, plaintext2html
from odoo.tools.mail import email_split_tuples, generate_tracking_message_id

from ...const import OURS


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
        reporter, contact = self.sudo().reporter_id, self._recipient_contact(None)
        if not (self.sudo().is_reporter_hidden and (reporter or contact.name or contact)):
            raise UserError(self.env._("No reporter is stored: the report is anonymous."))
        self.env["zrm.access.log"]._log("reporter", reporter, reason, self.number)
        known = [contact.name or reporter.name, contact.phone, contact.email]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Reported by"),
                "message": " · ".join(filter(None, known)),
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

    def _nobody(self):
        """Author and sender to use for anonymous messages."""
        root = self.env.ref("base.partner_root")
        address = root.email_formatted or False
        return {"author_id": root.id, "email_from": address, "reply_to": address}

    def _become_hidden(self):
        """Takes the reporter off a case that was an open one until now, wherever staff can
        read it, and tells them that only their secret number opens it from here on."""
        for case in self.sudo():
            case._write_handling(
                {**self._hidden_vals(case.partner_id.id), **case._forgotten_proofs()}
            )
            case._hide_in_conversation()
            case._hide_in_history()
            # To the reporter alone: others whose cases go on in this one do not learn it.
            case.with_context(zrm_own_only=OURS)._log_event(
                "informed",
                text=case.with_context(lang=case._text_lang()).env._(
                    "Who reported this is hidden from now on. Only the secret number opens it."
                ),
                is_public=True,
            )

    def _forgotten_proofs(self):
        """Hook: values that take back what opened the case while its reporter was known."""
        self.ensure_one()
        reference = self.external_ref
        return {
            "track_pin": False,
            "joined_partner_ids": [Command.clear()],
            # The number of a letter or a mail leads to its sender.
            "external_ref": reference and self._digest(reference),
        }

    def _hide_in_history(self):
        """Redacts what the history says about people, and forgets whom notices went to."""
        self.ensure_one()
        names = {name for name in (self.reporter_id.name, self.reporter_id.display_name) if name}
        telling = self.event_ids.filtered(
            lambda event: (
                event.text
                and (event.kind in ("joined", "citizen") or any(n in event.text for n in names))
            )
        )
        if telling:
            telling._redact(self.env._("Who reported it is hidden."))
        # Notices of the others name people who reported the same.
        theirs = self.notice_ids.filtered(lambda notice: notice.partner_id == self.reporter_id)
        (self.notice_ids - theirs).unlink()
        theirs.write({"partner_id": False})

    def _hide_in_conversation(self):
        """Removes the reporter's name from existing messages when the case becomes one with
        a hidden reporter."""
        for case in self.sudo():
            reporter = case.reporter_id
            written = case.message_ids.filtered(
                lambda message, reporter=reporter: reporter and message.author_id == reporter
            )
            case._hide_in_mails()
            case._hide_in_files()
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
