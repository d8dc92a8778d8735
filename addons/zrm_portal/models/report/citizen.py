from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.zrm_base.tools import identity, persian
from odoo.addons.zrm_cases.domain import tracking_code


class ZrmCaseDraft(models.Model):
    """Who brings the report.

    A visitor proves nothing, so an existing file is taken only when what they
    typed fits it in two ways, and it is never changed. Whichever it is, they
    see, hear and can do the same afterwards.
    """

    _inherit = "zrm.case.draft"

    def _citizen_of(self, who):
        """The citizen's file for what was said in the step ``who``.

        :param dict who: values of :meth:`_read`
        :return: ``(partner, remark)``; no partner when anonymous; the remark is
            for staff alone, or empty
        """
        self.ensure_one()
        Partner = self.env["res.partner"]
        if who["bringer"] == "anonymous":
            return Partner, ""
        if self.user_id:
            return self._citizen_of_account(who), ""
        known = self._known_citizen(who)
        if known:
            has_other = who["national_id"] and not known.national_id
            return known, self._remark(who) if has_other else ""
        vals = {
            "name": who["name"],
            "phone": who["phone"],
            "email": who["email"],
            "lang": who["lang"],
            "preferred_channel": who["preferred_channel"],
            "is_citizen": True,
            "citizen_type": ("organization" if who["identity_type"] == "legal_id" else "person"),
        }
        is_taken = bool(self._holder(who))
        if who["national_id"] and not is_taken:
            vals.update(identity_type=who["identity_type"], identity_number=who["national_id"])
        # Two at the same moment with the same number: one runs again.
        return Partner._find_or_register(vals), self._remark(who) if is_taken else ""

    def _citizen_of_account(self, who):
        own = self.user_id.partner_id
        citizen = own
        if who["bringer"].startswith("person_"):
            citizen = own._represented_citizens().filtered(
                lambda partner: who["bringer"] == f"person_{partner.id}"
            )
        elif who["bringer"] == "organization":
            citizen = own._own_organization()
        elif who["preferred_channel"] and who["preferred_channel"] != own.preferred_channel:
            own.preferred_channel = who["preferred_channel"]
        if not citizen.is_citizen and not citizen.user_ids.filtered(lambda user: not user.share):
            citizen.is_citizen = True
        return citizen

    @api.model
    def _holder(self, who):
        """Whose file has the identity number that was given, archived or not."""
        Partner = self.env["res.partner"]
        if not who["national_id"]:
            return Partner
        return Partner.with_context(active_test=False).search(
            [
                ("identity_type", "=", who["identity_type"]),
                ("national_id", "=", who["national_id"]),
            ],
            limit=1,
        )

    def _known_citizen(self, who):
        """The file that what was typed fits: by identity number and telephone,
        or by telephone and name where no number speaks against it."""
        Partner = self.env["res.partner"]
        number = Partner._normalize_phone(who["phone"])
        same_phone = Partner.search(
            Domain("is_citizen", "=", True)
            & Domain("phone_sanitized", "=", number)
            & Domain("company_id", "in", [False, self.company_id.id]),
            limit=20,
        )
        holder = self._holder(who)
        found = holder & same_phone
        if not found and not holder:
            key = " ".join(persian.name_words(who["name"]))
            found = same_phone.filtered(
                lambda citizen: (
                    citizen.name_key == key and not (who["national_id"] and citizen.national_id)
                )
            )
        # News go to the address on file: to whoever typed another one, silence
        # would tell that there is a file.
        found = found.filtered(
            lambda citizen: (
                not who["email"] or citizen.email_normalized == email_normalize(who["email"])
            )
        )
        return found if len(found) == 1 else Partner

    def _remark(self, who):
        """For staff: a claimed number that was not taken over, masked."""
        return self.env._(
            "On the public page the identity number %(number)s was given, without a proof and not "
            "taken over into the file. Check who it is before you rely on it.",
            number=identity.mask(who["national_id"]),
        )

    @api.model
    def _digits_of(self, who):
        """The last four digits by which this visitor follows the case: of what
        they typed themselves, and of nothing on file."""
        numbers = [who.get("phone"), who.get("national_id")]
        digits = [tracking_code.clean(persian.to_ascii_digits(number or "")) for number in numbers]
        return [number[-4:] for number in digits if len(number) >= 4]
