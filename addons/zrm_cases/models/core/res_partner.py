from odoo import api, fields, models

from ...const import FINAL_STATES


class ResPartner(models.Model):
    _inherit = "res.partner"

    preferred_channel = fields.Selection(
        [("email", "E-mail"), ("sms", "Text message"), ("none", "No messages")],
        help="Empty: by e-mail where there is an address, else by text message.",
    )
    case_count = fields.Integer(compute="_compute_case_count", groups="zrm_base.group_operator")

    relative_case_count = fields.Integer(
        string="Open Cases of Relatives",
        compute="_compute_relative_case_count",
        groups="zrm_base.group_operator",
    )

    @api.model
    def _operator_fields(self):
        return super()._operator_fields() | {"preferred_channel"}

    def _relatives_open_domain(self):
        return [
            ("partner_id", "in", self.relation_ids.relative_id.ids),
            ("state", "not in", FINAL_STATES),
        ]

    @api.depends_context("uid")
    def _compute_relative_case_count(self):
        relatives = self.relation_ids.relative_id
        counts = dict(
            self.env["zrm.case"]._read_group(
                [("partner_id", "in", relatives.ids), ("state", "not in", FINAL_STATES)],
                ["partner_id"],
                ["__count"],
            )
            if relatives
            else ()
        )
        for partner in self:
            partner.relative_case_count = sum(
                counts.get(relative, 0) for relative in partner.relation_ids.relative_id
            )

    def action_open_relatives_cases(self):
        """The open cases of this citizen's relatives that the user may see."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("zrm_cases.zrm_case_action")
        return {
            **action,
            "name": self.env._("Open cases of relatives"),
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": self._relatives_open_domain(),
            "context": {},
        }

    @api.depends_context("uid")
    def _compute_case_count(self):
        counts = dict(
            self.env["zrm.case"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.case_count = counts.get(partner._origin, 0)

    def action_open_cases(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("zrm_cases.zrm_case_action")
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }
