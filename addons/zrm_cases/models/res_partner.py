from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    told_by = fields.Selection(
        [("email", "E-mail"), ("sms", "Text message"), ("none", "Nothing; looks by themselves")],
        string="Wants to Be Told by",
        help="Empty: by e-mail where there is an address, else by text message.",
    )
    case_count = fields.Integer(compute="_compute_case_count", groups="zrm_base.group_operator")

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
