from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, html2plaintext

from odoo.addons.zrm_base.const import MAX_NAME

from ...const import MAX_DESCRIPTION, OURS


class ZrmCase(models.Model):
    """Incoming e-mail, replies, and the recipients of notices."""

    _inherit = "zrm.case"

    joined_partner_ids = fields.Many2many(
        "res.partner",
        "zrm_case_joined_partner_rel",
        "case_id",
        "partner_id",
        string="Also Affected",
        copy=False,
        help="Citizens who reported the same problem; they receive the answer as well.",
    )
    joined_count = fields.Integer(string="Me Too", compute="_compute_joined_count")
    citizen_replied_at = fields.Datetime(
        string="Citizen Replied", readonly=True, copy=False, help="Not read since then."
    )
    notice_ids = fields.One2many("zrm.case.notice", "case_id", string="Notices", readonly=True)

    @api.depends("joined_partner_ids")
    def _compute_joined_count(self):
        for case in self:
            case.joined_count = len(case.joined_partner_ids)

    def _join(self, partner):
        """Adds a citizen with the same problem as a recipient of notices.

        :raise UserError: when the case is confidential, final or has a hidden reporter
        """
        for case in self:
            if case.is_confidential or case.is_reporter_hidden or case._is_final():
                raise UserError(self.env._("Nobody can join this case; register a new one."))
            if partner not in case.sudo().joined_partner_ids | case._citizen():
                # sudo: joining needs no right to handle the case.
                case.sudo().joined_partner_ids = [(4, partner.id)]
        return True

    def action_ask(self, question):
        """Asks the citizen; the case then waits for the reply, if its process allows it.

        :param str question: what is needed, in the words the citizen reads
        """
        if not (question or "").strip():
            raise UserError(self.env._("Write what you need from the citizen."))
        for case in self._lock_for_handling():
            case._check_open()
            case._log_event("asked", text=question, is_public=True)
            waiting = case.step_id._following("waiting")
            if waiting and case.state != "waiting":
                case.with_context(zrm_own_words=OURS).action_move(waiting[0].id)
        return True

    # ------------------------------------------------------------------
    # E-mail in
    # ------------------------------------------------------------------

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Opens a case from a mail to the address of a unit or the organization.

        The message id is the external reference, so the same mail gives one case. Nature
        and subject are set in screening.
        """
        self._zrm_check_mail_gateway()
        company = self.env.company
        unit = self.env["zrm.unit"].browse((custom_values or {}).get("to_unit_id") or [])
        company = unit.company_id or company
        subject = company._zrm_mail_subject()
        text = self._without_own_links(html2plaintext(msg_dict.get("body") or "")).strip()
        name, reference = (msg_dict.get("subject") or "").strip(), msg_dict.get("message_id")
        if subject._cached("hides_reporter"):
            # The name in the subject or below the words; intake takes care of the id.
            sender = [msg_dict.get("email_from")]
            name, text = self._without_names(name, sender), self._without_names(text, sender)
        if len(text) > MAX_DESCRIPTION:
            # The complete mail becomes the first message of the conversation.
            text = text[: MAX_DESCRIPTION - 1] + "…"
        vals = {
            "channel_id": self.env.ref("zrm_base.channel_email").id,
            "external_ref": reference,
            "nature_id": company._zrm_mail_nature().id,
            "subject_id": subject.id,
            "name": name[:200],
            "description": text,
            "partner_id": self.with_company(company)._mail_sender(msg_dict).id,
            "to_unit_id": unit.id,
        }
        # sudo: the mail gateway runs as the alias' user; intake checks the values.
        return self.sudo()._intake([vals]).with_env(self.env)

    @api.model
    def _mail_sender(self, msg_dict):
        """The sender: the only citizen whose proved address this is, else a new one. A mail
        from an address that a citizen only claims opens a case in a file of its own."""
        Partner = self.env["res.partner"].sudo()
        address = email_normalize(msg_dict.get("email_from") or "")
        if address:
            former = Partner._former_domain(address, ("email",))
            is_senders = Partner._proved_domain("email", address) | (
                former & Domain("is_citizen", "=", True)
            )
            found = Partner.search(is_senders & Partner._company_files(), limit=2)
            if len(found) == 1:
                return found
        name = (msg_dict.get("email_from") or "").split("<")[0].strip(' "') or address
        return Partner.create(
            {
                "name": name[:MAX_NAME] or self.env._("Unknown sender"),
                "email": address,
                "is_citizen": True,
                **Partner._claims({"email": address}, by="mail"),
            }
        )

    def _message_post_after_hook(self, message, msg_values):
        """Notifies the expert of messages from the citizen."""
        result = super()._message_post_after_hook(message, msg_values)
        if self.env.context.get("zrm_with_registration") is OURS:
            return result  # part of the report, not a reply
        if message.message_type in ("email", "comment"):
            for case in self:
                case._take_message(message)
        return result

    def _take_message(self, message):
        """Asks the expert to look at a message that is a reply, or may be one."""
        self.ensure_one()
        is_mail, is_over = message.message_type == "email", self._is_final()
        if is_mail and self.sudo().message_ids[-1:] == message:
            return  # with this mail the case was registered
        if self._is_by_citizen(message):
            if is_over:
                self._ask_handler(lambda env: env._("The citizen wrote about the closed case"))
            else:
                self._citizen_replied()
        elif is_mail and self.sudo().is_reporter_hidden and not is_over:
            # The same for everybody's mail: it does not tell whose it is.
            self._ask_handler(lambda env: env._("A mail about this case came in"))

    def _is_by_citizen(self, message):
        """Whether the citizen wrote the message, directly or through the mail gateway.

        On a hidden case no address counts as the reporter's, since others can write from it
        and watch what the case does; the reporter replies on the page.
        """
        if self.is_reporter_hidden:
            return False
        by_author = self.env.su or message.author_id == self.env.user.partner_id
        return by_author and message.author_id and message.author_id == self._citizen()

    def _citizen_replied(self):
        """Resumes the deadlines of a waiting case, moves it to the following step and
        notifies the expert."""
        self.ensure_one()
        case = self.sudo()
        case._log_event("replied", is_public=True)
        case._write_handling({"citizen_replied_at": fields.Datetime.now()})
        if case.state == "waiting" and (step := case._step_after_reply()):
            case._enter(step)
        case._ask_handler(lambda env: env._("The citizen replied"))

    def _step_after_reply(self):
        """The step before the case waited, else the first step of work."""
        following = self.step_id.next_step_ids
        arrivals = self.event_ids.filtered(lambda event: event.to_step_id == self.step_id)
        before = arrivals.sorted("id")[-1:].from_step_id
        if before in following:
            return before
        return following.filtered(lambda step: step.state in ("open", "triage"))[:1]

    def _reply_address(self):
        """The address for replies: the unit's, else Odoo's catch-all."""
        self.ensure_one()
        return self.unit_id.alias_email or self.company_id.catchall_formatted or False
