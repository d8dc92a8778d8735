from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.orm.models import NO_ACCESS
from odoo.tools import SQL

from ...const import IDENTITY_PROBLEMS, IDENTITY_TYPES, UNMASK
from ...one_number import asked_by_users
from ...tools import identity, persian, phone

# Window in which look-ups are counted, in seconds.
HOUR = 3600
# How many different numbers a user looks up in it, unless the settings say otherwise.
LOOKUPS = 60
# Nearly every phone number could be a foreigner's ID as well; operators type many.
PHONES_PER_LOOKUP = 10
# Those who may go beyond: they can have the numbers anyway, or set up everything.
UNLIMITED = "zrm_base.group_confidential,zrm_base.group_administrator"


class ZrmIdentityMixin(models.AbstractModel):
    """An identity number that is stored plain and shown masked.

    ``national_id`` holds the plain form (see :mod:`..tools.identity`) and cannot be read by
    users, only by code with ``sudo()`` after its own check. ``identity_number`` is the public
    field: users may enter it, search by the complete number, and see its last digits.
    """

    _name = "zrm.identity.mixin"
    _description = "Masked Identity Number"

    identity_type = fields.Selection(
        IDENTITY_TYPES,
        copy=False,
        groups="zrm_base.group_operator",
    )
    national_id = fields.Char(
        string="Identity Number (plain)",
        copy=False,
        groups=NO_ACCESS,
        help="Plain digits (letters for passports); reachable through a logged reveal only.",
    )
    identity_number = fields.Char(
        compute="_compute_identity_number",
        inverse="_inverse_identity_number",
        search="_search_identity_number",
        compute_sudo=True,
        copy=False,
        groups="zrm_base.group_operator",
        help="National ID, legal ID of an organization, foreigner's ID or passport number.",
    )

    @api.model
    def default_get(self, fields):
        """A number is typed, never a default of the request or of a user."""
        return super().default_get([name for name in fields if name != "national_id"])

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._discard_typed_numbers()
        return records

    def write(self, vals):
        if vals.get("identity_type") and not {"identity_number", "national_id"} & vals.keys():
            # The stored number must be valid for the new type, too.
            for record in self.sudo():
                if record.national_id:
                    self._identity_vals(record.national_id, vals["identity_type"])
                    if record.identity_type != vals["identity_type"] and not self.env.su:
                        raise ValidationError(
                            self.env._("Type the identity number again together with its type.")
                        )
        result = super().write(vals)
        if "identity_number" in vals:
            self._discard_typed_numbers()
        return result

    def _discard_typed_numbers(self):
        """Show the masked number from now on, not the input."""
        self.invalidate_recordset(["identity_number"], flush=False)

    @api.depends("national_id")
    @api.depends_context("zrm_unmask")
    def _compute_identity_number(self):
        unmask = self.env.context.get("zrm_unmask") is UNMASK
        for record in self:
            plain = record.national_id
            record.identity_number = (plain if unmask else identity.mask(plain)) or False

    def _inverse_identity_number(self):
        for record in self:
            typed = record.identity_number or ""
            if "•" in typed:
                continue  # a form sent the mask back: no new number
            # The error about a number on file would tell whose it is.
            self._count_lookup(typed)
            # sudo: users cannot access the plain field, but may enter a number.
            record.sudo().write(record._identity_vals(typed, record.sudo().identity_type))

    def _search_identity_number(self, operator, value):
        """Searches by the complete number only, so that it cannot be guessed digit by
        digit."""
        if operator not in ("in", "ilike", "=ilike", "like", "=like"):
            return NotImplemented
        # Odoo does not check access when searching fields without a column.
        self._check_field_access(self._fields["identity_number"], "read")
        values = list(value) if operator == "in" else [value]
        if len(values) > 1 and not self.env.su:
            raise AccessError(self.env._("Identity numbers are looked up one at a time."))
        self._check_one_number(asked_by_users())
        if any(not item for item in values):
            return Domain("national_id", "=", False)
        for item in values:
            self._count_lookup(item)
        plain = {
            identity.normalize_identity(kind, item)
            for item in values
            for kind in identity.guess_type(item)
        }
        return self._numbered_domain(plain)

    @api.model
    def _numbered_domain(self, plain):
        """The records with one of these plain numbers. No search of its own: the enclosing
        one applies the user's rules."""
        if not plain:
            return Domain.FALSE
        # sudo: the column that no user reads; what comes out is who has this number.
        self.sudo().flush_model(["national_id"])
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                # Not null, so that the opposite finds those without a number.
                "(%(column)s IS NOT NULL AND %(column)s IN %(plain)s)",
                column=SQL.identifier(alias, "national_id"),
                plain=tuple(plain),
            )
        )

    @api.model
    def _check_one_number(self, texts):
        """:raise AccessError: when more than one of these texts is an identity number"""
        if len({text for text in texts if self._is_number(text)}) > 1:
            raise AccessError(self.env._("Identity numbers are looked up one at a time."))

    @api.model
    def _is_number(self, text):
        """Whether a text may be an identity number; a name in Latin letters reads like a
        passport number without digits."""
        is_text = isinstance(text, str) and any(sign.isdigit() for sign in text)
        return is_text and bool(identity.guess_type(text))

    @api.model
    def _count_lookup(self, typed):
        """Counts a look-up by identity number, and refuses it beyond the limit of an hour.

        :param str typed: the number as typed
        :raise AccessError: beyond the limit (setting ``zrm_base.identity_lookups``)
        """
        if self.env.su or not self._is_number(typed):
            return
        kinds = identity.guess_type(typed)
        # One in ten mobile numbers has a legal ID's check digit, but none of those begins with 0.
        is_legal = "legal_id" in kinds and not persian.to_ascii_digits(typed).startswith("0")
        is_certain = is_legal or "national_id" in kinds
        is_phone = not is_certain and self.env["res.partner"]._normalize_phone(typed)
        kind = "identity.phone" if is_phone else "identity.number"
        plain = identity.normalize_identity(kinds[0], typed)
        throttle = self.env["zrm.throttle"]
        limit = self._lookup_limit() * (PHONES_PER_LOOKUP if is_phone else 1)
        count, is_new = throttle._count_once(kind, str(self.env.uid), plain, HOUR, limit)
        if 0 < count <= limit:
            return
        # Logged at each further multiple, not for each of them.
        if is_new and (count - 1) % limit == 0:
            self.env["zrm.access.log"]._log_lookups(count)
        if not self.env.user.has_groups(UNLIMITED):
            raise AccessError(
                self.env._(
                    "You have looked up %s different identity numbers within an hour; more are "
                    "not possible and oversight is informed. Go on in an hour, or ask a "
                    "confidential member or an administrator, who may import longer lists.",
                    limit,
                )
            )

    @api.model
    def _lookup_limit(self):
        # sudo: a setting.
        parameters = self.env["ir.config_parameter"].sudo()
        limit = parameters.get_param("zrm_base.identity_lookups") or ""
        return int(limit) if limit.isdigit() and int(limit) else LOOKUPS

    @api.onchange("identity_number", "identity_type")
    def _onchange_identity_number(self):
        typed = self.identity_number or ""
        if not typed or "•" in typed:
            return None
        if not self.identity_type:
            self.identity_type = identity.likely_type(typed)
        try:
            identity.normalize_identity(self.identity_type, typed)
            return None
        except identity.IdentityError as error:
            message = self.env._(IDENTITY_PROBLEMS[error.reason])
        return {"warning": {"title": self.env._("Identity number"), "message": message}}

    @api.model
    def _identity_vals(self, typed, identity_type=False):
        """The values to store for an identity number as it was typed.

        :param str typed: digits of any script, with or without separators
        :param str identity_type: one of the four kinds, or false to guess it
        :return: ``{'identity_type', 'national_id'}``
        :raise ValidationError: says what is wrong with the number
        """
        if not typed:
            return {"identity_type": False, "national_id": False}
        if not identity_type and phone.has_phone_shape(typed):
            raise ValidationError(
                self.env._(
                    "%s looks like a phone number. Enter it as the phone; if it is an identity "
                    "number, choose of which kind.",
                    typed,
                )
            )
        kind = identity_type or identity.likely_type(typed)
        try:
            return {
                "identity_type": kind,
                "national_id": identity.normalize_identity(kind, typed),
            }
        except identity.IdentityError as error:
            raise ValidationError(
                self.env._(
                    "The identity number %(number)s cannot be right. %(problem)s",
                    number=typed,
                    problem=self.env._(IDENTITY_PROBLEMS[error.reason]),
                )
            ) from error
