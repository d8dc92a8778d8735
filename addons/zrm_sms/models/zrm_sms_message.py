from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields, models

from odoo.addons.zrm_base.tools import phone

from ..const import BACK_OFF, HANDED_OVER, LEASE, MESSAGE_KINDS, MESSAGE_STATES
from ..domain import numbers
from ..domain.outcome import back_off
from ..domain.parts import count_parts


class ZrmSmsMessage(models.Model):
    """The journal of messages handed to gateways, which prevents sending twice and records
    volume and cost.

    One row for each message of Odoo's queue, by its uuid; without the text and
    the full number. While a message is handed over, its row is written in
    separate transactions: "being handed over" is committed before the gateway is called,
    and the result right after, independent of the sending transaction. See the README.
    """

    _name = "zrm.sms.message"
    _description = "Text Message"
    _inherit = ["zrm.jalali.period.mixin"]
    _order = "id desc"
    _rec_name = "number_masked"
    _jalali_date_field = "counted_at"

    uuid = fields.Char(string="Our Id", required=True, readonly=True)
    gateway_id = fields.Many2one(
        "zrm.sms.gateway", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    gateway_message_id = fields.Char(string="Gateway's Number", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    unit_id = fields.Many2one(
        "zrm.unit", readonly=True, index="btree_not_null", ondelete="set null"
    )
    case_id = fields.Many2one(
        "zrm.case", readonly=True, index="btree_not_null", ondelete="set null"
    )
    kind = fields.Selection(MESSAGE_KINDS, required=True, readonly=True, default="other")
    number_masked = fields.Char(string="To", readonly=True)
    state = fields.Selection(MESSAGE_STATES, required=True, readonly=True, default="queued")
    reason = fields.Char(string="Reason Not Sent", readonly=True)
    failure = fields.Char(readonly=True, help="The failure type of Odoo's SMS framework.")
    tries = fields.Integer(string="Attempts", readonly=True)
    try_at = fields.Datetime(string="Next Try", readonly=True)
    claimed_at = fields.Datetime(readonly=True)
    counted_at = fields.Datetime(
        string="When", required=True, readonly=True, index=True, default=fields.Datetime.now
    )
    handed_at = fields.Datetime(string="Handed Over At", readonly=True)
    delivered_at = fields.Datetime(readonly=True)
    parts = fields.Integer(readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary(readonly=True, currency_field="currency_id")

    _uuid_uniq = models.UniqueIndex("(uuid)", "This message is on record already.")
    _by_gateway_number = models.Index(
        "(gateway_id, gateway_message_id) WHERE gateway_message_id IS NOT NULL"
    )

    # ------------------------------------------------------------------
    # Into the queue
    # ------------------------------------------------------------------

    @api.model
    def _enqueue(self, entries):
        """Puts messages into Odoo's SMS queue.

        :param list entries: dicts with ``number`` (E.164), ``text``, ``company``
            and ``kind``, and, if there is one, ``unit``, ``case``, ``partner``;
            for hidden reporters ``is_hidden`` instead of the latter two
        :return: the uuid of each, in order
        """
        uuids = [uuid4().hex for _entry in entries]
        none = self.env["zrm.case"]
        # sudo: users cannot write the queue and the journal.
        self.sudo().create(
            [
                {
                    "uuid": uuid,
                    "company_id": entry["company"].id,
                    "unit_id": entry["unit"].id if entry.get("unit") else False,
                    "case_id": entry.get("case", none).id,
                    "kind": entry["kind"],
                    # The last digits are masked: they serve as proof on the tracking page.
                    "number_masked": "•••"
                    if entry.get("is_hidden")
                    else self._masked(entry["number"]),
                }
                for uuid, entry in zip(uuids, entries, strict=True)
            ]
        )
        self.env["sms.sms"].sudo().create(
            [
                {
                    "uuid": uuid,
                    "number": entry["number"],
                    "body": entry["text"],
                    "partner_id": entry["partner"].id if entry.get("partner") else False,
                }
                for uuid, entry in zip(uuids, entries, strict=True)
            ]
        )
        return uuids

    @api.model
    def _masked(self, number):
        region = self.env["res.partner"]._phone_region()
        return numbers.masked(phone.display_phone(number, region))

    # ------------------------------------------------------------------
    # The journal
    # ------------------------------------------------------------------

    @contextmanager
    def _journal(self):
        """This model in a transaction of its own, committed at the end."""
        with self.env.registry.cursor() as cr:
            # Rather late than in a knot with the transaction that called.
            cr.execute("SET LOCAL lock_timeout = '5s'")
            yield api.Environment(cr, SUPERUSER_ID, {})[self._name]

    @api.model
    def _claim(self, gateway, e164s, postponed):
        """Records which messages are handed over now, and commits.

        :param dict e164s: numbers by uuid
        :param dict postponed: filled with the time until which the others wait
        :return: (uuids to hand over, results of those already done)
        """
        now, claimed, known = fields.Datetime.now(), [], []
        with self._journal() as journal:
            rows = journal._rows(gateway, e164s)
            free = rows.try_lock_for_update()
            for row in rows:
                if row not in free:
                    postponed[row.uuid] = now + timedelta(minutes=1)
                elif row.state in HANDED_OVER:
                    known.append({"uuid": row.uuid, "state": "success"})
                elif row.state in ("failed", "unclear"):
                    known.append(row._failed_result())
                elif row.state == "sending" and row.claimed_at > now - LEASE:
                    # Being sent by another worker, or just interrupted by a crash.
                    postponed[row.uuid] = row.claimed_at + LEASE
                elif row.state == "sending" and not gateway.repeats_unclear:
                    row.write(
                        {
                            "state": "unclear",
                            "failure": "unclear",
                            "reason": gateway.env._("Cut off while it was handed over."),
                        }
                    )
                    known.append(row._failed_result())
                elif row.state == "retry" and row.try_at > now:
                    postponed[row.uuid] = row.try_at
                else:
                    claimed.append(row.uuid)
                    row.write(
                        {
                            "state": "sending",
                            "claimed_at": now,
                            "tries": row.tries + 1,
                            "gateway_id": gateway.id,
                        }
                    )
        return claimed, known

    @api.model
    def _rows(self, gateway, e164s):
        """The rows of these messages, in order; creates those of messages queued by other
        code."""
        rows = self.search([("uuid", "in", list(e164s))])
        there = set(rows.mapped("uuid"))
        rows |= self.create(
            [
                {
                    "uuid": uuid,
                    "company_id": gateway.company_id.id,
                    "number_masked": self._masked(number),
                }
                for uuid, number in e164s.items()
                if uuid not in there
            ]
        )
        order = list(e164s)
        return rows.sorted(lambda row: order.index(row.uuid))

    @api.model
    def _put_down_failures(self, gateway, results, chunk):
        """Messages whose result is known without calling a gateway."""
        if not results:
            return
        entries = {entry["uuid"]: entry["number"] or "" for entry in chunk}
        with self._journal() as journal:
            for row in journal._rows(
                gateway, {result["uuid"]: entries[result["uuid"]] for result in results}
            ):
                row.write(
                    {
                        "state": "failed",
                        "gateway_id": gateway.id,
                        "failure": "wrong_number_format",
                        "reason": gateway.env._("This is no number that takes text messages."),
                    }
                )

    @api.model
    def _settle(self, gateway, uuids, text, outcome, postponed):
        """Records the results, and commits.

        :return: results as Odoo's ``_send_sms_batch`` gives them
        """
        now, results = fields.Datetime.now(), []
        kind = outcome.kind
        if kind == "unclear" and gateway.repeats_unclear:
            kind = "busy"
        parts = count_parts(text)
        ids = outcome.ids if len(outcome.ids) == len(uuids) else [False] * len(uuids)
        with self._journal() as journal:
            rows = journal.search([("uuid", "in", uuids)]).sorted(lambda row: uuids.index(row.uuid))
            for row, gateway_id in zip(rows, ids, strict=True):
                if kind == "sent":
                    row.write(
                        {
                            "state": "sent",
                            "gateway_message_id": gateway_id,
                            "handed_at": now,
                            "counted_at": now,
                            "parts": parts,
                            "cost": parts * gateway.price,
                            "reason": False,
                            "failure": False,
                            "try_at": False,
                        }
                    )
                    results.append({"uuid": row.uuid, "state": "success"})
                elif kind == "busy" and row.tries < gateway.max_tries:
                    wait = timedelta(seconds=max(outcome.wait, 60 * back_off(row.tries, BACK_OFF)))
                    postponed[row.uuid] = now + wait
                    row.write({"state": "retry", "reason": outcome.reason, "try_at": now + wait})
                else:
                    unclear = outcome.kind in ("unclear", "unreadable")
                    row.write(
                        {
                            "state": "unclear" if unclear else "failed",
                            "failure": "unclear" if kind == "unreadable" else outcome.state,
                            "reason": outcome.reason,
                            "try_at": False,
                        }
                    )
                    results.append(row._failed_result())
        return results

    def _failed_result(self):
        """The result for Odoo's SMS framework, and whether it may have been sent: the
        sending transaction does not see what the journal's transaction wrote."""
        self.ensure_one()
        return {
            "uuid": self.uuid,
            "state": self.failure or "server_error",
            "failure_reason": self.reason or "",
            "zrm_unclear": self.state == "unclear",
        }

    @api.model
    def _put_down_test(self, gateway, uuid, number, text, outcome):
        """Records a test message, which costs as well."""
        is_sent, parts = outcome.kind == "sent", count_parts(text)
        unclear = outcome.kind in ("unclear", "unreadable")
        return self.create(
            {
                "uuid": uuid,
                "gateway_id": gateway.id,
                "company_id": gateway.company_id.id,
                "kind": "test",
                "number_masked": self._masked(number),
                "state": "sent" if is_sent else "unclear" if unclear else "failed",
                "gateway_message_id": outcome.ids[0] if is_sent and outcome.ids else False,
                "reason": outcome.reason or False,
                "tries": 1,
                "handed_at": fields.Datetime.now() if is_sent else False,
                "parts": parts if is_sent else 0,
                "cost": parts * gateway.price if is_sent else 0,
            }
        )

    @api.model
    def _begin_anew(self, uuids):
        """Resets these for sending again, with all attempts."""
        with self._journal() as journal:
            journal.search([("uuid", "in", uuids), ("state", "in", ("failed", "unclear"))]).write(
                {"state": "queued", "tries": 0, "failure": False, "reason": False}
            )

    # ------------------------------------------------------------------
    # Delivery reports
    # ------------------------------------------------------------------

    @api.model
    def _report(self, gateway, meaning, message_id="", own_id=""):
        """Applies a delivery report; repeated and older reports have no effect.

        :param meaning: ``delivered``, ``undelivered`` or ``pending``
        :return: the message; empty for one that we did not send
        """
        row = self.sudo().search(
            [("gateway_id", "=", gateway.id), ("gateway_message_id", "=", message_id)]
            if message_id
            else [("gateway_id", "=", gateway.id), ("uuid", "=", own_id or "")],
            limit=1,
        )
        if not row and message_id and own_id:
            return self._report(gateway, meaning, own_id=own_id)
        # A report can arrive before or instead of the reply to the request.
        awaited = ("sending", "retry", "sent", "unclear")
        if not row or meaning == "pending" or row.state not in awaited:
            return row
        vals = {"state": meaning}
        if meaning == "delivered":
            vals["delivered_at"] = fields.Datetime.now()
        if message_id:
            vals["gateway_message_id"] = message_id
        row.write(vals)
        self.env["sms.sms"].sudo()._take_in_report(row, meaning)
        return row
