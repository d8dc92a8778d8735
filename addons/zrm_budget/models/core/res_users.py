from odoo import api, fields, models, tools


class ResUsers(models.Model):
    """The units whose credits somebody sees: those they work in, and those for which they have
    an authority."""

    _inherit = "res.users"

    zrm_budget_authority_ids = fields.One2many(
        "zrm.budget.authority",
        "user_id",
        string="Authorities over Credits",
        groups="zrm_base.group_administrator",
    )
    zrm_budget_unit_ids = fields.Many2many(
        "zrm.unit",
        string="Units Whose Credits Are Seen",
        compute="_compute_zrm_budget_unit_ids",
        compute_sudo=True,
        help="Used in record rules.",
    )

    @api.depends("zrm_tree_unit_ids", "zrm_budget_authority_ids.unit_id")
    def _compute_zrm_budget_unit_ids(self):
        for user in self:
            user.zrm_budget_unit_ids = [(6, 0, user._origin._zrm_budget_unit_ids())]

    @tools.ormcache("self._ids")
    def _zrm_budget_unit_ids(self):
        """Cached like the record rules, which contain the ids of these units."""
        # sudo: which units these are does not depend on who asks.
        user = self.sudo()
        own = user.zrm_unit_ids | user.zrm_managed_unit_ids
        for authority in user.zrm_budget_authority_ids:
            own |= authority.unit_id or own.search(
                [
                    ("parent_id", "=", False),
                    ("company_id", "in", [False, authority.company_id.id]),
                ]
            )
        Unit = own.with_context(active_test=False)
        return Unit.search([("id", "child_of", own.ids)]).ids if own else []
