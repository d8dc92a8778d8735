from odoo import api, fields, models

from odoo.addons.zrm_base.tools import phone

from ..const import MAX_QUOTE
from ..domain.words import shortened


class ZrmCaseNotice(models.Model):
    """Sends notices by text message, if a gateway serves the unit."""

    _inherit = "zrm.case.notice"

    sms_uuid = fields.Char(readonly=True, index="btree_not_null", copy=False)

    @api.model
    def _channels(self):
        """Adds text messages if the case's unit has a line, or there is one for all."""
        case = self.case_id
        gateway = self.env["zrm.sms.gateway"]._serving(
            case.company_id or self.env.company, case.unit_id
        )
        return [*super()._channels(), *(["sms"] if gateway else [])]

    @api.model
    def _addresses_of(self, partner):
        number = partner._trusted_phone()
        is_open = phone.is_mobile(number or "") and not partner.phone_blacklisted
        return {**super()._addresses_of(partner), "sms": is_open and number}

    def _reaches(self, channel, contact):
        if channel != "sms":
            return super()._reaches(channel, contact)
        is_open = phone.is_mobile(contact.phone) and not self.partner_id.phone_blacklisted
        return is_open and self._is_told("phone")

    def _send_by_sms(self):
        """Puts one message per notice into Odoo's SMS queue."""
        entries = []
        for notice in self:
            case, partner, contact = notice.case_id, notice.partner_id, notice._contact()
            entry = {
                "number": contact.phone,
                "text": notice.with_context(lang=notice._lang())._sms_text(),
                "company": case.company_id,
                "unit": case.unit_id,
                "kind": "notice",
            }
            if case.is_reporter_hidden:
                entry["is_hidden"] = True
            else:
                entry.update(case=case, partner=partner)
            entries.append(entry)
        uuids = self.env["zrm.sms.message"]._enqueue(entries)
        now = fields.Datetime.now()
        for notice, uuid in zip(self, uuids, strict=True):
            notice.write({"state": "sent", "channel": "sms", "sent_at": now, "sms_uuid": uuid})

    def _sms_text(self):
        """The text for the citizen: what happened, the tracking code, the link."""
        self.ensure_one()
        case = self.case_id.with_context(lang=self.env.context.get("lang"))
        links = self._links()
        if self._is_discreet():
            lines = [self.env._("There is news about a case of yours.")]
        else:
            moments = dict(self._fields["moment"]._description_selection(self.env))
            lines = [f"{moments[self.moment]}."]
            lines += filter(None, [shortened(self._sms_quote(case, bool(links)), MAX_QUOTE)])
        # Without spaces: right-to-left text would change the order of its groups.
        lines.append(self.env._("Tracking code: %s", case.number))
        if pin := self._pin():
            lines.append(self.env._("Your secret number: %s", pin))
        lines += [link[1] for link in links[:1]]
        if self.case_id.is_reporter_hidden:
            lines.append(self.env._("Do not answer this message; write on that page only."))
        if self.moment == "answered" and self._may_be_judged_by_sms():
            lines.append(
                self.env._("Answer this message with 1 if it is solved, with 2 if it is not.")
            )
        return "\n".join(lines)

    def _sms_quote(self, case, has_link):
        """The text that the citizen needs; what the linked page shows is not repeated."""
        if self.moment in ("asked", "informed"):
            return self._lead()
        if has_link:
            return ""
        # As it was said: the case may have another draft by now.
        return self.event_id.text if self.moment in ("answered", "rejected") else ""

    def _may_be_judged_by_sms(self):
        case = self.case_id
        gateway = self.env["zrm.sms.gateway"]._serving(case.company_id, case.unit_id)
        # Those who joined receive the answer, but only the citizen gives the verdict.
        # A hidden reporter judges on the page, with the secret number.
        return (
            gateway.sudo().takes_replies and self.partner_id and self.partner_id == case.partner_id
        )

    @api.model
    def _sms_failed(self, reasons):
        """Sends notices whose text messages failed by e-mail, if possible; else the expert
        is asked to call.

        :param dict reasons: why, by uuid of the message
        """
        notices = self._sms_notices(reasons)
        by_mail = notices.filtered(lambda notice: notice._reaches("email", notice._contact()))
        by_mail._send_by_email()
        for notice in notices - by_mail:
            reason = reasons[notice.sms_uuid]
            notice._mark_skipped(self.env._("The text message did not arrive. %s", reason).strip())

    @api.model
    def _sms_unclear(self, reasons):
        """Marks notices whose text messages possibly arrived; the expert checks with the
        citizen.

        :param dict reasons: why, by uuid of the message
        """
        for notice in self._sms_notices(reasons).filtered(lambda item: item.state == "sent"):
            notice._mark_unclear(reasons[notice.sms_uuid])

    @api.model
    def _sms_notices(self, uuids):
        return self.search(
            [
                ("sms_uuid", "in", list(uuids)),
                ("channel", "=", "sms"),
                ("state", "in", ("sent", "unclear")),
            ]
        )

    @api.model
    def _sms_arrived(self, uuids):
        """Marks unclear notices as sent after a report of the gateway."""
        unclear = self._sms_notices(uuids).filtered(lambda item: item.state == "unclear")
        unclear.write({"state": "sent", "reason": False})

    @api.model
    def _follow_up(self):
        # Odoo processes this queue once a day; after a crash nothing else may trigger it.
        ours = self.env["zrm.sms.gateway"].sudo().search_count([], limit=1)
        if ours and self.env["sms.sms"]._zrm_due(limit=1):
            self.env.ref("sms.ir_cron_sms_scheduler_action").sudo()._trigger()
        return super()._follow_up()
