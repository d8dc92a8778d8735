from odoo import fields, models
from odoo.exceptions import UserError


class ZrmCase(models.Model):
    """Services that are granted on a case."""

    _inherit = "zrm.case"

    budget_request_ids = fields.One2many(
        "zrm.budget.request",
        "case_id",
        readonly=True,
        groups="zrm_budget.group_budget_user",
    )
    budget_request_count = fields.Integer(
        compute="_compute_budget_request_count", groups="zrm_budget.group_budget_user"
    )

    def _compute_budget_request_count(self):
        counts = dict(
            self.env["zrm.budget.request"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.budget_request_count = counts.get(case, 0)

    def action_grant_service(self):
        """Opens a new request for the citizen of the case.

        :raise UserError: on cases whose reporter is hidden
        """
        self.env["zrm.budget.request"].check_access("create")
        self.ensure_one()
        self.check_access("read")
        if self.is_reporter_hidden or not self.partner_id:
            raise UserError(self.env._("A service is granted to a known citizen."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Grant a service"),
            "res_model": "zrm.budget.request",
            "view_mode": "form",
            "context": {
                "default_case_id": self.id,
                "default_unit_id": self.unit_id.id,
                "default_name": self.name,
                "zrm_for_partner": self.partner_id.id,
            },
        }

    def action_open_budget_requests(self):
        """Opens the requests of the case."""
        self.env["zrm.budget.request"].check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Services granted"),
            "res_model": "zrm.budget.request",
            "view_mode": "list,form",
            "domain": [("case_id", "=", self.id)],
        }
