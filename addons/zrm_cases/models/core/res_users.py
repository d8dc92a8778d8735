from odoo import fields, models
from odoo.exceptions import AccessError


class ResUsers(models.Model):
    _inherit = "res.users"

    zrm_away_until = fields.Date(
        string="Away Until",
        help="Until the end of this day no case is given to this person automatically.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "zrm_away_until"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "zrm_away_until"]

    def _zrm_takes_cases(self):
        """Whether cases may be given to this user automatically."""
        self.ensure_one()
        away = self.zrm_away_until and self.zrm_away_until >= fields.Date.context_today(self)
        return self.active and not away and self.has_group("zrm_base.group_expert")

    def action_zrm_away(self, until):
        """Sets until when these users are away; allowed to themselves and the managers of
        their units.

        :param until: a date, or False if present
        """
        for user in self:
            is_manager = any(self.env.user._zrm_manages(unit) for unit in user.sudo().zrm_unit_ids)
            if user != self.env.user and not is_manager:
                raise AccessError(
                    self.env._("Only %s and the managers of the unit can set this.", user.name)
                )
        # sudo: managers may write this field only; checked above.
        return self.sudo().write({"zrm_away_until": until})

    def action_zrm_away_today(self):
        """Marks these users as away today."""
        return self.action_zrm_away(fields.Date.context_today(self))

    def action_zrm_back(self):
        return self.action_zrm_away(False)

    def _zrm_works_in(self, unit):
        """Whether this user may handle cases of the unit: as member or manager of it or of
        a higher unit, or as oversight."""
        self.ensure_one()
        is_own = unit.id in self._zrm_tree_unit_ids()
        return is_own or self.has_group("zrm_base.group_oversight")

    def _zrm_manages(self, unit):
        """Whether this user decides for the unit."""
        self.ensure_one()
        if self.has_group("zrm_base.group_oversight"):
            return True
        managed = self.sudo().zrm_managed_unit_ids.ids
        path = [int(part) for part in (unit.sudo().parent_path or "").split("/") if part]
        return bool(set(managed) & set(path))

    def _zrm_open_to_me(self, path=""):
        """The domain of cases whose confidentiality allows this user access, used in record
        rules: all for oversight, confidential ones of their own units for members of the
        confidential group, only non-confidential ones for others.

        :param str path: path from the record to its case
        """
        self.ensure_one()
        prefix = f"{path}." if path else ""
        if self.has_group("zrm_base.group_oversight"):
            return [(1, "=", 1)]
        plain = (f"{prefix}is_confidential", "=", False)
        if self.has_group("zrm_base.group_confidential"):
            return ["|", plain, (f"{prefix}unit_id", "in", self.zrm_tree_unit_ids.ids)]
        return [plain]
