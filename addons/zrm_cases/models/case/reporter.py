from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize


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
        """Removes the name from messages of a hidden reporter, whatever channel they come
        by."""
        anonymized = []
        for values in values_list:
            case = self.browse(values.get("res_id") if values.get("model") == self._name else [])
            # Only for messages posted by the system: a user could otherwise test whose case
            # it is.
            reporter = case._hidden_reporter() if self.env.su and case else None
            address = email_normalize(values.get("email_from") or "")
            is_theirs = bool(reporter) and (
                values.get("author_id") == reporter.id
                or bool(address and address == reporter.email_normalized)
            )
            if is_theirs:
                values.update(self._nobody())
            anonymized.append(is_theirs)
        messages = super()._message_create(values_list)
        for message, is_theirs in zip(messages, anonymized, strict=True):
            if is_theirs:
                message.is_from_reporter = True
        return messages

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
