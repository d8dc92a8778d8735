from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import CHECKED, CITIZEN_TYPES, GENDERS, NEW_FILE_FIELDS
from .res_partner_input import PHONE_FIELDS, TEXT_FIELDS


class ResPartner(models.Model):
    """The citizen's file: who they are and how they can be reached.

    Other partners are not affected.
    """

    _name = "res.partner"
    _inherit = ["zrm.identity.mixin", "res.partner"]

    is_citizen = fields.Boolean(string="Is a Citizen")
    citizen_type = fields.Selection(
        CITIZEN_TYPES,
        compute="_compute_citizen_type",
        inverse="_inverse_citizen_type",
        store=True,
        precompute=True,
        readonly=False,
    )
    is_confidential = fields.Boolean(
        string="Confidential File",
        tracking=True,
        help="The file is found and opened by confidential members and oversight only.",
    )
    father_name = fields.Char(string="Father's Name", copy=False, groups="zrm_base.group_operator")
    birth_date = fields.Date(copy=False, groups="zrm_base.group_operator")
    birth_date_text = fields.Char(
        string="Date of Birth",
        compute="_compute_birth_date_text",
        inverse="_inverse_birth_date_text",
        groups="zrm_base.group_operator",
        help="Solar Hijri (1365/07/12) or Gregorian (1986-10-04).",
    )
    age = fields.Integer(compute="_compute_age", groups="zrm_base.group_operator")
    gender = fields.Selection(GENDERS, copy=False, groups="zrm_base.group_operator")
    region_id = fields.Many2one(
        "zrm.region",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        groups="zrm_base.group_operator",
    )
    landline = fields.Char(copy=False, groups="zrm_base.group_operator")
    landline_sanitized = fields.Char(
        compute="_compute_landline_sanitized",
        store=True,
        compute_sudo=True,
        copy=False,
        index="btree_not_null",
        groups="zrm_base.group_operator",
    )
    _identity_uniq = models.UniqueIndex(
        "(national_id, identity_type, COALESCE(company_id, 0)) WHERE national_id IS NOT NULL",
        lambda env, diag: env._(
            "Somebody with this identity number is registered already. Find the file by that "
            "number. If it does not appear, it is confidential, archived or in another company: "
            "ask oversight."
        ),
    )
    _citizen_region_idx = models.Index("(region_id, id) WHERE is_citizen")
    # Core stores the number without an index; an index of the field itself would stay behind
    # when we are uninstalled, as the column is not ours.
    _phone_idx = models.Index(
        "(phone_sanitized) WHERE is_citizen IS TRUE AND phone_sanitized IS NOT NULL"
    )
    _birth_date_idx = models.Index("(birth_date) WHERE is_citizen AND birth_date IS NOT NULL")
    _identity_pair = models.Constraint(
        "CHECK (national_id IS NULL OR identity_type IS NOT NULL)",
        "An identity number needs its type.",
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("birth_date")
    def _check_birth_date(self):
        today = fields.Date.context_today(self)
        for partner in self:
            if partner.birth_date and not (
                today - relativedelta(years=130) <= partner.birth_date <= today
            ):
                raise ValidationError(
                    self.env._(
                        "The date of birth %s lies in the future or too far back. "
                        "Check the year: 1365 is Solar Hijri, 1986 Gregorian.",
                        partner.birth_date_text,
                    )
                )

    @api.constrains("is_citizen", "name")
    def _check_citizen_name(self):
        if any(partner.is_citizen and not partner.name for partner in self):
            raise ValidationError(self.env._("A citizen's file needs a name."))

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("is_citizen", "is_company")
    def _compute_citizen_type(self):
        for partner in self:
            if not partner.is_citizen:
                partner.citizen_type = False
            else:
                partner.citizen_type = "organization" if partner.is_company else "person"

    def _inverse_citizen_type(self):
        for partner in self.filtered("is_citizen"):
            is_company = partner.citizen_type == "organization"
            if partner.is_company != is_company:
                partner.is_company = is_company

    @api.depends("birth_date")
    @api.depends_context("lang")
    def _compute_birth_date_text(self):
        for partner in self:
            partner.birth_date_text = partner._format_date(partner.birth_date)

    def _inverse_birth_date_text(self):
        for partner in self:
            partner.birth_date = self._parse_date(partner.birth_date_text)

    @api.onchange("birth_date_text")
    def _onchange_birth_date_text(self):
        self.birth_date = self._parse_date(self.birth_date_text)

    @api.depends("birth_date")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for partner in self:
            born = partner.birth_date
            partner.age = relativedelta(today, born).years if born else 0

    @api.depends("landline", "is_citizen")
    def _compute_landline_sanitized(self):
        for partner in self:
            partner.landline_sanitized = self._normalize_phone(partner.landline) or False

    # Not dependent on is_citizen, see write(): Odoo takes core's fields that depend on one of ours
    # along when we are uninstalled, and makes them anew without their external ids.
    def _compute_phone_sanitized(self):
        """Citizens' numbers are read the Iranian way, without a country."""
        citizens = self.filtered("is_citizen")
        for partner in citizens:
            partner.phone_sanitized = self._normalize_phone(partner.phone) or False
        return super(ResPartner, self - citizens)._compute_phone_sanitized()

    # ------------------------------------------------------------------
    # Onchanges
    # ------------------------------------------------------------------

    @api.onchange("phone", "country_id", "company_id")
    def _onchange_phone_validation(self):
        if not self.is_citizen:
            return super()._onchange_phone_validation()
        return None

    @api.onchange("phone", "landline", "zip", "name", "father_name")
    def _onchange_citizen_contact(self):
        """Shows the value as it will be stored, or the error."""
        if not self.is_citizen:
            return None
        try:
            self.update(
                self._clean_citizen_vals(
                    {
                        name: self[name]
                        for name in ("phone", "landline", "zip", "name", "father_name")
                        if self[name]
                    }
                )
            )
        except ValidationError as error:
            return {"warning": {"title": self.env._("Please check"), "message": error.args[0]}}
        return None

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """As core's; defaults that operators have stored for themselves (``ir.default``) do
        not fill what they may not write."""
        if self._is_restricted():
            own = self.env["ir.default"]._get_model_defaults(self._name)
            foreign = own.keys() - self._operator_fields() - NEW_FILE_FIELDS
            fields = [name for name in fields if name not in foreign]
        return super().default_get(fields)

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_is_confidential")
        if any(vals.get("is_confidential", default) for vals in vals_list):
            self._check_confidentiality_right({"is_confidential": True})
        default_citizen = self.env.context.get("default_is_citizen")
        if self._is_restricted():
            for vals in vals_list:
                given = {name for name in vals if vals[name] or self._is_derived(name)}
                self._check_own_fields(given, is_new=True)
        partners = self._without_foreign_defaults()
        partners._check_parents(vals_list)
        return super(ResPartner, partners).create(
            [
                self._clean_new_citizen_vals(vals)
                if vals.get("is_citizen", default_citizen)
                else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        touched = {*TEXT_FIELDS, *PHONE_FIELDS, "zip", "email", "national_id"} & vals.keys()
        partners = self
        if self._is_restricted() and self.env.context.get("zrm_file_checked") is not CHECKED:
            self.filtered("is_citizen")._check_guarded(vals)
            partners = self.with_context(zrm_file_checked=CHECKED)
        partners._check_parents([vals])
        if vals.get("is_citizen"):
            # A partner that becomes a citizen must follow the rules for citizens.
            clean = self._clean_citizen_vals(vals, self)
            result = super(ResPartner, partners).write(clean)
        elif touched and (citizens := partners.filtered("is_citizen")):
            result = super(ResPartner, citizens).write(self._clean_citizen_vals(vals, citizens))
            if others := partners - citizens:
                result = super(ResPartner, others).write(vals)
        else:
            result = super(ResPartner, partners).write(vals)
        if "is_citizen" in vals:
            self.env.add_to_compute(self._fields["phone_sanitized"], self)
        return result
