import secrets

from odoo import fields, models

from ...const import PIN_DIGITS


class ZrmCase(models.Model):
    """The PIN with which an anonymous reporter opens their case."""

    _inherit = "zrm.case"

    track_pin = fields.Char(
        string="Follow-up PIN",
        copy=False,
        groups=fields.NO_ACCESS,
        help="For anonymous reporters, who have no phone number to check.",
    )

    def _give_pin(self):
        """A PIN for an anonymous reporter, to be shown once.

        :return: four digits
        """
        self.ensure_one()
        pin = "".join(secrets.choice("0123456789") for _digit in range(PIN_DIGITS))
        # sudo: no user group can read the field.
        self._write_handling({"track_pin": pin})
        return pin
