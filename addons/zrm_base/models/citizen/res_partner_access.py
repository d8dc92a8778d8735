from odoo import models
from odoo.exceptions import AccessError

from ...const import UNMASK


class ResPartner(models.Model):
    """Reveal and export of full identity numbers, and their log."""

    _inherit = "res.partner"

    def _log_reveal(self, reason):
        """Logs that this user reveals an identity number.

        :param str reason: why it is needed, in the user's words
        :return: the log entry, for which the dialog shows the number
        :raise AccessError: for users who are not confidential members
        """
        self.ensure_one()
        if not self.env.user.has_group("zrm_base.group_confidential"):
            raise AccessError(
                self.env._("Identity numbers are revealed to confidential members only.")
            )
        self.check_access("read")
        return self.env["zrm.access.log"]._log("reveal", self, reason=reason)

    def export_data(self, fields_to_export):
        """As core's; exporting citizens is logged, and confidential members
        get identity numbers in full."""
        # Only numbers of the exported citizens themselves: those of related records would
        # not be logged.
        records = self.with_context(zrm_citizen_search=None, formatted_display_name=None)
        nested = any("/" in path for path in fields_to_export)
        if not nested and self.env.user.has_group("zrm_base.group_confidential"):
            records = records.with_context(zrm_unmask=UNMASK)
        result = super(ResPartner, records).export_data(fields_to_export)
        citizens = self.filtered("is_citizen")
        if citizens:
            self.env["zrm.access.log"]._log("export", citizens, detail=", ".join(fields_to_export))
        return result

    def action_reveal_identity(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reveal identity number"),
            "res_model": "zrm.identity.reveal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.id},
        }

    def _build_vcard(self):
        """As in core; the vCard of a citizen is logged as an export."""
        if self.is_citizen:
            self.env["zrm.access.log"]._log("export", self, detail="vCard")
        return super()._build_vcard()
