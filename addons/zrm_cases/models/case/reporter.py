from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize


class ZrmCase(models.Model):
    """Whistle-blowing: who reported is known to the system, shown to nobody but
    on demand, and each such look is logged."""

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
                self.env._("Only oversight with the confidential role learns who reported.")
            )
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why you need to know who reported."))
        # The role was checked above; the log stays whatever happens after.
        reporter = self.sudo().reporter_id
        if not reporter:
            raise UserError(self.env._("Nobody is hidden here: the report is anonymous."))
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
        """Who brought the case, hidden or not; for what the system itself does."""
        self.ensure_one()
        case = self.sudo()
        return case.reporter_id if case.is_reporter_hidden else case.partner_id

    # ------------------------------------------------------------------
    # Their words in the conversation, without their name
    # ------------------------------------------------------------------

    def _message_create(self, values_list):
        """Messages of a hidden reporter bear no name, by whatever way they come."""
        anonymized = []
        for values in values_list:
            case = self.browse(values.get("res_id") if values.get("model") == self._name else [])
            # Only what the system itself posts: a user must not learn whose it is.
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
        """Author and sender of what must not be known whose it is."""
        root = self.env.ref("base.partner_root")
        address = root.email_formatted or False
        return {"author_id": root.id, "email_from": address, "reply_to": address}

    def _hide_in_conversation(self):
        """The case has become one of a hidden reporter: what they wrote stays,
        their name does not."""
        for case in self.sudo():
            reporter = case.reporter_id
            written = case.message_ids.filtered(
                lambda message, reporter=reporter: reporter and message.author_id == reporter
            )
            written.write({**self._nobody(), "is_from_reporter": True})
            told = case.message_ids.filtered(
                lambda message, reporter=reporter: reporter in message.partner_ids
            )
            told.write({"partner_ids": [(3, reporter.id)]})
            told.notification_ids.filtered(
                lambda line, reporter=reporter: line.res_partner_id == reporter
            ).unlink()
            case.message_unsubscribe(reporter.ids)
            case.env["rating.rating"].search(
                [("res_model", "=", self._name), ("res_id", "=", case.id)]
            ).write({"partner_id": False})
