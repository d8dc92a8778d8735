import logging

import psycopg2

from odoo import fields, models
from odoo.tools import SQL, split_every

from odoo.addons.zrm_base.tools import phone

from ..const import MISSES, PAUSE

_logger = logging.getLogger(__name__)


class ZrmSmsGateway(models.Model):
    """Sends messages: each is recorded as being handed over, and this is committed, before
    the gateway is called."""

    _inherit = "zrm.sms.gateway"

    def _work_through(self, messages, api):
        """
        :param list messages: as Odoo's ``_send_sms_batch`` takes them
        :param api: the ``GatewayApi`` (gateway_api.py) that collects postponed messages
        :return: results as ``_send_sms_batch`` gives them
        """
        self.ensure_one()
        self.env.flush_all()
        results, paused_until = [], self._paused_until()
        for message in messages:
            for chunk in split_every(self.batch_size, message["numbers"], list):
                if paused_until:
                    api.postponed.update(dict.fromkeys((n["uuid"] for n in chunk), paused_until))
                    continue
                results += self._hand_over_safely(message["content"], chunk, api)
                if api.misses >= MISSES:
                    paused_until = self._pause()
        self.env["zrm.sms.message"].invalidate_model()
        return results

    def _hand_over_safely(self, text, chunk, api):
        """An error in one group does not affect the others: core would mark all as failed,
        including those sent."""
        try:
            return self._hand_over(text, chunk, api)
        except Exception as error:
            # Without the error message, which may contain secrets.
            _logger.warning(
                "Gateway %s: a hand-over broke with %s; the journal decides what follows.",
                self.id,
                type(error).__name__,
            )
            later = fields.Datetime.now() + PAUSE
            api.postponed.update(dict.fromkeys((entry["uuid"] for entry in chunk), later))
            return []

    def _hand_over(self, text, chunk, api):
        """One request to the gateway, with the journal entries before and after."""
        Message = self.env["zrm.sms.message"]
        results, e164s = [], {}
        for entry in chunk:
            e164 = self.env["res.partner"]._normalize_phone(entry["number"])
            if not phone.is_mobile(e164):
                state = "wrong_number_format" if entry["number"] else "sms_number_missing"
                results.append({"uuid": entry["uuid"], "state": state})
            else:
                e164s[entry["uuid"]] = e164
        Message._put_down_failures(self, results, chunk)
        claimed, known = Message._claim(self, e164s, api.postponed)
        results += known
        if not claimed:
            return results
        outcome, _shown = self._call([e164s[uuid] for uuid in claimed], text, claimed)
        api.misses = api.misses + 1 if outcome.is_missed else 0
        _logger.info(
            "Gateway %s: %s message(s) %s %s", self.id, len(claimed), outcome.kind, outcome.reason
        )
        return results + Message._settle(self, claimed, text, outcome, api.postponed)

    # ------------------------------------------------------------------
    # Unreachable gateways
    # ------------------------------------------------------------------

    def _paused_until(self):
        """When a paused gateway is tried again; None if it is not paused."""
        with self.env["zrm.sms.message"]._journal() as journal:
            row = journal.env.execute_query(
                SQL("SELECT paused_until FROM zrm_sms_gateway WHERE id = %s", self.id)
            )
        until = row[0][0] if row else None
        return until if until and until > fields.Datetime.now() else None

    def _pause(self):
        """Pauses the gateway, so that timeouts do not hold up the queue."""
        until = fields.Datetime.now() + PAUSE
        try:
            with self.env["zrm.sms.message"]._journal() as journal:
                journal.env.cr.execute(
                    SQL(
                        "UPDATE zrm_sms_gateway SET paused_until = %s WHERE id = %s",
                        until,
                        self.id,
                    )
                )
        except psycopg2.OperationalError:
            _logger.info("Gateway %s is being changed; it is not paused.", self.id)
        self.invalidate_recordset(["paused_until"], flush=False)
        return until
