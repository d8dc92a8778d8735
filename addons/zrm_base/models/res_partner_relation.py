from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    relation_ids = fields.One2many(
        "zrm.relation",
        "partner_id",
        string="Relatives",
        groups="zrm_base.group_operator",
    )
    relation_count = fields.Integer(
        compute="_compute_relation_count", groups="zrm_base.group_operator"
    )

    @api.depends("relation_ids")
    def _compute_relation_count(self):
        counts = dict(
            self.env["zrm.relation"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.relation_count = counts.get(partner._origin, 0)

    def _represented_citizens(self):
        """Those whom this citizen may act for today: wards, clients.

        :return: citizens, without regard to the reader's access; whoever asks
            on behalf of a signed-in citizen asks for that citizen only
        """
        self.ensure_one()
        # A representative sees whom they represent without a staff role.
        relations = (
            self.env["zrm.relation"]
            .sudo()
            .search(
                [
                    ("relative_id", "=", self.id),
                    ("is_inverse", "=", False),
                    ("type_id.acts_for", "=", True),
                    ("is_current", "=", True),
                ]
            )
        )
        return relations.partner_id
