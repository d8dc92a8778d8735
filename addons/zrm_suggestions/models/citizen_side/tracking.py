from odoo import api, fields, models
from odoo.tools import consteq

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.const import PIN_DIGITS
from odoo.addons.zrm_cases.domain import tracking_code
from odoo.addons.zrm_portal.models.case.tracking import NOBODY, PROOFS, SENT_CODE


class ZrmSuggestion(models.Model):
    """Following a suggestion by its tracking code and a proof that its author knows, as a case
    is followed. The code alone does not open it."""

    _inherit = "zrm.suggestion"

    track_digits = fields.Char(
        copy=False,
        groups=fields.NO_ACCESS,
        help="The last digits of what a visitor typed; only these open what was handed in "
        "without an account.",
    )

    @api.model
    def _handling_fields(self):
        return super()._handling_fields() | {"track_digits"}

    @api.model
    def _by_tracking_code(self, code):
        number = tracking_code.clean(persian.to_ascii_digits(code or ""))
        # A draft of staff has no number; nothing finds it here.
        wanted = [("number", "=", number), ("number", "!=", False)]
        # sudo: access is decided by the proof.
        return self.sudo().search(wanted, limit=1) if number else self.sudo().browse()

    @api.model
    def _find_for_tracking(self, code, proof):
        """The suggestion of a code, if the proof is right; does the same work whether the code
        exists or not. The caller throttles attempts.

        :param str code: as typed
        :param str proof: the last four digits of the first author's phone or identity number,
            or a code sent by :meth:`_send_tracking_code`
        :return: one suggestion or empty, as superuser
        """
        found = self._by_tracking_code(code)
        typed = persian.to_ascii_digits(proof or "").strip()
        is_sent = bool(SENT_CODE.fullmatch(typed)) and self._is_sent_code(found, typed)
        is_proof = len(typed) == PIN_DIGITS and typed.isascii() and typed.isdigit()
        typed = typed if is_proof else "x" * PIN_DIGITS
        known = (found or self.sudo().search([("number", "!=", False)], limit=1))._proofs()
        matches = [consteq(typed, proof) for proof in known]
        return found if found and (any(matches) or is_sent) else self.browse()

    def _proofs(self):
        """The accepted proofs; always equally many."""
        own = self.sudo()
        if own.case_id:
            # The citizen goes on with what opens the case.
            return own.case_id._proofs()
        if own.track_digits:
            return [*own.track_digits.split(), *[NOBODY] * PROOFS][:PROOFS]
        author = own._first_author()
        numbers = [
            author.phone_sanitized,
            author.landline_sanitized,
            author.national_id,
            author.phone,
        ]
        digits = [tracking_code.clean(persian.to_ascii_digits(number or "")) for number in numbers]
        known = [number[-PIN_DIGITS:] if len(number) >= PIN_DIGITS else NOBODY for number in digits]
        return [*known, *[NOBODY] * PROOFS][:PROOFS]

    def _first_author(self):
        """The partner of the first author, as superuser; empty without any."""
        authors = self.sudo().author_ids
        return (authors.filtered("is_first") or authors[:1])[:1].partner_id

    # ------------------------------------------------------------------
    # A code that is sent
    # ------------------------------------------------------------------

    @api.model
    def _addresses_for_codes(self, suggestion, partner):
        """Proved addresses, and those that were given with this suggestion."""
        since = suggestion._author_since(partner) if suggestion else False
        return (
            ("phone", partner._is_told_about("phone", since) and partner.phone_sanitized),
            ("email", partner._is_told_about("email", since) and partner.email_normalized),
        )

    @api.model
    def _is_sent_code(self, suggestion, typed):
        partner = suggestion._first_author() or self.env.company.partner_id.sudo()
        Code = self.env["zrm.contact.code"].sudo()
        tests = [
            Code._is_right(partner, kind, f"{suggestion.number or ''} {value}", typed)
            for kind, value in self._addresses_for_codes(suggestion, partner)
        ]
        return any(tests) and bool(suggestion)

    @api.model
    def _send_tracking_code(self, code):
        """Sends a code that opens a suggestion to its first author, for ten minutes; does the
        same work where there is no such suggestion or nobody to reach."""
        suggestion = self._by_tracking_code(code)
        author = suggestion._first_author()
        is_reached = (
            any(value for _kind, value in self._addresses_for_codes(suggestion, author))
            if author
            else False
        )
        who = author if is_reached else self.env.company.partner_id.sudo()
        Case = self.env["zrm.case"].sudo()
        with self.env.cr.savepoint() as savepoint:
            for kind, value in self._addresses_for_codes(suggestion, who):
                if value and Case._send_code_to(who, kind, value, suggestion.number or ""):
                    break
            if not is_reached:
                savepoint.rollback()

    def _belongs_to(self, user):
        """Whether the signed-in citizen, or somebody they act for, is among the authors."""
        self.ensure_one()
        return bool(self.sudo().author_ids.partner_id & user.partner_id._acts_as())

    @api.model
    def _domain_of_citizen(self, user):
        """Domain of a signed-in citizen's suggestions; search it as superuser."""
        return fields.Domain("author_ids.partner_id", "in", user.partner_id._acts_as().ids)

    @api.model
    def _handed_in(self):
        """Domain of what has a tracking code; a draft of staff has none yet."""
        return fields.Domain("number", "!=", False)
