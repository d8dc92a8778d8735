from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from ...const import NOTICE_CHANNELS, NOTICE_MOMENTS, NOTICE_STATES, OURS

BATCH = 200
# Moves to these states send a notice of their own instead of “moved”.
NOTIFIED_STATES = ("answered", "closed", "rejected")
# A notice older than this is not sent any more.
STALE = timedelta(days=7)


class ZrmCaseNotice(models.Model):
    """A notice to a citizen about an event of a case (outbox).

    Actions create notices in their own transaction; a scheduled action hands them to Odoo's
    mail queue (or to the SMS queue, with ``zrm_sms``). So nobody waits for a mail server,
    nothing is sent for what was rolled back, and each event is notified once. Notices that
    are not sent state the reason.
    """

    _name = "zrm.case.notice"
    _description = "Notice to a Citizen"
    _inherit = ["zrm.guarded.mixin", "zrm.export.log.mixin"]
    _is_created_by_server = True
    _order = "id desc"
    _rec_name = "moment"

    case_id = fields.Many2one("zrm.case", required=True, index=True, ondelete="cascade")
    event_id = fields.Many2one("zrm.case.event", required=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        index=True,
        ondelete="cascade",
        help="Empty for a hidden reporter.",
    )
    matter_event_id = fields.Many2one(
        "zrm.case.event",
        ondelete="cascade",
        readonly=True,
        help="The event of many cases of one matter: each citizen hears of it once.",
    )
    moment = fields.Selection(NOTICE_MOMENTS, string="Occasion", required=True)
    channel = fields.Selection(NOTICE_CHANNELS, string="Notice Channel")
    state = fields.Selection(NOTICE_STATES, required=True, default="waiting")
    reason = fields.Char(string="Reason Not Sent", help="Why it was not sent.")
    sent_at = fields.Datetime(string="Handed Over")
    mail_id = fields.Many2one("mail.mail", index="btree_not_null", ondelete="set null")

    # Hidden reporters, who have no file here, by their case.
    _once = models.UniqueIndex(
        "(coalesce(matter_event_id, event_id), coalesce(partner_id, -case_id))",
        "This notice exists already.",
    )
    _waiting = models.Index("(id) WHERE state = 'waiting'")

    def _exported_citizens(self, fields_to_export):
        # The log must not name a hidden reporter.
        shown = self.filtered(lambda notice: not notice.case_id.is_reporter_hidden)
        return super(ZrmCaseNotice, shown)._exported_citizens(fields_to_export)

    # ------------------------------------------------------------------
    # Writing the outbox
    # ------------------------------------------------------------------

    @api.model
    def _queue(self, events):
        """Creates notices for public events.

        :param events: ``zrm.case.event`` records, of one action
        """
        if self.env.context.get("zrm_quiet") is OURS:
            return  # no notices for imported past cases
        rows = [
            {
                "case_id": case.id,
                "event_id": event.id,
                "partner_id": partner.id,
                "moment": moment,
            }
            for event in events.filtered("is_public")
            if (moment := self._moment(event))
            for case, partner in event.case_id._notice_recipients(moment)
        ]
        rows = self._once_per_person(rows)
        if rows:
            # sudo: staff cannot write notices. The scheduled action runs every minute;
            # triggering it here would cost two queries per action.
            self.sudo().create(rows)

    @api.model
    def _once_per_person(self, rows):
        """Where many cases are one matter, keeps one notice for each person and address.

        The context says so (``zrm_matter``, with the id of the first event, or None where
        that is among these).
        """
        mark, matter_event_id = self.env.context.get("zrm_matter") or (None, None)
        if mark is not OURS or not rows:
            return rows
        matter_event_id = matter_event_id or min(row["event_id"] for row in rows)
        told = self._told_of(matter_event_id)
        kept = []
        for row in rows:
            partner = self.env["res.partner"].sudo().browse(row["partner_id"])
            # Hidden reporters are not compared: nothing of theirs may depend on others.
            way = self._way_to(partner) if partner else ("hidden", row["case_id"])
            if way not in told:
                told.add(way)
                kept.append({**row, "matter_event_id": matter_event_id})
        return kept

    @api.model
    def _told_of(self, matter_event_id):
        """The ways on which somebody has heard of this event of a matter."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, case_id FROM zrm_case_notice
                 WHERE coalesce(matter_event_id, event_id) = %s
                """,
                matter_event_id,
            )
        )
        partners = self.env["res.partner"].sudo().browse(row[0] for row in rows if row[0])
        hidden = {("hidden", case_id) for partner_id, case_id in rows if not partner_id}
        return {self._way_to(partner) for partner in partners} | hidden

    @api.model
    def _way_to(self, partner):
        """What two files of one household share, if anything: the address by which they hear.

        An address that somebody only claims is nobody's; who wants no messages keeps none
        from others. Without any address it is the telephone by which the expert calls.
        """
        wanted, addresses = partner.preferred_channel, self._addresses_of(partner)
        if wanted == "none":
            return partner.id
        known = [addresses.get(wanted), *addresses.values(), partner._trusted_phone()]
        return next(filter(None, known), partner.id)

    @api.model
    def _addresses_of(self, partner):
        """Hook: the proved addresses of a citizen by channel, in the order of
        :meth:`_channels`."""
        return {"email": partner._trusted_email()}

    @api.model
    def _moment(self, event):
        if event.kind == "moved":
            notify = event.text and event.to_step_id._cached("state") not in NOTIFIED_STATES
            return "moved" if notify else None
        return event.kind if event.kind in dict(NOTICE_MOMENTS) else None

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Hands waiting notices to the queues; after a crash it continues with those not
        handed over."""
        last = 0
        while notices := self._lock_waiting(after=last):
            last = max(notices.ids)
            notices._send()
            left = self.search_count([("state", "=", "waiting"), ("id", ">", last)])
            if not self.env["ir.cron"]._commit_progress(len(notices), remaining=left):
                break
        self._follow_up()

    @api.model
    def _follow_up(self):
        """Hook: updates the status of notices that were handed over."""
        return True

    @api.model
    def _lock_waiting(self, after=0):
        """Locks the next waiting notices that no other worker is sending."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM zrm_case_notice
                 WHERE state = 'waiting' AND id > %s ORDER BY id LIMIT %s
                FOR NO KEY UPDATE SKIP LOCKED
                """,
                after,
                BATCH,
            )
        )
        return self.browse(row[0] for row in rows)

    def _send(self):
        """Chooses the channel of each notice and hands it over, or marks it as not sent."""
        now = fields.Datetime.now()
        by_channel = {}
        for notice in self:
            if not notice._is_news(now):
                notice.write({"state": "skipped", "reason": self.env._("Too old to be sent.")})
                continue
            channel, reason = notice._choose_channel()
            if channel:
                by_channel.setdefault(channel, self.browse())
                by_channel[channel] |= notice
            else:
                notice._mark_skipped(reason)
        for channel, notices in by_channel.items():
            if channel == "sms" and self._is_quiet(now):
                continue  # sent after the quiet hours
            getattr(notices, f"_send_by_{channel}")()

    def _is_news(self, now=None):
        self.ensure_one()
        return self.create_date >= (now or fields.Datetime.now()) - STALE

    def _choose_channel(self):
        """The channel of this notice.

        :return: ``(channel, None)`` or ``(None, reason)``
        """
        self.ensure_one()
        contact, channels = self._contact(), self._channels()
        if contact.channel == "none":
            return None, self.env._("The citizen wants no messages.")
        wanted = [contact.channel] if contact.channel else []
        for channel in [*wanted, *channels]:
            if channel in channels and self._reaches(channel, contact):
                return channel, None
        return None, self.env._("No address to write to.")

    @api.model
    def _channels(self):
        """The channels that this installation has, the preferred one first."""
        return ["email"]

    def _contact(self):
        """Where this notice goes."""
        self.ensure_one()
        return self.case_id._recipient_contact(self.partner_id)

    def _reaches(self, channel, contact):
        """Whether a channel reaches this contact."""
        return bool(contact.email) and self._is_told("email") if channel == "email" else False

    def _is_told(self, kind):
        """Whether the recipient's address counts for this case: one that they only claim
        receives nothing about earlier ones."""
        partner = self.partner_id
        return not partner or partner._is_told_about(kind, self.case_id.create_date)

    @api.model
    def _is_quiet(self, now):
        """Whether it is within the quiet hours: ``zrm_cases.quiet_hours``, such as
        ``21-8``, in the organization's time zone; empty for none."""
        parameters = self.env["ir.config_parameter"].sudo()
        quiet_hours = parameters.get_param("zrm_cases.quiet_hours") or ""
        begin, _dash, end = quiet_hours.partition("-")
        if not (begin.strip().isdigit() and end.strip().isdigit()):
            return False
        zone = self.env["res.company"]._zrm_timezone()
        hour = pytz.utc.localize(now).astimezone(zone).hour
        begin, end = int(begin), int(end)
        return begin <= hour < end if begin <= end else hour >= begin or hour < end

    def _mark_skipped(self, reason):
        """Marks the notice as not sent. For an answer, the expert is asked to call or send
        a letter."""
        self.ensure_one()
        self.write({"state": "skipped", "reason": reason, "is_in_mail_queue": False})
        if self.moment == "answered":
            self._schedule_contact(
                lambda env: env._("Contact the citizen: call, or print and send the letter")
            )

    def _mark_unclear(self, reason):
        """Marks the notice as possibly sent and asks the expert to check with the citizen.
        It is not sent again automatically, to avoid a duplicate."""
        self.ensure_one()
        self.write({"state": "unclear", "reason": reason, "is_in_mail_queue": False})
        if self.moment == "answered" or not self.case_id._is_final():
            self._schedule_contact(
                lambda env: env._(
                    "The citizen may not have received the notice: ask, or send it again"
                )
            )

    def _schedule_contact(self, summary):
        """Schedules an activity for the expert, if the recipient is the citizen of the
        case; not for hidden reporters, since it would tell how they can be reached."""
        if self.partner_id and self.partner_id == self.case_id.partner_id:
            self.case_id._ask_handler(summary, activity="mail.mail_activity_data_call")
