from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.orm.models import NO_ACCESS

from ...const import IDENTITY_PROBLEMS, IDENTITY_TYPES, UNMASK
from ...tools import identity


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
            # A list of candidates would allow finding a masked number by bisection.
            raise AccessError(self.env._("Identity numbers are looked up one at a time."))
        if any(not item for item in values):
            return Domain("national_id", "=", False)
        plain = {
            identity.normalize_identity(kind, item)
            for item in values
            for kind in identity.guess_type(item)
        }
        # sudo: looks up ids only; the enclosing search applies the user's rules.
        found = (
            self.sudo()
            .with_context(active_test=False)
            ._search([("national_id", "in", list(plain))])
        )
        return Domain("id", "in", found)

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
