from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL
from odoo.tools.misc import hmac

from odoo.addons.zrm_base.tools import phone

from ..const import EFFECTS, MAX_PER_HOUR, MAX_REPLIES_PER_DAY, MAX_TEXT

# Effects of messages that could not be acted on; ignored when looking for the previous
# message.
SILENT_EFFECTS = ("waiting", "ignored", "flood", "failed")


class ZrmSmsInbound(models.Model):
    """Incoming messages of citizens and their effects.

    Each message is stored once, whatever its effect; ``zrm_sms_inbound_meaning`` interprets
    it.
    """

    _name = "zrm.sms.inbound"
    _description = "Text Message of a Citizen"
    _order = "id desc"
    _rec_name = "number_masked"

    gateway_id = fields.Many2one(
        "zrm.sms.gateway", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    message_id = fields.Char(string="Gateway's Number", required=True, readonly=True)
    number = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        copy=False,
        help="Hidden from all roles: together with the case, it could reveal hidden reporters.",
    )
    number_masked = fields.Char(string="From", readonly=True)
    line = fields.Char(string="To", readonly=True)
    text = fields.Text(readonly=True)
    received_at = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    effect = fields.Selection(EFFECTS, required=True, readonly=True, default="waiting")
    reason = fields.Char(string="Reason Not Sent", readonly=True)
    is_answered = fields.Boolean(string="Answered", readonly=True)
    case_id = fields.Many2one(
        "zrm.case", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _once = models.UniqueIndex(
        "(COALESCE(gateway_id, 0), message_id)", "This message was taken in already."
    )
    _by_number = models.Index("(number, id)")

    # ------------------------------------------------------------------
    # Taking in
    # ------------------------------------------------------------------

    @api.model
    def _inbound(self, number, text, message_id=None, gateway=None, line=""):
        """Stores a message of a citizen and acts on it, once.

        :param str number: the sender, in any notation
        :param str text: what was written
        :param str message_id: the gateway's number of the message; without one
            the same text of the same number within ten minutes is the same
        :param gateway: the ``zrm.sms.gateway`` it came by, if any
        :param str line: the line it was sent to
        :return: the ``zrm.sms.inbound``; the existing one if the message came before
        :raise ConcurrencyError: another message of this number is being processed; Odoo
            repeats the request
        """
        gateway = gateway or self.env["zrm.sms.gateway"]
        company = gateway.sudo().company_id or self.env.company
        # sudo: gateways have no user; the caller was authenticated by token.
        system = self.with_user(SUPERUSER_ID).with_company(company)
        text = (text or "").replace("\x00", "").strip()[:MAX_TEXT]
        number = (number or "").replace("\x00", "").strip()[:40]
        mobile = system._mobile(number)
        system._wait_for_turn(mobile or number)
        message_id = (message_id or "").strip() or system._message_id_of(number, text)
        known = system.search(
            [("gateway_id", "=", gateway.id), ("message_id", "=", message_id)], limit=1
        )
        if known:
            return known
        try:
            with system.env.cr.savepoint():
                message = system.create(
                    {
                        "gateway_id": gateway.id,
                        "company_id": company.id,
                        "message_id": message_id,
                        "number": mobile or number,
                        "number_masked": system.env["zrm.sms.message"]._masked(mobile or number),
                        "line": line,
                        "text": text,
                    }
                )
                message.flush_recordset()
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(system.env._("This message is being taken in.")) from error
        message._act_safely(bool(mobile))
        return message

    @api.model
    def _mobile(self, number):
        """The E.164 number of a mobile phone; "" for lines, short codes, names."""
        e164 = self.env["res.partner"]._normalize_phone(number)
        return e164 if phone.is_mobile(e164) else ""

    @api.model
    def _wait_for_turn(self, number):
        """Locks the number: a message may depend on the one before."""
        locked = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
                f"zrm.sms.inbound:{number}",
            )
        )
        if not locked[0][0]:
            raise ConcurrencyError(self.env._("Another message of this number is being taken in."))

    @api.model
    def _message_id_of(self, number, text):
        """A message number for gateways that give none. With the key of this installation:
        whoever knows text and time could otherwise try all numbers."""
        minutes = int(fields.Datetime.now().timestamp() // 600)
        return hmac(self.env(su=True), "zrm.sms", f"{number}\n{text}\n{minutes}")

    def _act_safely(self, is_mobile):
        """Acts on the message; if that fails, the reason is stored, so that the gateway
        need not send it again."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                if not is_mobile:
                    vals = {"effect": "ignored"}
                elif self._is_flood():
                    vals = {"effect": "flood"}
                else:
                    vals = self._act()
                self.write(vals)
        except UserError as error:
            self.write({"effect": "failed", "reason": str(error)})

    def action_try_again(self):
        """Processes failed messages again, after the cause is corrected."""
        self.check_access("read")
        # sudo: oversight may repeat the processing, but not write the records.
        for message in self.sudo().filtered(lambda item: item.effect == "failed"):
            message.with_user(SUPERUSER_ID).with_company(message.company_id)._act_safely(True)
        return True

    # ------------------------------------------------------------------
    # Limits
    # ------------------------------------------------------------------

    @api.model
    def _limit(self, name, default):
        value = self.env["ir.config_parameter"].sudo().get_param(f"zrm_sms.{name}")
        return int(value) if str(value or "").isdecimal() else default

    def _is_flood(self):
        """Whether this number exceeded the hourly limit."""
        limit = self._limit("max_per_hour", MAX_PER_HOUR)
        return self._count_of_number(hours=1) > limit

    def _count_of_number(self, hours, *domain):
        since = fields.Datetime.now() - timedelta(hours=hours)
        return self.search_count(
            [("number", "=", self.number), ("received_at", ">", since), *domain]
        )

    def _reply_limit_reached(self):
        """Whether this number reached the daily limit of replies and may be a machine; new
        cases are answered by their notices."""
        answered = self._count_of_number(
            24, "|", ("is_answered", "=", True), ("effect", "=", "case")
        )
        return answered >= self._limit("max_replies_per_day", MAX_REPLIES_PER_DAY)
