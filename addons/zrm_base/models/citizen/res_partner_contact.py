from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...const import PROOFS

CLAIMS = {
    *("claimed_email", "claimed_phone", "claimed_at", "claimed_by"),
    *("proved_email", "proved_phone"),
}
# Changes of these by staff are logged and told to the old address.
LOGGED = ("email", "phone", "landline")


class ResPartner(models.Model):
    """Addresses that are claims until they are proved, and the log of their changes.

    What a citizen enters, or a mail or text message brings, names an address without
    proving that it is theirs: it finds no file, routes nothing, and receives only what
    concerns cases registered since. A code that was sent there proves it. See
    docs/decisions/0014.
    """

    _inherit = "res.partner"

    claimed_email = fields.Char(copy=False, groups=fields.NO_ACCESS)
    claimed_phone = fields.Char(copy=False, groups=fields.NO_ACCESS)
    claimed_at = fields.Datetime(
        copy=False,
        groups=fields.NO_ACCESS,
        help="Unproved addresses receive nothing about cases registered before.",
    )
    claimed_by = fields.Selection(
        [("citizen", "The citizen"), ("mail", "An e-mail"), ("sms", "A text message")],
        copy=False,
        groups=fields.NO_ACCESS,
    )

    # In normal form, while a claim stands in their place.
    proved_email = fields.Char(string="Former Proved E-mail", copy=False, groups=fields.NO_ACCESS)
    proved_phone = fields.Char(string="Former Proved Phone", copy=False, groups=fields.NO_ACCESS)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        return super().default_get([name for name in fields if name not in CLAIMS])

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_claims(vals_list)
        if self._by_citizens():
            vals_list = [
                {**self._claims(vals), **vals} if vals.get("is_citizen") else vals
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_claims([vals])
        if not {*LOGGED, "is_citizen"} & vals.keys():
            return super().write(vals)
        if self._by_citizens():
            result = True
            for partner in self:
                result = super(ResPartner, partner).write(partner._with_claims(vals))
            return result
        citizens = self.filtered("is_citizen") if not self.env.su else self.browse()
        before = {citizen: citizen._contact_data() for citizen in citizens}
        result = super().write(vals)
        for citizen, old in before.items():
            citizen._log_contact_change(old)
        return result

    def _refuse_claims(self, vals_list):
        """Only the system says what is a claim."""
        if not self.env.su and any(CLAIMS & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("Whether an address is proved is not for staff to say."))

    @api.model
    def _by_citizens(self):
        """Whether a visitor or portal user writes, through one of our pages or core's."""
        return self.env.su and self.env.user.share

    def _with_claims(self, vals):
        """What a citizen entered, with changed addresses marked as claims."""
        self.ensure_one()
        becomes = not self.is_citizen
        if becomes and not vals.get("is_citizen"):
            return vals
        now = {name: vals.get(name, self[name] if becomes else None) for name in PROOFS}
        return {**vals, **self._new_claims(now, becomes)}

    def _new_claims(self, vals, all_of_them):
        """The claims in these values; those that are on file already only if asked for."""
        claims = self._claims(vals)
        for name, normal in PROOFS.items():
            if not all_of_them and claims.get(f"claimed_{name}") == self[normal]:
                claims.pop(f"claimed_{name}", None)
            elif f"claimed_{name}" in claims and not all_of_them and not self._is_claimed(name):
                claims[f"proved_{name}"] = self[normal]
        return claims if {"claimed_email", "claimed_phone"} & claims.keys() else {}

    # ------------------------------------------------------------------
    # Claims
    # ------------------------------------------------------------------

    @api.model
    def _claims(self, vals, by="citizen"):
        """The values that mark the addresses in these values as claims."""
        claims = {}
        if email := email_normalize(vals.get("email") or ""):
            claims["claimed_email"] = email
        if number := self._normalize_phone(vals.get("phone")):
            claims["claimed_phone"] = number
        if claims:
            # The transaction's time, as of a case that is registered in it.
            now = self.env.cr.now().replace(microsecond=0)
            claims.update(claimed_at=now, claimed_by=by)
        return claims

    def _is_claimed(self, kind):
        """Whether the address on file is a claim.

        :param str kind: ``email`` or ``phone``
        """
        self.ensure_one()
        # sudo: used by code that decides what is sent, never shown.
        own = self.sudo()
        return bool(own[f"claimed_{kind}"]) and own[f"claimed_{kind}"] == own[PROOFS[kind]]

    def _accept_claim(self, kind):
        """Takes the claim off an address that proved to be the citizen's own. Call it as
        superuser."""
        self.ensure_one()
        vals = {f"claimed_{kind}": False, f"proved_{kind}": False}
        other = "phone" if kind == "email" else "email"
        if not self._is_claimed(other):
            vals.update(claimed_at=False, claimed_by=False)
            vals.update({f"claimed_{other}": False, f"proved_{other}": False})
        self.write(vals)

    def _trusted_email(self):
        """The e-mail address in normal form, if it is proved."""
        return False if self._is_claimed("email") else self.sudo().email_normalized

    def _trusted_phone(self):
        """The phone number in normal form, if it is proved."""
        return False if self._is_claimed("phone") else self.sudo().phone_sanitized

    def _is_told_about(self, kind, registered_at):
        """Whether the address on file may receive what concerns a case.

        :param str kind: ``email`` or ``phone``
        :param registered_at: when the case was registered
        """
        self.ensure_one()
        if not self._is_claimed(kind):
            return True
        since = self.sudo().claimed_at
        return bool(since and registered_at) and registered_at >= since

    @api.model
    def _proved_domain(self, kind, value):
        """The citizens to whom a sender of this address belongs: those whose address is
        proved, and files that began with a message from it.

        :param str kind: ``email`` or ``phone``
        :param str value: in normal form
        """
        by = "mail" if kind == "email" else "sms"
        return (
            Domain("is_citizen", "=", True)
            & Domain(PROOFS[kind], "=", value)
            & (Domain(f"claimed_{kind}", "!=", value) | Domain("claimed_by", "=", by))
        )

    # ------------------------------------------------------------------
    # The log
    # ------------------------------------------------------------------

    def _contact_data(self):
        self.ensure_one()
        # sudo: the landline is for operators; contact managers change files, too.
        own = self.sudo()
        data = {name: own[name] or "" for name in LOGGED}
        return {**data, "mobile": own.phone_sanitized or "", "address": own.email_normalized or ""}

    def _log_contact_change(self, old):
        """Logs a change by staff, with the old values, and tells it to the old addresses."""
        self.ensure_one()
        new = self._contact_data()
        changed = [name for name in LOGGED if old[name] != new[name]]
        if not changed:
            return
        labels = {name: self._fields[name]._description_string(self.env) for name in changed}
        detail = "; ".join(f"{labels[name]}: {old[name]} → {new[name]}" for name in changed)
        self.env["zrm.access.log"]._log("contact", self, detail=detail)
        # Whoever had nothing on file is told nothing.
        if any(old[name] for name in changed):
            phone = old["mobile"] if "phone" in changed else False
            self.sudo()._tell_contact_change(old["address"], phone)

    def _tell_contact_change(self, email=False, phone=False):
        """Tells the addresses that counted until now. Call it as superuser.

        :param email: in normal form, or nothing
        :param phone: in normal form, or nothing
        """
        own = self.with_context(lang=self.lang or self.env.company.partner_id.lang)
        if email:
            own._mail_contact_change(email)
        if phone:
            own._send_text(phone, own._contact_change_text())

    def _contact_change_text(self):
        return self.env._(
            "Contact data in your file at %s was changed by our staff. If you did not ask for it, "
            "please tell us at once.",
            self.env.company.name,
        )

    def _mail_contact_change(self, address):
        """Puts the message into the mail queue."""
        self._queue_mail(
            address, self.env._("Your contact data was changed"), self._contact_change_text()
        )

    def _queue_mail(self, address, subject, text):
        """A plain mail of the organization, in Odoo's queue. Call it as superuser."""
        body = self.env["ir.qweb"]._render("zrm_base.contact_mail", {"text": text})
        self.env["mail.mail"].create(
            {
                "email_to": address,
                "subject": subject,
                "body_html": body,
                "email_from": self.env.company.email_formatted or self.env.user.email_formatted,
                "author_id": self.env.company.partner_id.id,
                "auto_delete": True,
                "headers": repr({"Auto-Submitted": "auto-generated"}),
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _send_text(self, number, text):
        """Hook: sends a text message.

        :return: whether there is a way to send one
        """
        return False
