from odoo import models
from odoo.exceptions import ValidationError

from ...const import CONTACT_FIELDS

# Fields whose correction citizens may request.
IDENTITY_FIELDS = ("name", "father_name", "birth_date_text", "gender", "identity_number")


# Maximum length of an input.
MAX_TYPED = 300
MAX_NOTE = 2000


def typed(form, name):
    """Cleans an input: text without control characters, cut to the maximum length."""
    value = form.get(name)
    if not isinstance(value, str):
        return ""
    value = "".join(sign for sign in value if sign.isprintable() or sign in "\n\u200c")
    return value.strip()[: MAX_NOTE if name == "note" else MAX_TYPED]


class ResPartner(models.Model):
    """Actions of citizens on their own file in the portal."""

    _inherit = "res.partner"

    def _update_own_contact(self, form):
        """Writes the contact data that a citizen sent for their own file.

        :param dict form: any subset of :data:`CONTACT_FIELDS`; the rest is ignored
        :raise ValidationError: says in the citizen's language what is wrong
        """
        self.ensure_one()
        if self != self.env.user.partner_id:
            raise ValidationError(self.env._("You can change your own file only."))
        vals = {name: typed(form, name) or False for name in CONTACT_FIELDS if name in form}
        if "region_id" in vals:
            region = (
                self.env["zrm.region"]
                .sudo()
                .browse(int(vals["region_id"]) if str(vals["region_id"] or "").isdigit() else [])
            )
            vals["region_id"] = region.exists().id
        if "lang" in vals:
            installed = {code for code, _name in self.env["res.lang"].get_installed()}
            if vals["lang"] not in installed:
                vals.pop("lang")
        if "email" in vals and not vals["email"]:
            raise ValidationError(self.env._("An e-mail address is needed for your account."))
        # sudo: portal users cannot write partners; this is their own file, and only the
        # fields above.
        self.sudo().write(vals)

    def _request_identity_correction(self, form, attachments=()):
        """Files a citizen's request to correct their identity data.

        :param dict form: any subset of :data:`IDENTITY_FIELDS`, and ``note``
        :param attachments: ``(file name, bytes)`` of documents
        :return: the request
        :raise ValidationError: says in the citizen's language what is wrong
        """
        self.ensure_one()
        if self != self.env.user.partner_id or not self.is_citizen:
            raise ValidationError(self.env._("You can ask for corrections of your own file only."))
        asked = {name: typed(form, name) for name in (*IDENTITY_FIELDS, "note")}
        # sudo: portal users cannot read identity fields; this is their own file.
        own = self.sudo()
        vals = {"partner_id": self.id, "note": asked["note"]}
        if asked["name"] and asked["name"] != own.name:
            vals["name"] = asked["name"]
        if asked["father_name"] and asked["father_name"] != own.father_name:
            vals["father_name"] = asked["father_name"]
        if asked["birth_date_text"]:
            birth_date = self._parse_date(asked["birth_date_text"])
            if birth_date != own.birth_date:
                vals["birth_date"] = birth_date
        genders = dict(own._fields["gender"].selection)
        if asked["gender"] in genders and asked["gender"] != own.gender:
            vals["gender"] = asked["gender"]
        if asked["identity_number"]:
            wanted = self._identity_vals(asked["identity_number"])
            if wanted["national_id"] != own.national_id:
                vals.update(wanted)
        Correction = self.env["zrm.identity.correction"].sudo()
        if Correction.search_count([("partner_id", "=", self.id), ("state", "=", "requested")]):
            raise ValidationError(
                self.env._("Your earlier request waits for a decision; please await that first.")
            )
        request = Correction.create(vals)
        for name, content in attachments:
            self.env["ir.attachment"].sudo().create(
                {
                    "name": name,
                    "raw": content,
                    "res_model": request._name,
                    "res_id": request.id,
                }
            )
        return request
