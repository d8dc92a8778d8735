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
        offered = bool(rial) and rial.rounding < 1
        # Where it is not in use, entries are not read for opening the settings; the button asks.
        if offered and rial.active:
            # sudo: whether there is any entry of any company.
            lines = self.env["account.move.line"].sudo()
            used = ["|", ("currency_id", "=", rial.id), ("company_currency_id", "=", rial.id)]
            offered = not lines.search_count(used, limit=1)
        self.zrm_offers_whole_rials = offered

    def action_zrm_whole_rials(self):
        """Lets the rial have no decimals, unless it has entries: core's currencies are others'
        too, and a changed rounding corrupts what was posted.

        :raise UserError: when it has
        """
        self.env["res.currency"].check_access("write")
        rial = self.env.ref("base.IRR")
        if rial._has_accounting_entries():
            raise UserError(self.env._("The rial has entries already; its decimals stay."))
        rial._zrm_make_whole()
        return {"type": "ir.actions.client", "tag": "reload"}
