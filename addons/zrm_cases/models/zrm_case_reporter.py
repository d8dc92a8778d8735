from odoo import models
from odoo.exceptions import AccessError, UserError


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
