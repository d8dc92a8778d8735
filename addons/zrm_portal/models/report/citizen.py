from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.zrm_base.tools import identity, persian
from odoo.addons.zrm_cases.domain import tracking_code


class ZrmCaseDraft(models.Model):
    """Finds the citizen of a report.

    A visitor is not authenticated, so an existing file is used only when two of the given
    data match it, and it is never changed. The visitor cannot notice whether a file was
    found.
    """

    _inherit = "zrm.case.draft"

    def _citizen_of(self, who):
        """The citizen's file for the data of the step ``who``.

        :param dict who: values of :meth:`_read`
        :return: ``(partner, remark)``; no partner when anonymous; the remark, possibly
            empty, is for staff only
        """
        self.ensure_one()
        Partner = self.env["res.partner"]
        if who["bringer"] == "anonymous":
            return Partner, ""
        if self.subject_id._cached("hides_reporter"):
            # Nothing is written to any file: it would show at the moment of the case.
            return self.user_id.partner_id or self._known_citizen(who), ""
        if self.user_id:
            return self._citizen_of_account(who), ""
        return self._citizen_of_visitor(who)

    def _citizen_of_visitor(self, who):
        """As :meth:`_citizen_of`. A file is made in any case, and given up again where one was
        found: else the time that it takes would tell whether the data fit a file."""
        Partner = self.env["res.partner"]
        holder, known = self._holder(who), self._known_citizen(who)
        vals = {
            "name": who["name"],
            "phone": who["phone"],
            "email": who["email"],
            "lang": who["lang"],
            "preferred_channel": who["preferred_channel"],
            "is_citizen": True,
            "citizen_type": ("organization" if who["identity_type"] == "legal_id" else "person"),
            # Stated here, since the report is sent as superuser (see _as_system).
            **Partner._claims({"email": who["email"], "phone": who["phone"]}),
        }
        if holder:
            # As is searched where a number is registered.
            self._holder(who)
            Partner._numbered_anywhere([who["national_id"]])
        elif who["national_id"]:
            vals.update(identity_type=who["identity_type"], identity_number=who["national_id"])
        is_unproved = not known.national_id if known else bool(holder)
        remark = self._remark(who) if who["national_id"] and is_unproved else ""
        with self.env.cr.savepoint() as savepoint:
            # Two transactions with the same number: one is repeated.
            citizen = Partner._find_or_register(vals)
            if known:
                savepoint.rollback()
        # What comes next reads either file anew.
        self.env.invalidate_all()
        return known or citizen, remark

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

    def _holder(self, who):
        """The company's file with the given identity number, archived or not."""
        Partner = self.env["res.partner"]
        if not who["national_id"]:
            return Partner
        return Partner.with_context(active_test=False).search(
            Domain("identity_type", "=", who["identity_type"])
            & Domain("national_id", "=", who["national_id"])
            & Partner._company_files(self.company_id),
            limit=1,
        )

    def _known_citizen(self, who):
        """The file that matches: by identity number and phone, or by phone and name without
        a conflicting number."""
        Partner = self.env["res.partner"]
        number = Partner._normalize_phone(who["phone"])
        # All that is compared is read at once, also where nobody is found: that takes as long.
        same_phone = Partner.search_fetch(
            Domain("is_citizen", "=", True)
            & Domain("phone_sanitized", "=", number)
            & Partner._company_files(self.company_id),
            ["name_key", "national_id", "email_normalized", "claimed_phone"],
            limit=20,
        )
        # Of numbers that nobody has proved only who gives all the same addresses again: else
        # whoever reported in somebody's name before, with an address of their own, would get
        # the code of a later report.
        email = email_normalize(who["email"] or "") or False
        same_phone = same_phone.filtered(
            lambda citizen: (
                citizen.claimed_phone != number or (citizen.email_normalized or False) == email
            )
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
        # Notices go to the address on file, so a different given one would receive none,
        # which would reveal that a file exists.
        found = found.filtered(
            lambda citizen: (
                not who["email"] or citizen.email_normalized == email_normalize(who["email"])
            )
        )
        return found if len(found) == 1 else Partner

    def _remark(self, who):
        """A remark for staff: a given number that was not stored, masked."""
        return self.env._(
            "On the public page the identity number %(number)s was given, without a proof and not "
            "taken over into the file. Check who it is before you rely on it.",
            number=identity.mask(who["national_id"]),
        )

    @api.model
    def _digits_of(self, who):
        """The last four digits for tracking the case, from the visitor's own input, not
        from the file."""
        numbers = [who.get("phone"), who.get("national_id")]
        digits = [tracking_code.clean(persian.to_ascii_digits(number or "")) for number in numbers]
        return [number[-4:] for number in digits if len(number) >= 4]
