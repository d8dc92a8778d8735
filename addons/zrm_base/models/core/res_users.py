from odoo import api, fields, models, tools


class ResUsers(models.Model):
    _inherit = "res.users"

    zrm_unit_ids = fields.Many2many(
        "zrm.unit",
        "zrm_unit_member_rel",
        "user_id",
        "unit_id",
        string="Units",
        help="The units this user works in.",
    )
    zrm_managed_unit_ids = fields.One2many("zrm.unit", "manager_id", string="Managed Units")
    zrm_tree_unit_ids = fields.Many2many(
        "zrm.unit",
        string="Visible Units",
        compute="_compute_zrm_tree_unit_ids",
        compute_sudo=True,
        help="The user's own units and all below them; used in record rules.",
    )

    @api.depends("zrm_unit_ids.parent_path", "zrm_managed_unit_ids.parent_path")
    def _compute_zrm_tree_unit_ids(self):
        for user in self:
            user.zrm_tree_unit_ids = [(6, 0, user._origin._zrm_tree_unit_ids())]

    @tools.ormcache("self._ids")
    def _zrm_tree_unit_ids(self):
        """Cached like the record rules, which contain the ids of these units."""
        own = self.sudo().zrm_unit_ids | self.sudo().zrm_managed_unit_ids
        Unit = self.env["zrm.unit"].with_context(active_test=False)
        return Unit.search([("id", "child_of", own.ids)]).ids if own else []

    def write(self, vals):
        result = super().write(vals)
        if {"zrm_unit_ids", "zrm_managed_unit_ids"} & vals.keys():
            self.env.registry.clear_cache()  # record rules contain the ids of units
        return result
