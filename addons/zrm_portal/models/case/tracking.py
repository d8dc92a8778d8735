import re

from odoo import api, fields, models
from odoo.tools import consteq

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.const import PIN_DIGITS
from odoo.addons.zrm_cases.domain import tracking_code

# Dummy values, so that an unknown code takes the same time.
NOBODY = "----"
# One secret number, four of the file, and former ones of merged files.
FORMER = 4
SENT_CODE = re.compile("[0-9]{6}")
PROOFS = 5 + FORMER


class ZrmCase(models.Model):
    """Access to a case by tracking code and a proof known to the citizen. The code alone
    does not open the case."""

    _inherit = "zrm.case"

    track_digits = fields.Char(
        string="Follow-up Digits",
        copy=False,
        groups=fields.NO_ACCESS,
        help="For reports without an account: the last digits of the visitor's own input. "
        "Only these open the case, so that nobody can test the numbers on file.",
    )

    @api.model
    def _find_for_tracking(self, code, proof):
        """The case of a code, if the proof is right.

        Does the same work whether the code exists or not, and does not reveal which of both
        was wrong. The caller throttles attempts.

        :param str code: as typed: any digits, spaces, dashes
        :param str proof: the last four digits of the citizen's phone or identity
            number, the PIN of a report without a name, or a code sent by
            :meth:`_send_tracking_code`
        :return: one case or empty, as superuser
        """
        case = self._by_tracking_code(code)
        typed = persian.to_ascii_digits(proof or "").strip()
        # Whether it has six digits tells nothing of the case.
        is_sent = bool(SENT_CODE.fullmatch(typed)) and self._is_sent_code(case, typed)
        is_proof = len(typed) == PIN_DIGITS and typed.isascii() and typed.isdigit()
        typed = typed if is_proof else "x" * PIN_DIGITS
        # For an unknown code, another case causes the same work.
        known = (case or self.sudo().search([], limit=1, order="id"))._proofs()
        matches = [consteq(typed, proof) for proof in known]
        return case if case and (any(matches) or is_sent) else self.browse()

    @api.model
    def _by_tracking_code(self, code):
        number = tracking_code.clean(persian.to_ascii_digits(code or ""))
        # sudo: access is decided by the proof.
        return self.sudo().search([("number", "=", number)], limit=1)

    @api.model
    def _is_sent_code(self, case, typed):
        """Whether this code was sent to the citizen of the case a short while ago."""
        partner = case.partner_id or self.env.company.partner_id.sudo()
        Code = self.env["zrm.contact.code"].sudo()
        tests = [
            Code._is_right(partner, kind, f"{case.number or ''} {value}", typed)
            for kind, value in self._addresses_for_codes(partner)
        ]
        return any(tests) and bool(case.partner_id)

    @api.model
    def _addresses_for_codes(self, partner):
        return (("phone", partner._trusted_phone()), ("email", partner._trusted_email()))

    @api.model
    def _send_tracking_code(self, code):
        """Sends a code that opens the case of a tracking code to its citizen, for ten
        minutes; by text message where that reaches them, else by e-mail.

        Never for a hidden or anonymous reporter. Does the same work where there is no such case,
        or nobody to reach.
        """
        case = self._by_tracking_code(code)
        partner = case.partner_id
        is_reached = bool(partner and (partner._trusted_phone() or partner._trusted_email()))
        who = partner if is_reached else self.env.company.partner_id.sudo()
        with self.env.cr.savepoint() as savepoint:
            for kind, value in self._addresses_for_codes(who):
                if value and self._send_code_to(who, kind, value, case.number or ""):
                    break
            if not is_reached:
                savepoint.rollback()

    @api.model
    def _send_code_to(self, partner, kind, value, number):
        """:return: whether it could be sent this way"""
        sent = self.env["zrm.contact.code"].sudo()._issue(partner, kind, f"{number} {value}")
        text = partner.with_context(lang=partner.lang or self.env.lang).env._(
            "Your code for the case %(number)s is %(code)s. It is valid for ten minutes. If you "
            "did not ask for it, do nothing.",
            number=number,
            code=sent,
        )
        if kind == "phone":
            return partner._send_text(value, text)
        partner._queue_mail(value, self.env._("Follow your case"), text)
        return True

    def _proofs(self):
        """The accepted proofs for this case; always equally many."""
        partner = self.sudo().partner_id if self else self.env["res.partner"]
        if self and self.is_reporter_hidden:
            # Only the PIN: staff know the code and could test a suspicion with digits on
            # file.
            return [self.track_pin or NOBODY, *[NOBODY] * (PROOFS - 1)]
        if self and self.track_digits:
            typed = [*self.track_digits.split(), self.track_pin or NOBODY]
            return [*typed, *[NOBODY] * PROOFS][:PROOFS]
        numbers = [
            self.track_pin if self else False,
            partner.phone_sanitized,
            partner.landline_sanitized,
            partner.national_id,
            partner.phone,
            *partner.sudo()._former_numbers(FORMER),
        ]
        digits = [tracking_code.clean(persian.to_ascii_digits(number or "")) for number in numbers]
        known = [number[-PIN_DIGITS:] if len(number) >= PIN_DIGITS else NOBODY for number in digits]
        return [*known, *[NOBODY] * PROOFS][:PROOFS]

    def _belongs_to(self, user):
        """Whether the signed-in citizen is the citizen of this case or may act for them.
        Only its secret number opens a hidden case."""
        self.ensure_one()
        citizen = self.sudo().partner_id
        return bool(citizen) and citizen in user.partner_id._acts_as()

    @api.model
    def _domain_of_citizen(self, user):
        """Domain of the cases of a signed-in citizen and of those they act for; search it
        as superuser, as portal users have no rights."""
        return fields.Domain("partner_id", "in", user.partner_id._acts_as().ids)

    def _is_told_text(self, event):
        """Whether the history shows the text of an event: not the answer, which stands above
        it, nor the code of another citizen's case in which this one goes on, nor what that
        citizen objected."""
        hidden = ("answered", "merged") if event.case_id == self else ("answered", "objected")
        return event.kind not in hidden

    def _timeline(self):
        """The public history of the case, oldest first.

        :return: list of dicts ``at``, ``title``, ``text``, ``kind``
        """
        self.ensure_one()
        labels = dict(self.env["zrm.case.event"]._fields["kind"]._description_selection(self.env))
        # Titles addressed to the citizen.
        labels.update(
            asked=self.env._("We asked you"),
            replied=self.env._("You replied"),
            objected=self.env._("You objected"),
            accepted_answer=self.env._("You accepted the answer"),
            withdrawn=self.env._("You withdrew the case"),
            informed=self.env._("A message to you"),
        )
        lines = []
        of_other = {**labels, "objected": self.env._("Somebody objected to the answer")}
        for event in self._events_for_citizen():
            titles = labels if event.case_id == self else of_other
            step = event.to_step_id
            is_step = event.kind == "moved" and step
            if is_step and step.state in ("answered", "closed", "rejected"):
                continue  # the event of the action follows
            lines.append(
                {
                    "at": event.at,
                    "kind": event.kind,
                    "title": step.name if is_step else titles[event.kind],
                    "text": event.text if self._is_told_text(event) else False,
                }
            )
        return lines
