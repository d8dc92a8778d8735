from odoo import api, fields, models


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
        string="Units in Sight",
        compute="_compute_zrm_tree_unit_ids",
        compute_sudo=True,
        help="The user's own units and all below them; record rules ask for these.",
    )

    @api.depends("zrm_unit_ids.parent_path", "zrm_managed_unit_ids.parent_path")
    def _compute_zrm_tree_unit_ids(self):
        Unit = self.env["zrm.unit"].with_context(active_test=False)
        for user in self:
            own = user.zrm_unit_ids | user.zrm_managed_unit_ids
            user.zrm_tree_unit_ids = Unit.search([("id", "child_of", own.ids)]) if own else Unit

    def write(self, vals):
        result = super().write(vals)
        if {"zrm_unit_ids", "zrm_managed_unit_ids"} & vals.keys():
            self.env.registry.clear_cache()  # record rules name units by id
        return result
