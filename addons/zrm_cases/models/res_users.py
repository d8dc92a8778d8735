from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _zrm_works_in(self, unit):
        """Whether this user handles matters of the unit: a member or manager
        of it or of a unit above, or oversight."""
        self.ensure_one()
        return unit in self.zrm_tree_unit_ids or self.has_group("zrm_base.group_oversight")

    def _zrm_manages(self, unit):
        """Whether this user decides for the unit."""
        self.ensure_one()
        if self.has_group("zrm_base.group_oversight"):
            return True
        managed = self.sudo().zrm_managed_unit_ids.ids
        path = [int(part) for part in (unit.sudo().parent_path or "").split("/") if part]
        return bool(set(managed) & set(path))
