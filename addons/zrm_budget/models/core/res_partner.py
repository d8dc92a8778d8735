from odoo import api, fields, models


class ResPartner(models.Model):
    """What a citizen got from public money."""

    _inherit = "res.partner"

    zrm_granted = fields.Monetary(
        string="Services granted",
        compute="_compute_zrm_granted",
        currency_field="zrm_granted_currency_id",
        groups="zrm_budget.group_budget_user",
    )
    zrm_granted_currency_id = fields.Many2one(
        "res.currency", string="Currency of Services", compute="_compute_zrm_granted"
    )

    @api.depends_context("company", "uid")
    def _compute_zrm_granted(self):
        rows = dict(
            self.env["zrm.budget.request.line"]._read_group(
                [
                    ("partner_id", "in", self.ids),
                    ("company_id", "=", self.env.company.id),
                    ("request_id.state", "in", ("posted", "paid")),
                ],
                ["partner_id"],
                ["payable:sum"],
            )
        )
        for partner in self:
            partner.zrm_granted = rows.get(partner, 0)
            partner.zrm_granted_currency_id = self.env.company.currency_id

    def action_zrm_granted(self):
        """Opens what was granted to the citizen, as far as the user may read it."""
        self.ensure_one()
        self.check_access("read")
        self.env["zrm.budget.request.line"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Services granted"),
            "res_model": "zrm.budget.request.line",
            "view_mode": "list,form",
            "domain": [("partner_id", "=", self.id)],
        }
