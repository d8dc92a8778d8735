from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL


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

    def _zrm_is_away(self):
        """Whether this user is away today, where the organization is."""
        self.ensure_one()
        until = self.zrm_away_until
        return bool(until) and until >= self.env["res.company"]._zrm_today()

    def _zrm_takes_cases(self):
        """Whether cases may be given to this user automatically."""
        self.ensure_one()
        return self.active and not self._zrm_is_away() and self.has_group("zrm_base.group_expert")

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
        return self.action_zrm_away(self.env["res.company"]._zrm_today())

    def action_zrm_back(self):
        return self.action_zrm_away(False)

    def _zrm_opens_confidential(self):
        """Whether this user may open confidential cases at all."""
        self.ensure_one()
        return self.has_groups("zrm_base.group_confidential,zrm_base.group_oversight")

    def _zrm_works_in(self, unit):
        """Whether this user may handle cases of the unit: as member or manager of it or of
        a higher unit, or as oversight."""
        self.ensure_one()
        is_own = unit.id in self._zrm_tree_unit_ids()
        return is_own or self.has_group("zrm_base.group_oversight")

    def _zrm_manages(self, unit):
        """Whether this user decides for the unit."""
        self.ensure_one()
        return self.has_group("zrm_base.group_oversight") or self._zrm_is_above(unit)

    def _zrm_is_above(self, unit):
        """Whether this user is the manager of the unit or of one above it."""
        self.ensure_one()
        managed = self.sudo().zrm_managed_unit_ids.ids
        path = [int(part) for part in (unit.sudo().parent_path or "").split("/") if part]
        return bool(set(managed) & set(path))

    def _zrm_stands_above_all(self):
        """Whether this user acts as oversight: nobody's unit is above them."""
        self.ensure_one()
        user = self.sudo()
        has_unit = user.zrm_unit_ids or user.zrm_managed_unit_ids
        return not has_unit and self.has_group("zrm_base.group_oversight")

    def _zrm_judges(self, unit, with_members=False):
        """Whether this user approves what goes out from the unit. Administrators, who look
        after the system, do not unless it is theirs.

        :param bool with_members: of an inspection unit all who work in it or above
        """
        self.ensure_one()
        if not self.has_group("zrm_base.group_expert"):
            return False
        if self._zrm_is_above(unit) or (with_members and unit.id in self._zrm_tree_unit_ids()):
            return True
        is_administrator = self.has_group("zrm_base.group_administrator")
        return self.has_group("zrm_base.group_oversight") and not is_administrator

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

    def _zrm_followers_for_me(self):
        """The domain of followers this user may know of, used in a record rule: those of a
        case go with the case, all others are as in core."""
        self.ensure_one()

        def to_sql(model, alias, query):
            return SQL(
                "(%(model)s <> 'zrm.case' OR %(open)s)",
                model=model._field_to_sql(alias, "res_model", query),
                open=_is_open_case(model.env, model._field_to_sql(alias, "res_id", query)),
            )

        def predicate(line):
            return line.res_model != "zrm.case" or _is_open_record(line.env, line.res_id)

        return Domain.custom(to_sql=to_sql, predicate=predicate)

    def _zrm_notifications_for_me(self):
        """As :meth:`_zrm_followers_for_me`, of notifications: the own ones, and those of
        messages that do not stand on a case or on one that the user may open."""
        self.ensure_one()

        def to_sql(model, alias, query):
            return SQL(
                """NOT EXISTS (SELECT FROM mail_message zrm_message
                    WHERE zrm_message.id = %(message)s AND zrm_message.model = 'zrm.case'
                      AND NOT %(open)s)""",
                message=model._field_to_sql(alias, "mail_message_id", query),
                open=_is_open_case(model.env, SQL("zrm_message.res_id")),
            )

        def predicate(line):
            message = line.mail_message_id
            return message.model != "zrm.case" or _is_open_record(line.env, message.res_id)

        own = Domain("res_partner_id", "=", self.partner_id.id)
        return own | Domain.custom(to_sql=to_sql, predicate=predicate)


def _is_open_case(env, case_id):
    """SQL: whether the case of this id may be opened by the user of the environment."""
    Case = env(su=False)["zrm.case"]
    if not Case.has_access("read"):
        return SQL("FALSE")
    query = Case._search([])
    query.add_where(SQL("%s = %s", SQL.identifier(query.table, "id"), case_id))
    return SQL("EXISTS %s", query.subselect(SQL("1")))


def _is_open_record(env, case_id):
    return env(su=False)["zrm.case"].browse(case_id).has_access("read")
