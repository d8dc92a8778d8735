from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.zrm_base.tools import persian, phone
from odoo.addons.zrm_cases.const import OBJECTION_DAYS
from odoo.addons.zrm_cases.domain import tracking_code

from ..const import REASON_WITHIN
from ..domain import words
from .zrm_sms_inbound import SILENT_EFFECTS

# Merged cases of one number among which the last answered one is looked for.
MOST_MERGED = 20


class ZrmSmsInbound(models.Model):
    """Interprets a message and acts on it."""

    _inherit = "zrm.sms.inbound"

    def _act(self):
        """
        * only a tracking code: replies with the status
        * a single digit: the verdict on the last answered case
        * after "please write why": the reason of an objection
        * a tracking code within text: replies with the status
        * other text: the reply to our question, else a new case

        :return: values to write on the message
        """
        self.ensure_one()
        plain = persian.to_ascii_digits(self.text)
        codes = words.codes_in(plain, tracking_code.is_valid)
        bare = words.is_bare_code(plain)
        if codes and bare:
            return self._answer_status(codes[0])
        if digit := words.single_digit(plain):
            return self._judge(digit)
        if not bare and self._is_reason():
            return self._judge("2", self.text)
        if codes:
            return self._answer_status(codes[0])
        if bare:
            return self._help()
        return self._take_text()

    # ------------------------------------------------------------------
    # The sender
    # ------------------------------------------------------------------

    def _citizens(self):
        """The citizens with this number, now or in a file merged into theirs; a family may
        share one. A number that a citizen only claims belongs to nobody."""
        Partner = self.env["res.partner"]
        proved = Partner._proved_domain("phone", self.number)
        former = Partner._former_domain(self.number, ("phone",))
        known = proved | former & Domain("is_citizen", "=", True)
        return Partner.search(known & Partner._company_files(self.company_id), order="id")

    def _cases(self, domain, order, limit):
        """Cases of the citizens with this number. None of hidden reporters: whoever has or
        forges a number could find out whose case it is (docs/decisions/0014)."""
        own = Domain("partner_id", "in", self._citizens().ids)
        return self.env["zrm.case"].search(own & Domain(domain), order=order, limit=limit)

    def _last_answered_case(self):
        """The own case that was answered last: by itself, or within the one it was merged
        into."""
        since = fields.Datetime.now() - timedelta(days=OBJECTION_DAYS)
        answered = self._cases(
            Domain("answered_at", "!=", False)
            & (
                Domain("state", "=", "answered")
                | (Domain("state", "=", "closed") & Domain("closed_at", ">=", since))
            ),
            "answered_at desc, id desc",
            1,
        )
        merged = self._cases([("duplicate_of_id", "!=", False)], "id desc", MOST_MERGED)
        judgeable = merged.filtered(lambda case: case._may_judge() or case._may_object())
        return max(
            answered | judgeable,
            key=lambda case: (case._shown().answered_at, case.id),
            default=answered,
        )

    def _is_reason(self):
        """Whether this number was asked for a reason and this is its next message."""
        before = self.search(
            [
                ("number", "=", self.number),
                ("id", "<", self.id),
                ("received_at", ">", fields.Datetime.now() - REASON_WITHIN),
                ("effect", "not in", SILENT_EFFECTS),
            ],
            order="id desc",
            limit=1,
        )
        return before.effect == "asked_why"

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def _answer_status(self, code):
        case = self.env["zrm.case"].search([("number", "=", code)])
        if not case.partner_id or case.partner_id not in self._citizens():
            # The same reply whether the case exists or not.
            localized = self._localized()
            return self._answer(
                localized.env._(
                    "The status of a case is sent only to the number that it was "
                    "registered with. Check the tracking code, or write from that "
                    "number."
                ),
                # Who knows the code of such a case is likely its reporter.
                is_hidden=case.is_reporter_hidden,
                effect="neutral",
            )
        return self._answer(self._status_text(case), case, effect="status")

    def _status_text(self, case):
        env, shown = self._localized(case).env, case._shown()
        # What is asked in the case that goes on concerns its own citizen.
        state = "open" if shown != case and shown.state == "waiting" else shown.state
        due = case.deadline and shown == case and self._date_text(case.deadline, case)
        reply = {
            "new": env._("Your case %s is registered.", case.number),
            "triage": env._("Your case %s is registered and being looked at.", case.number),
            "open": env._("Your case %s is being worked on.", case.number),
            "waiting": env._("Your case %s waits for your answer to our question.", case.number),
            "answered": env._(
                "Your case %s is answered. Send 1 if it is solved, 2 if it is not.", case.number
            ),
            "closed": env._("Your case %s is closed.", case.number),
            "rejected": env._("Your case %s could not be taken up.", case.number),
        }[state]
        if due and state in ("new", "triage", "open"):
            expected = env._("An answer is expected by %s.", due)
            reply = f"{reply} {expected}"
        return reply

    def _date_text(self, moment, case):
        localized = self._localized(case)
        return str(
            localized.env["ir.qweb.field.datetime"].value_to_html(moment, {"date_only": True})
        )

    def _judge(self, digit, reason=""):
        """A verdict on the last answered case; other digits mean nothing."""
        case = self._last_answered_case()
        if digit not in ("1", "2") or not case:
            return self._help()
        env = self._localized(case).env
        case = case.with_context(lang=env.lang)
        try:
            with self.env.cr.savepoint():
                effect = case._verdict_by_sms(digit, reason)
        except UserError as error:
            return self._answer(str(error), case, effect="help", reason=str(error))
        reply = {
            "accepted": env._("Thank you. Your case %s is accepted as solved.", case.number),
            "asked_why": env._(
                "Please write in one message what is not solved in case %s.", case.number
            ),
            "objected": env._(
                "Your objection about case %s is registered; others than who answered decide.",
                case.number,
            ),
        }[effect]
        vals = self._answer(reply, case, effect=effect)
        if vals.get("is_answered"):
            self._spare_notices(case)
        return vals

    def _spare_notices(self, case):
        """The reply has just told by text message what these notices would tell again."""
        waiting = case.sudo().notice_ids.filtered(
            lambda notice: (
                notice.state == "waiting"
                and notice.moment in ("objected", "closed")
                and notice.partner_id in self._citizens()
                and notice._choose_channel()[0] == "sms"
            )
        )
        for notice in waiting:
            notice._mark_skipped(self.env._("Told by the reply to the text message."))

    def _help(self):
        env = self._localized().env
        return self._answer(
            env._(
                "Send your tracking code to learn the status of your case, or write in words "
                "what you need."
            ),
            effect="help",
        )

    def _take_text(self):
        """Text: the reply to our question if there is one, else a new case."""
        waiting = self._cases([("state", "=", "waiting")], "id", 2)
        if len(waiting) == 1:
            waiting._reply_by_sms(self.text)
            return self._about(waiting, effect="reply")
        if self._reply_limit_reached():
            return {"effect": "flood"}
        case = self.env["zrm.case"]._intake([self._case_vals()])
        return self._about(case, effect="case")

    def _case_vals(self):
        """Values of a new case; as with e-mail, screening sets nature and subject."""
        company, gateway = self.company_id, self.gateway_id
        reference = f"{gateway.id}-{self.message_id}" if gateway else self.message_id
        return {
            "channel_id": self.env.ref("zrm_base.channel_sms").id,
            # Message numbers are unique per gateway only.
            "external_ref": reference,
            "nature_id": company._zrm_mail_nature().id,
            "subject_id": company._zrm_mail_subject().id,
            "description": self.text,
            "partner_id": self._sender().id,
            # The line of a single unit is its own.
            "to_unit_id": gateway.unit_ids.id if len(gateway.unit_ids) == 1 else False,
        }

    def _sender(self):
        """The only citizen with this number, else a new one named by it."""
        citizens = self._citizens()
        shown = phone.display_phone(self.number, self.env["res.partner"]._phone_region())
        found = citizens if len(citizens) == 1 else citizens.filtered(lambda c: c.name == shown)
        return found[:1] or self.env["res.partner"].with_company(self.company_id).create(
            {
                "name": shown,
                "phone": self.number,
                "is_citizen": True,
                **self.env["res.partner"]._claims({"phone": self.number}, by="sms"),
            }
        )

    # ------------------------------------------------------------------
    # Replies
    # ------------------------------------------------------------------

    def _localized(self, case=None):
        """This message in the language of the recipient."""
        reader = case.partner_id if case else self._citizens()[:1]
        lang = reader.lang or self.company_id.partner_id.lang or self.env.lang
        return self.with_context(lang=lang)

    def _answer(self, text, case=None, is_hidden=False, **vals):
        """Queues a reply, unless the daily limit is reached.

        :return: values to write on the message
        """
        vals = {**self._about(case), **vals}
        if is_hidden:
            vals.update(text=False, number_masked="•••")
        if self._reply_limit_reached() or self._is_own_line():
            return vals
        entry = {
            "number": self.number,
            "text": text,
            "company": self.company_id,
            "unit": case.unit_id if case else self.gateway_id.unit_ids[:1],
            "kind": "reply",
        }
        if is_hidden:
            entry["is_hidden"] = True
        elif case:
            entry["case"] = case
        self.env["zrm.sms.message"]._enqueue([entry])
        return {**vals, "is_answered": True}

    def _about(self, case=None, **vals):
        """Links the message to its case, except where that hides its reporter: a message may
        have opened one."""
        if case and case.is_reporter_hidden:
            return {**vals, "text": False, "number_masked": "•••"}
        return {**vals, "case_id": case.id} if case else vals

    def _is_own_line(self):
        """Whether the sender is one of our own lines, to avoid endless replies."""
        lines = self.env["zrm.sms.gateway"].search([("sender", "!=", False)]).mapped("sender")
        return self.number in {self._mobile(line) for line in lines}
