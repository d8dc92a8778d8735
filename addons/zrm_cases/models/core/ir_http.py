from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Adds how many drafts wait for the user's approval; for experts only, so that
        nobody else's web client asks."""
        info = super().session_info()
        if self.env.user.has_group("zrm_base.group_expert"):
            info["zrm_approvals_waiting"] = self.env["zrm.case.approval"].count_waiting_for_me()
        return info
