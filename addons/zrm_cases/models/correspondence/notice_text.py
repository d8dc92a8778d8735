from odoo import fields, models


class ZrmCaseNotice(models.Model):
    """The e-mail of a notice: what it says, to whom, in whose language."""

    _inherit = "zrm.case.notice"

    def _send_by_email(self):
        """Creates one mail per notice in the citizen's language in Odoo's mail queue."""
        now, zone = fields.Datetime.now(), self.env["res.company"]._zrm_timezone().zone
        values = [
            notice.with_context(lang=notice._lang(), tz=zone)._mail_values() for notice in self
        ]
        mails = self.env["mail.mail"].sudo().create(values)
        for notice, mail in zip(self, mails, strict=True):
            notice.write(
                {
                    "state": "sent",
                    "channel": "email",
                    "sent_at": now,
                    "mail_id": mail.id,
                    "is_in_mail_queue": True,
                }
            )
        self._wake_mail_queue()

    def _lang(self):
        """The recipient's language, in which all of a notice is written."""
        self.ensure_one()
        return self._contact().lang or self.env["res.company"]._zrm_citizen_lang()

    def _mail_values(self):
        self.ensure_one()
        case = self.case_id.with_context(lang=self.env.context.get("lang"))
        name = self._contact().name
        moments = dict(self._fields["moment"]._description_selection(self.env))
        subject = f"{moments[self.moment]} · {case.number_spaced}"
        body = self.env["ir.qweb"]._render(
            "zrm_cases.notice_mail",
            {
                "notice": self,
                "case": case,
                "partner": self.partner_id,
                "company": case.company_id,
                "discreet": self._is_discreet(),
                "pin": self._pin(),
                "salutation": self.env._("Dear %s,", name) if name else "",
                "lead": self._lead(),
                "links": self._links(),
                "direction": self.env["res.lang"]._get_data(code=self.env.lang).direction or "ltr",
            },
            lang=self.env.lang,
        )
        values = {
            "subject": subject,
            "body_html": body,
            "email_from": case.company_id.email_formatted or self.env.user.email_formatted,
            "author_id": case.company_id.partner_id.id,
            "auto_delete": False,
            # Prevents automatic replies (RFC 3834).
            "headers": repr(
                {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
            ),
        }
        if case.is_reporter_hidden:
            # The reporter replies on the page only; nothing of the mail is kept.
            values.update(email_to=self._contact().email, auto_delete=True)
        else:
            values.update(
                recipient_ids=[(4, self.partner_id.id)],
                model="zrm.case",
                res_id=case.id,
                # Replies are added to the case.
                reply_to=case._reply_address(),
            )
        return values

    def _is_discreet(self):
        """Whether the message must not reveal the content of the case."""
        case, cause = self.case_id, self.event_id.case_id
        return any(one.is_confidential or one.is_reporter_hidden for one in case | cause)

    def _pin(self):
        """The PIN with which a hidden reporter follows the case; created with the first
        notice if it was not shown at registration."""
        case = self.case_id
        if not case.is_reporter_hidden:
            return False
        return case.track_pin or case._give_pin()

    def _lead(self):
        """The first sentence: the message of the step, else a standard one."""
        self.ensure_one()
        # Of a merged case: that of the one it goes on in.
        step = self.event_id.case_id.step_id.with_context(lang=self.env.lang)
        if self.moment == "registered":
            own = step.citizen_message if self.case_id.is_reporter_hidden else self.event_id.text
            return own or self.env._(
                "Your case is registered. Keep the tracking code to follow it."
            )
        if self.moment == "moved":
            # The history may have it in another language: the citizen's, not of who joined.
            reached = self.event_id.to_step_id.with_context(lang=self.env.lang)
            return reached.citizen_message or self.event_id.text
        if self.moment in ("asked", "informed"):
            return self.event_id.text
        return step.citizen_message or False

    def _links(self):
        """Links for the citizen: ``[(label, url)]``."""
        return self.case_id._citizen_links(self.moment, self.partner_id)
