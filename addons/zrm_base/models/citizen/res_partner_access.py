from odoo import models
from odoo.exceptions import AccessError

from ...const import UNMASK


class ResPartner(models.Model):
    """The two ways in which a full identity number leaves the database, and
    the log of both."""

    _inherit = "res.partner"

    def _log_reveal(self, reason):
        """Puts on record that this user is shown one identity number.

        :param str reason: why it is needed, in the user's words
        :return: the log entry, which the reveal dialog shows the number for
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
        # Only the exported citizens' own numbers, and plainly asked for: what
        # is reached through them would go unlogged.
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
        """As core's; a card of a citizen is an export."""
        if self.is_citizen:
            self.env["zrm.access.log"]._log("export", self, detail="vCard")
        return super()._build_vcard()
