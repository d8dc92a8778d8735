from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    duplicate_count = fields.Integer(
        string="Possible Duplicates",
        compute="_compute_duplicate_count",
        groups="zrm_base.group_operator",
    )

    def _duplicate_domain(self):
        return Domain("state", "=", "open") & (
            Domain("partner_id", "in", self.ids) | Domain("other_id", "in", self.ids)
        )

    @api.depends_context("uid")
    def _compute_duplicate_count(self):
        pairs = self.env["zrm.duplicate"].search_fetch(
            self._duplicate_domain(), ["partner_id", "other_id"]
        )
        for partner in self:
            partner.duplicate_count = len(
                pairs.filtered(lambda pair: partner._origin in (pair.partner_id | pair.other_id))  # noqa: B023
            )

    def action_open_duplicates(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("zrm_base.zrm_duplicate_action")
        return {**action, "domain": list(self._duplicate_domain()), "context": {}}
