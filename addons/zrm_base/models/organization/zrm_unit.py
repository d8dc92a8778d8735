from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

# Fields that affect which records users see.
ACCESS_FIELDS = {"parent_id", "manager_id", "member_ids", "company_id", "active"}


class ZrmUnit(models.Model):
    """An organizational unit that can be responsible for cases."""

    _name = "zrm.unit"
    _description = "Organizational Unit"
    _inherit = ["mail.thread", "zrm.import.template.mixin"]
    _parent_store = True
    _parent_name = "parent_id"
    _rec_name = "complete_name"
    _rec_names_search = ["name", "complete_name", "code"]
    _order = "code, complete_name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    complete_name = fields.Char(
        string="Full Name", compute="_compute_complete_name", recursive=True, store=True
    )
    code = fields.Char(tracking=True, help="Short and lasting; imports refer to it.")
    parent_id = fields.Many2one(
        "zrm.unit",
        string="Higher Unit",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("zrm.unit", "parent_id", string="Subunits")
    manager_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        tracking=True,
        help="Decides for the unit; what goes up the tree reaches the manager above.",
    )
    member_ids = fields.Many2many(
        "res.users",
        "zrm_unit_member_rel",
        "unit_id",
        "user_id",
        string="Members",
        domain="[('share', '=', False)]",
    )
    member_count = fields.Integer(compute="_compute_member_count")
    region_ids = fields.Many2many(
        "zrm.region",
        "zrm_unit_region_rel",
        "unit_id",
        "region_id",
        string="Regions Covered",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        help="Deadlines count its hours. Empty: those of the higher unit, then the company's.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL",
        "This code belongs to another unit of the company already.",
    )

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A unit cannot stand above itself, not even by way of others.")
            )

    @api.constrains("manager_id", "member_ids")
    def _check_staff(self):
        for user in (self.manager_id | self.member_ids).sudo():
            if user.share:
                raise ValidationError(
                    self.env._("%s has no staff account and cannot belong to a unit.", user.name)
                )
            if not user.active:
                raise ValidationError(
                    self.env._("The account of %s is closed; choose somebody else.", user.name)
                )

    @api.depends("name", "parent_id.complete_name", "parent_id.parent_id")
    def _compute_complete_name(self):
        """The path to the unit, without the top unit."""
        for unit in self:
            parent = unit.parent_id
            unit.complete_name = (
                f"{parent.complete_name} / {unit.name}" if parent.parent_id else unit.name
            )

    @api.depends("member_ids")
    def _compute_member_count(self):
        for unit in self:
            unit.member_count = len(unit.member_ids)

    @api.model_create_multi
    def create(self, vals_list):
        units = super().create(vals_list)
        self.env.registry.clear_cache()  # record rules contain the ids of units
        return units

    def write(self, vals):
        self._check_structure(vals)
        result = super().write(vals)
        if ACCESS_FIELDS & vals.keys():
            self.env.registry.clear_cache()
        return result

    def _check_structure(self, vals):
        """Refuses managers what decides which cases a unit gets and to whom it answers.

        :raise AccessError: names the fields
        """
        user = self.env.user
        if self.env.su or user.has_group("zrm_base.group_administrator"):
            return
        if beyond := vals.keys() - self._fields_of_managers():
            known = [self._fields[name] for name in sorted(beyond) if name in self._fields]
            labels = ", ".join(field._description_string(self.env) for field in known)
            raise AccessError(
                self.env._("Administrators alone change these of a unit: %s.", labels)
            )

    @api.model
    def _fields_of_managers(self):
        """Hook: the fields that the managers of a unit may write."""
        return {"member_ids", "message_follower_ids", "activity_ids"}

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        return [
            dict(vals, name=self.env._("%s (copy)", unit.name), code=False)
            for unit, vals in zip(self, vals_list, strict=True)
        ]

    def _calendar(self):
        """The working calendar of this unit: its own, else that of the nearest higher unit,
        else the company's."""
        self.ensure_one()
        # sudo: members may not be able to read higher units.
        unit = self.sudo()
        while unit:
            if unit.resource_calendar_id:
                return unit.resource_calendar_id
            unit = unit.parent_id
        return self.sudo().company_id.resource_calendar_id

    def _higher_manager(self):
        """The first manager above this unit, for escalation; may be empty."""
        self.ensure_one()
        unit = self.sudo().parent_id
        while unit and not unit.manager_id:
            unit = unit.parent_id
        return unit.manager_id

    @api.model
    def _import_columns(self):
        return [
            ("name", "شهرداری منطقه ۶"),
            ("code", "M06"),
            ("parent_id", "CITY"),
            ("manager_id", "manager@example.com"),
            ("region_ids", "THR-06"),
        ]

    def action_open_members(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Members of %s", self.name),
            "res_model": "res.users",
            "view_mode": "kanban,list,form",
            "domain": [("id", "in", self.member_ids.ids)],
        }
