from odoo import fields, models
from odoo.exceptions import UserError


class ResConfigSettings(models.TransientModel):
    """Stages that an organization leaves out; whole rials where it wants them."""

    _inherit = "res.config.settings"

    zrm_budget_is_short = fields.Boolean(
        string="Without Establishing What Is Payable",
        config_parameter="zrm_budget.is_short",
        help="From the commitment requests go to the order of payment at once.",
    )
    zrm_offers_whole_rials = fields.Boolean(compute="_compute_zrm_offers_whole_rials")

    def _compute_zrm_offers_whole_rials(self):
        rial = self.env.ref("base.IRR", raise_if_not_found=False)
        for settings in self:
            settings.zrm_offers_whole_rials = bool(rial) and settings._zrm_rial_is_unused(rial)

    def _zrm_rial_is_unused(self, rial):
        """Whether the rial has decimals, and no entry that they could be part of: core's
        currencies are others' too, and a changed rounding corrupts what was posted."""
        if rial.rounding >= 1:
            return False
        # sudo: whether there is any entry of any company.
        lines = self.env["account.move.line"].sudo()
        used = ["|", ("currency_id", "=", rial.id), ("company_currency_id", "=", rial.id)]
        return not lines.search_count(used, limit=1)

    def action_zrm_whole_rials(self):
        """Lets the rial have no decimals; offered only while it has no entry.

        :raise UserError: when it has
        """
        self.env["res.currency"].check_access("write")
        rial = self.env.ref("base.IRR")
        if not self._zrm_rial_is_unused(rial):
            raise UserError(self.env._("The rial has entries already; its decimals stay."))
        rial.write({"active": True, "rounding": 1})
        return {"type": "ir.actions.client", "tag": "reload"}
