from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from ...const import POSTAL_PROBLEMS
from ...tools import jalali, persian, phone, postal

# Free text of a citizen's file, normalized to Persian letters.
TEXT_FIELDS = ("name", "father_name", "street", "street2", "city", "function")
PHONE_FIELDS = ("phone", "landline")


class ResPartner(models.Model):
    """What people type into a citizen's file, brought into the form in which it is stored."""

    _name = "res.partner"
    _inherit = "res.partner"

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
