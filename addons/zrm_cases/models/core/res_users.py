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
        """Says until when these people are away; they themselves and the
        managers of their units may.

        :param until: a date, or False for present
        """
        for user in self:
            is_manager = any(self.env.user._zrm_manages(unit) for unit in user.sudo().zrm_unit_ids)
            if user != self.env.user and not is_manager:
                raise AccessError(
                    self.env._("%s and the managers of the unit say this.", user.name)
                )
        # Managers have no right to write users; this one field is theirs.
        return self.sudo().write({"zrm_away_until": until})

    def action_zrm_away_today(self):
        """Today nothing is given to these people; a manager's click."""
        return self.action_zrm_away(fields.Date.context_today(self))

    def action_zrm_back(self):
        return self.action_zrm_away(False)

    def _zrm_works_in(self, unit):
        """Whether this user handles matters of the unit: a member or manager
        of it or of a unit above, or oversight."""
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
        """Which cases confidentiality leaves open to this user: all to oversight,
        confidential ones of the own units to their confidential members, to others
        those that are not confidential. Record rules ask for this domain.

        :param str path: the field by which a record belongs to its case
        """
        self.ensure_one()
        prefix = f"{path}." if path else ""
        if self.has_group("zrm_base.group_oversight"):
            return [(1, "=", 1)]
        plain = (f"{prefix}is_confidential", "=", False)
        if self.has_group("zrm_base.group_confidential"):
            return ["|", plain, (f"{prefix}unit_id", "in", self.zrm_tree_unit_ids.ids)]
        return [plain]
