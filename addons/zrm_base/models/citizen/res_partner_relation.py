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

    family_overview = fields.Html(
        compute="_compute_family_overview",
        sanitize=False,  # rendered from our own template, which escapes names
        groups="zrm_base.group_operator",
    )

    # Does not depend on the lines: it shows saved data, and the form need not call the
    # server for each field of a new line.
    @api.depends("name")
    @api.depends_context("lang", "uid")
    def _compute_family_overview(self):
        """The family at a glance: older generation, own, younger."""
        for partner in self:
            family = partner.relation_ids.filtered(
                lambda line: line.type_id.is_family and line.is_current and line.relative_id.id
            )
            rows = {"above": [], "same": [], "below": []}
            # A person related in two ways appears once, by the first relation.
            for relative, lines in family.grouped("relative_id").items():
                generation = lines[0].type_id._generation(lines[0].is_inverse)
                labels = " · ".join(lines.mapped("label"))
                rows[generation].append((relative, labels))
            if family:
                values = {"person": partner, "rows": rows}
                overview = self.env["ir.qweb"]._render("zrm_base.family_overview", values)
            partner.family_overview = overview if family else False

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
        """The citizens whom this citizen may act for today, as approved: wards, clients.

        :return: citizens, regardless of the user's access; on behalf of a signed-in
            citizen, call it for that citizen only
        """
        self.ensure_one()
        # sudo: representatives have no staff role.
        relations = (
            self.env["zrm.relation"]
            .sudo()
            .search(
                [
                    ("relative_id", "=", self.id),
                    ("is_inverse", "=", False),
                    ("type_id.acts_for", "=", True),
                    ("approval", "=", "approved"),
                    ("is_current", "=", True),
                ]
            )
        )
        return relations.partner_id
