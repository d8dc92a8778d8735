import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, hmac

from ...tools import persian

VALID = timedelta(minutes=10)
HOUR = 3600
# Per citizen and hour.
CODES, TRIES = 5, 10


class ZrmContactCode(models.Model):
    """A code that was sent to an address, to prove that it is the citizen's own.

    Stored as a hash, for ten minutes.
    """

    _name = "zrm.contact.code"
    _description = "Code to Confirm an Address"
    _allow_sudo_commands = False
    _log_access = False

    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    kind = fields.Selection([("email", "E-mail"), ("phone", "Phone")], required=True)
    value = fields.Char(required=True, help="The address, in normal form.")
    digest = fields.Char(required=True)
    expires_at = fields.Datetime(required=True, index=True)

    @api.model
    def _issue(self, partner, kind, value):
        """A new code for an address; earlier ones are void.

        :return: six digits
        """
        self.search([("partner_id", "=", partner.id), ("kind", "=", kind)]).unlink()
        code = f"{secrets.randbelow(10**6):06d}"
        self.create(
            {
                "partner_id": partner.id,
                "kind": kind,
                "value": value,
                "digest": self._digest(partner, kind, value, code),
                "expires_at": fields.Datetime.now() + VALID,
            }
        )
        return code

    @api.model
    def _is_right(self, partner, kind, value, code):
        """Whether this code was sent to this address; it serves once."""
        domain = [("partner_id", "=", partner.id), ("kind", "=", kind), ("value", "=", value)]
        row = self.search([*domain, ("expires_at", ">", fields.Datetime.now())], limit=1)
        right = consteq(row.digest or "-", self._digest(partner, kind, value, code))
        if right:
            row.unlink()
        return right

    @api.model
    def _digest(self, partner, kind, value, code):
        # sudo: the installation's secret; it stays here.
        return hmac(self.sudo().env, "zrm.contact.code", (partner.id, kind, value, code))

    @api.autovacuum
    def _gc_expired(self):
        self.search([("expires_at", "<", fields.Datetime.now())]).unlink()


class ResPartner(models.Model):
    """Citizens prove their own addresses in the portal."""

    _inherit = "res.partner"

    def _send_contact_code(self, kind):
        """Sends a code to the address that this citizen claims.

        :param str kind: ``email`` or ``phone``
        :raise UserError: says why not
        """
        own = self._own_claim(kind)
        self._check_attempts("contact.code", CODES)
        value = own[f"claimed_{kind}"]
        code = self.env["zrm.contact.code"].sudo()._issue(own, kind, value)
        text = self.env._(
            "Your code for %(organization)s is %(code)s. It is valid for ten minutes. If you did "
            "not ask for it, do nothing.",
            organization=self.env.company.name,
            code=code,
        )
        if kind == "email":
            own._queue_mail(value, self.env._("Confirm your e-mail address"), text)
        elif not own._send_text(value, text):
            raise UserError(self.env._("Text messages cannot be sent at present."))

    def _confirm_contact(self, kind, typed):
        """Takes the claim off an address whose code was typed.

        :raise UserError: when the code is wrong or too old
        """
        own = self._own_claim(kind)
        self._check_attempts("contact.try", TRIES)
        code = "".join(filter(str.isdigit, persian.to_ascii_digits(typed or "")))
        Code = self.env["zrm.contact.code"].sudo()
        if not Code._is_right(own, kind, own[f"claimed_{kind}"], code):
            raise UserError(
                self.env._("This is not the code, or it is too old. Have a new one sent to you.")
            )
        own._accept_claim(kind)

    def _own_claim(self, kind):
        """The citizen's own file, as superuser.

        :raise UserError: when it is another one, or there is nothing to confirm
        """
        self.ensure_one()
        if self != self.env.user.partner_id or kind not in ("email", "phone"):
            raise UserError(self.env._("You can confirm addresses of your own file only."))
        # sudo: portal users cannot write partners; this is their own file.
        own = self.sudo()
        if not own._is_claimed(kind):
            raise UserError(self.env._("This address is confirmed already."))
        return own

    def _check_attempts(self, kind, limit):
        if not self.env["zrm.throttle"]._allow(kind, str(self.id), limit, HOUR):
            raise UserError(self.env._("That was often in a short time; please go on in an hour."))
