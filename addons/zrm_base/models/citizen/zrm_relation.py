from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Context value for writing the other row of a pair; a request cannot send this object.
TWIN = object()

# Fields shared by both rows of a pair.
APPROVAL_FIELDS = ("approval", "asked_by_id", "approved_by_id", "approved_at")
SHARED_FIELDS = ("type_id", "date_from", "date_to", "note", *APPROVAL_FIELDS)
# What an approval is about: who, for whom, as what. Changes of these ask for a new one.
APPROVED_FIELDS = {"partner_id", "relative_id", "type_id", "is_inverse", "date_from"}


class ZrmRelation(models.Model):
    """One person's relative, as that person's file lists it.

    Every relation is a pair of rows, one in each file, synchronized by this model:
    ``partner_id`` and ``relative_id`` are swapped, ``is_inverse`` tells which of the type's
    two names applies. So each file can edit its relatives in an ordinary list, and
    representation is one indexed look-up.
    """

    _name = "zrm.relation"
    _description = "Relation"
    _allow_sudo_commands = False
    _inherit = ["zrm.guarded.mixin", "zrm.export.log.mixin", "zrm.import.template.mixin"]
    _order = "partner_id, id"
    _rec_name = "relative_id"

    partner_id = fields.Many2one(
        "res.partner", string="Citizen", required=True, index=True, ondelete="cascade"
    )
    relative_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_citizen', '=', True), ('id', '!=', partner_id)]",
    )
    type_id = fields.Many2one("zrm.relation.type", required=True, index=True, ondelete="restrict")
    is_inverse = fields.Boolean(string="Inverse Direction")
    role = fields.Selection(
        selection="_selection_role",
        string="Relation",
        compute="_compute_role",
        inverse="_inverse_role",
        help="What the relative is to the person.",
    )
    label = fields.Char(string="Relation (text)", compute="_compute_label")
    twin_id = fields.Many2one(
        "zrm.relation", string="Other Side", index="btree_not_null", ondelete="cascade", copy=False
    )
    date_from = fields.Date(string="Since")
    date_to = fields.Date(string="Until")
    is_current = fields.Boolean(compute="_compute_is_current", search="_search_is_current")
    note = fields.Char()
    acts_for = fields.Boolean(related="type_id.acts_for")
    approval = fields.Selection(
        [
            ("none", "Not needed"),
            ("waiting", "Waiting for approval"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        default="none",
        required=True,
        readonly=True,
        copy=False,
        help="Who may act for another opens their cases; a second person compares the document.",
    )
    asked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    approved_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    document = fields.Binary(attachment=True, copy=False)
    document_name = fields.Char(copy=False)

    _waiting_idx = models.Index("(id) WHERE approval = 'waiting'")

    # For imports, which identify people by their numbers.
    partner_identity = fields.Char(
        string="Person's Identity Number",
        compute="_compute_identities",
        inverse="_inverse_identities",
        help="For imports: finds the person by the whole number.",
    )
    relative_identity = fields.Char(
        string="Relative's Identity Number",
        compute="_compute_identities",
        inverse="_inverse_identities",
        help="For imports: finds the relative by the whole number.",
    )
    relative_phone = fields.Char(
        related="relative_id.phone", related_sudo=False, string="Relative's Phone"
    )
    relative_age = fields.Integer(
        related="relative_id.age", related_sudo=False, string="Relative's Age"
    )
    relative_identity_number = fields.Char(
        related="relative_id.identity_number",
        related_sudo=False,
        string="Relative's Number (masked)",
    )

    _not_oneself = models.Constraint(
        "CHECK (partner_id <> relative_id)", "A person cannot be their own relative."
    )
    _period = models.Constraint(
        "CHECK (date_to >= date_from)", "A relation cannot end before it begins."
    )
    # Through the other row, this also prevents the same relation entered from the other
    # side. Ranges replace the numbers, as PostgreSQL compares them by GiST without an
    # extension.
    _no_double = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(partner_id, partner_id, '[]') WITH =, "
        "int4range(relative_id, relative_id, '[]') WITH =, "
        "int4range(type_id, type_id, '[]') WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "This relation of the two is on file already, entered from one side or the other. "
        "Change the existing entry or its dates instead.",
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("partner_id", "relative_id")
    def _check_citizens(self):
        for relation in self:
            if not (relation.partner_id.is_citizen and relation.relative_id.is_citizen):
                raise ValidationError(
                    self.env._("Relations exist between citizens only; register both first.")
                )
            if not relation.partner_id._shares_files_with(relation.relative_id):
                raise ValidationError(
                    self.env._(
                        "These two files belong to different companies, which keep their citizens "
                        "apart. Register the relative in this company first."
                    )
                )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.model
    def _active_types(self):
        return self.env["zrm.relation.type"].search([("active", "=", True)])

    @api.model
    def _selection_role(self):
        roles = []
        for relation_type in self._active_types():
            roles.append((str(relation_type.id), relation_type.name))
            if not relation_type.is_symmetric:
                roles.append((f"-{relation_type.id}", relation_type.inverse_name))
        return roles

    @api.depends("type_id", "is_inverse")
    def _compute_role(self):
        active = self._active_types()
        for relation in self:
            sign = "-" if relation.is_inverse and not relation.type_id.is_symmetric else ""
            known = relation.type_id in active
            relation.role = f"{sign}{relation.type_id.id}" if known else False

    @api.onchange("role")
    def _onchange_role(self):
        if self.role:
            self.update(self._role_vals(self.role))

    def _inverse_role(self):
        for relation in self.filtered("role"):
            relation.write(self._role_vals(relation.role))

    @api.model
    def _role_vals(self, role):
        """The stored values for a choice of :meth:`_selection_role`."""
        return {"type_id": abs(int(role)), "is_inverse": role.startswith("-")}

    @api.depends("partner_id", "relative_id")
    def _compute_identities(self):
        for relation in self:
            relation.partner_identity = relation.partner_id.identity_number
            relation.relative_identity = relation.relative_id.identity_number

    def _inverse_identities(self):
        """Nothing to do: :meth:`_resolve` finds the people."""

    @api.model
    def _citizen_by_identity(self, number):
        """The citizen with this number, if the user may read the file."""
        citizen = self.env["res.partner"].search(
            [("identity_number", "=", number), ("is_citizen", "=", True)], limit=1
        )
        if not citizen:
            raise ValidationError(
                self.env._(
                    "No citizen is on file with the identity number %s. Import the citizens "
                    "first, then their relations.",
                    number,
                )
            )
        return citizen

    @api.depends("type_id.name", "type_id.inverse_name", "is_inverse")
    @api.depends_context("lang")
    def _compute_label(self):
        for relation in self:
            relation.label = (
                relation.type_id._label(relation.is_inverse) if relation.type_id else False
            )

    @api.depends("date_from", "date_to")
    def _compute_is_current(self):
        today = fields.Date.context_today(self)
        for relation in self:
            relation.is_current = (not relation.date_from or relation.date_from <= today) and (
                not relation.date_to or relation.date_to >= today
            )

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [
            "&",
            "|",
            ("date_from", "=", False),
            ("date_from", "<=", today),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", today),
        ]

    @api.depends("partner_id", "relative_id", "label")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for relation in self:
            relation.display_name = self.env._(
                "%(relative)s, %(label)s of %(person)s",
                relative=relation.relative_id.name or "",
                label=relation.label or "",
                person=relation.partner_id.name or "",
            )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {*APPROVAL_FIELDS, "twin_id"}

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._resolve(vals) for vals in vals_list]
        self._check_people(vals_list)
        if self.env.context.get("zrm_relation_twin") is not TWIN:
            vals_list = self._with_approval(vals_list)
        rows = super().create(vals_list)
        if self.env.context.get("zrm_relation_twin") is not TWIN:
            twins = super(ZrmRelation, self.with_context(zrm_relation_twin=TWIN)).create(
                [row._twin_vals() for row in rows]
            )
            for row, twin in zip(rows, twins, strict=True):
                row.with_context(zrm_relation_twin=TWIN).twin_id = twin
        return rows

    def write(self, vals):
        vals = self._resolve(vals)
        self._check_people([vals])
        if self.env.context.get("zrm_relation_twin") is TWIN:
            return super().write(vals)
        self._refuse_forged_approval([vals])
        result = True
        for rows, own_vals in self._with_new_approval(vals):
            result = super(ZrmRelation, rows).write(own_vals)
        if {"partner_id", "relative_id", "is_inverse", "document", *SHARED_FIELDS} & vals.keys():
            for row in self:
                twin = row.twin_id.with_context(zrm_relation_twin=TWIN)
                twin_vals = row._twin_vals()
                twin_vals.pop("twin_id")
                super(ZrmRelation, twin).write(twin_vals)
        return result

    def unlink(self):
        return super(ZrmRelation, self | self.twin_id).unlink()

    def _check_people(self, vals_list):
        """Refuses people whom the user may not read, before a database error could reveal
        an existing relation."""
        if self.env.context.get("zrm_relation_twin") is TWIN:
            return
        if not self.env.su and any("twin_id" in vals for vals in vals_list):
            raise ValidationError(
                self.env._("The other side of a relation is updated automatically.")
            )
        people = {vals.get(name) for vals in vals_list for name in ("partner_id", "relative_id")}
        self.env["res.partner"].browse(people - {None, False}).check_access("read")

    @api.model
    def _resolve(self, vals):
        """The stored values behind a chosen role and typed identity numbers."""
        vals = dict(vals)
        if role := vals.pop("role", None):
            vals.update(self._role_vals(role))
        for name, target in (
            ("partner_identity", "partner_id"),
            ("relative_identity", "relative_id"),
        ):
            if number := vals.pop(name, None):
                vals[target] = self._citizen_by_identity(number).id
        return vals

    @api.model
    def _export_citizen_fields(self):
        return ["partner_id", "relative_id"]

    @api.model
    def _import_columns(self):
        return [
            ("partner_identity", "0499370899"),
            ("role", self.env.ref("zrm_base.relation_type_parent").name),
            ("relative_identity", "0084575948"),
            ("date_from", "2010-03-21"),
            ("date_to", ""),
        ]

    def _twin_vals(self):
        """The values of the row in the relative's file."""
        self.ensure_one()
        return {
            "partner_id": self.relative_id.id,
            "relative_id": self.partner_id.id,
            "is_inverse": not self.is_inverse and not self.type_id.is_symmetric,
            "twin_id": self.id,
            "type_id": self.type_id.id,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "note": self.note,
            "approval": self.approval,
            "asked_by_id": self.asked_by_id.id,
            "approved_by_id": self.approved_by_id.id,
            "approved_at": self.approved_at,
        }

    def action_open_relative(self):
        self.ensure_one()
        return self.relative_id.action_open_citizen()
