from datetime import datetime

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import email_normalize

from ...const import (
    CHECKED,
    CITIZEN_TYPES,
    GENDERS,
    NEW_FILE_FIELDS,
    OPERATOR_FIELDS,
    POSTAL_PROBLEMS,
)
from ...tools import jalali, persian, phone, postal

# Free text of a citizen's file, normalized to Persian letters.
TEXT_FIELDS = ("name", "father_name", "street", "street2", "city", "function")
PHONE_FIELDS = ("phone", "landline")


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

    @api.model
    def _is_restricted(self):
        """Whether this user changes citizens' files only, and there what is for operators:
        contact managers have core's rights."""
        return not self.env.su and not self.env.user.has_group("base.group_partner_manager")

    def _is_derived(self, name):
        """Whether core computes this; empty ones of other fields are what a form sends."""
        field = self._fields.get(name)
        return bool(field and field.store and field.compute)

    @api.model
    def _operator_fields(self):
        """Hook: the fields of a citizen's file that operators may write."""
        return OPERATOR_FIELDS

    def _without_foreign_defaults(self):
        """Without defaults of the context for fields that operators may not write."""
        if not self._is_restricted():
            return self
        allowed = {f"default_{name}" for name in self._operator_fields() | NEW_FILE_FIELDS}
        context = self.env.context
        foreign = {
            name
            for name in context
            if name.startswith("default_")
            and name not in allowed
            and name.removeprefix("default_") in self._fields
        }
        if not foreign:
            return self
        kept = {name: value for name, value in context.items() if name not in foreign}
        return self.with_env(self.env(context=kept))

    def _check_own_fields(self, names, is_new=False):
        """:raise AccessError: when operators may not write one of these fields"""
        allowed = self._operator_fields() | (NEW_FILE_FIELDS if is_new else set())
        if not is_new and self.env.user.has_group("zrm_base.group_oversight"):
            allowed = allowed | NEW_FILE_FIELDS
        if foreign := names - allowed:
            labels = [
                self._fields[name]._description_string(self.env) or name
                for name in sorted(foreign & self._fields.keys())
            ]
            raise AccessError(
                self.env._(
                    "Operators may not write this in a citizen's file: %s. A contact manager may.",
                    ", ".join(labels) or ", ".join(sorted(foreign)),
                )
            )

    def _check_guarded(self, vals):
        """Refuses changes that operators may not make to these citizens' files.

        :raise AccessError: names the fields, or the role that may
        """
        user = self.env.user
        if not self:
            return
        self._check_confidentiality_right(vals)
        if NEW_FILE_FIELDS & vals.keys() and not user.has_group("zrm_base.group_oversight"):
            raise AccessError(self.env._("Oversight alone takes a file out of the citizens'."))
        self._check_own_fields(set(vals))
        if "email" in vals and not user.has_group("zrm_base.group_manager"):
            # The owner of the e-mail address can reset the password.
            changed = self.filtered(lambda partner: partner.email != vals["email"])
            if changed.sudo().user_ids:
                raise AccessError(
                    self.env._(
                        "This citizen has a portal account, which follows the e-mail address. "
                        "The citizen changes it in the portal, or a unit manager here."
                    )
                )

    def _check_parents(self, vals_list):
        """Refuses to place a partner under a confidential file that is not open to the
        user: its name and address would appear in the other."""
        if self.env.su:
            return
        names = ("parent_id", "commercial_partner_id")
        parents = {vals.get(name) for vals in vals_list for name in names}
        parents.add(self.env.context.get("default_parent_id"))
        parents = {one for one in parents if isinstance(one, int) and one}
        named = self.browse(parents)
        for vals in vals_list:
            # sudo: only whom an account belongs to; the same for the person in charge.
            named |= self.env["res.users"].sudo().browse(vals.get("user_id") or []).partner_id
        named.sudo(False)._check_may_be_named()

    def _check_may_be_named(self):
        """:raise AccessError: when one of these is a confidential file not open to the user"""
        privileged = "zrm_base.group_confidential,zrm_base.group_oversight"
        # Core makes users followers of what they do, all the time: nothing is asked then.
        others = self - self.env.user.partner_id
        if not others or self.env.su or self.env.user.has_groups(privileged):
            return
        # sudo: only whether the file is confidential.
        if others.sudo().filtered("is_confidential"):
            raise AccessError(self.env._("A contact that you chose is not open to you."))

    def _check_confidentiality_right(self, vals):
        if self.env.su:
            return
        user = self.env.user
        if "is_confidential" in vals and not user.has_groups(
            "zrm_base.group_confidential,zrm_base.group_oversight"
        ):
            raise AccessError(
                self.env._("Confidential members and oversight mark files as confidential.")
            )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    @api.model
    def _clean_new_citizen_vals(self, vals):
        vals = self._clean_citizen_vals(vals)
        if "citizen_type" in vals:
            vals.setdefault("is_company", vals["citizen_type"] == "organization")
        if not vals.get("lang"):
            vals["lang"] = self.env["res.company"]._zrm_citizen_lang()
        return vals

    @api.model
    def _clean_citizen_vals(self, vals, records=None):
        """Normalizes values to the form in which they are stored.

        :param dict vals: any values of a partner
        :param records: the citizens about to be written, if any
        :raise ValidationError: for what cannot be a phone number, e-mail
            address, postal code or identity number; says which and why
        """
        vals = dict(vals)
        for name in TEXT_FIELDS:
            if isinstance(vals.get(name), str):
                vals[name] = persian.normalize_text(vals[name])
        for name in PHONE_FIELDS:
            if vals.get(name):
                vals[name] = self._clean_phone(str(vals[name]))
        if vals.get("email") and not email_normalize(vals["email"]):
            raise ValidationError(
                self.env._(
                    "%s is no e-mail address; it should read name@example.com.", vals["email"]
                )
            )
        if vals.get("zip") and self._is_iranian(vals, records):
            vals["zip"] = self._clean_postal_code(vals["zip"])
        if vals.get("national_id"):
            kinds = set((records or self.browse()).sudo().mapped("identity_type"))
            known = vals.get("identity_type") or (kinds.pop() if len(kinds) == 1 else False)
            vals.update(self._identity_vals(vals["national_id"], known))
        return vals

    def _clean_phone(self, typed):
        number = self._normalize_phone(typed)
        if not number:
            raise ValidationError(
                self.env._(
                    "%s is no phone number. Type a mobile number like 09121234567, a landline "
                    "with its area code like 02188776655, or a foreign number with + in front.",
                    typed,
                )
            )
        return phone.display_phone(number, self._phone_region())

    def _clean_postal_code(self, typed):
        try:
            return postal.normalize_postal_code(typed)
        except postal.PostalCodeError as error:
            raise ValidationError(
                self.env._(
                    "The postal code %(code)s cannot be right. %(problem)s",
                    code=typed,
                    problem=self.env._(POSTAL_PROBLEMS[error.reason]),
                )
            ) from error

    @api.model
    def _is_iranian(self, vals, records):
        country = self.env["res.country"].browse(vals.get("country_id") or [])
        if not country and records:
            country = records.country_id[:1]
        return not country or country.code == "IR"

    @api.model
    def _phone_region(self):
        """ISO code of the country whose numbers are typed without a prefix."""
        return self.env["ir.config_parameter"].sudo().get_param("zrm_base.phone_region", "IR")

    @api.model
    def _normalize_phone(self, typed):
        """The E.164 form of a typed number, or '' if invalid."""
        if not typed:
            return ""
        area_code = self.env["ir.config_parameter"].sudo().get_param("zrm_base.area_code", "")
        return phone.normalize_phone(typed, region=self._phone_region(), area_code=area_code)

    def _phone_get_country(self):
        """Home numbers of citizens are stored in national form."""
        countries = super()._phone_get_country()
        citizens = self.filtered("is_citizen")
        if citizens:
            home = self.env["res.country"].search([("code", "=", self._phone_region())], limit=1)
            countries.update(dict.fromkeys(citizens.ids, home))
        return countries

    @api.model
    def _format_date(self, value):
        """A date in the reader's calendar: Jalali for Persian, else as the
        reader's language writes dates."""
        return self.env["ir.qweb.field.date"].value_to_html(value, {}) if value else False

    @api.model
    def _parse_date(self, typed):
        """A typed date, Solar Hijri or Gregorian, to a date.

        :raise ValidationError: when it cannot be read
        """
        if not typed:
            return False
        try:
            return jalali.parse_date(typed, today=fields.Date.context_today(self))
        except ValueError as error:
            lang_date = self._parse_lang_date(typed)
            if lang_date:
                return lang_date
            raise ValidationError(
                self.env._(
                    "%s is no date. Type it like 1365/07/12 (Solar Hijri) or 1986-10-04 "
                    "(Gregorian).",
                    typed,
                )
            ) from error

    @api.model
    def _parse_lang_date(self, typed):
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        try:
            return datetime.strptime(persian.to_ascii_digits(typed), lang.date_format).date()
        except (ValueError, TypeError):
            return None
