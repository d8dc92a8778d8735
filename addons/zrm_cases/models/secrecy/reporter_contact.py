from odoo import api, fields, models
from odoo.tools import email_normalize
from odoo.tools.misc import hmac

from ...domain.contact import Contact


class ZrmCase(models.Model):
    """Where the reporter of a hidden case is reached, frozen with the case.

    Staff can write citizens' files. If a hidden case used them, whoever changes an
    address, a language or a wish could watch what the case does, and so learn whose it is
    (docs/decisions/0014).
    """

    _inherit = "zrm.case"

    reporter_contact = fields.Json(
        copy=False,
        groups=fields.NO_ACCESS,
        help="Name, addresses, language and preferred channel of a hidden reporter.",
    )

    @api.model
    def _contact_of(self, partner):
        """The contact of a citizen's file as it is now."""
        # sudo: the system reaches citizens whoever causes a notice.
        person = partner.sudo()
        return Contact(
            name=person.name or "",
            email=person.email_normalized or "",
            phone=person.phone_sanitized or "",
            lang=person.lang or "",
            channel=person.preferred_channel or "",
        )

    @api.model
    def _contact_given(self, given):
        """The contact that somebody stated with a report.

        :param dict given: ``name``, ``email``, ``phone``, ``lang``, ``preferred_channel``
        """
        return Contact(
            name=given.get("name") or "",
            email=email_normalize(given.get("email") or "") or "",
            phone=self.env["res.partner"]._normalize_phone(given.get("phone")),
            lang=given.get("lang") or "",
            channel=given.get("preferred_channel") or "",
        )

    def _recipient_contact(self, partner):
        """Where a notice of this case to this citizen goes.

        :param partner: empty for a hidden reporter
        """
        self.ensure_one()
        case = self.sudo()
        if case.is_reporter_hidden:
            return Contact.from_json(case.reporter_contact)
        return self._contact_of(partner)

    def _freeze_contact(self, contact):
        """Replaces the contact of a hidden case by the one given with the report itself."""
        self._write_handling({"reporter_contact": contact.as_json()})

    def _acknowledge_to_contact(self):
        """Has the registration confirmed where the frozen contact says, and only there:
        whether a file was found for the reporter must not show."""
        self.ensure_one()
        case = self.sudo()
        notices = case.notice_ids.filtered(lambda notice: notice.moment == "registered")
        if not case._own_recipients():
            notices.unlink()
        elif not notices:
            registered = case.event_ids.filtered(lambda event: event.kind == "registered")
            case.env["zrm.case.notice"]._queue(registered)

    def _text_lang(self):
        """The language of what is stored on the case for the citizen to read: theirs, but
        the organization's where it would describe a hidden reporter."""
        self.ensure_one()
        case = self.sudo()
        if case.is_reporter_hidden:
            return case.company_id.partner_id.lang or self.env.lang
        return case.partner_id.lang or self.env["res.company"]._zrm_citizen_lang()

    @api.model
    def _hidden_vals(self, partner_id=False, contact=None):
        """Values that take a citizen off a case and keep them hidden."""
        partner = self.env["res.partner"].browse(partner_id or [])
        contact = contact or self._contact_of(partner)
        return {
            "is_reporter_hidden": True,
            "reporter_id": partner.id,
            "partner_id": False,
            "reporter_contact": contact.as_json(),
        }

    @api.model
    def _digest(self, reference):
        """How a hidden case has its external reference: it is found again by the same one,
        which itself would lead to the sender of the letter or mail. With the key of this
        installation, so that nobody can try references."""
        return hmac(self.env(su=True), "zrm.reference", reference)

    @api.model
    def _will_hide(self, vals):
        """Whether a case with these values of intake hides its reporter."""
        subject = self.env["zrm.subject"].browse(vals["subject_id"])
        return bool(vals.get("is_reporter_hidden") or subject._cached("hides_reporter"))

    @api.model
    def _hidden_reporter_vals(self, citizen):
        """Values for a hidden reporter that is stated with a report.

        No file is made for them: it would appear at the moment of the case.

        :param dict citizen: values of a citizen
        """
        number, Partner = citizen.get("identity_number"), self.env["res.partner"]
        known = Partner
        if number:
            # sudo: finds the file only; nothing of it is shown.
            wanted = Partner._identity_vals(number, citizen.get("identity_type"))
            known = Partner.sudo().search([(name, "=", wanted[name]) for name in wanted], limit=1)
        return {"partner_id": known.id, "contact": self._contact_given(citizen)}

    @api.model
    def _handling_fields(self):
        return super()._handling_fields() | {"reporter_contact"}
