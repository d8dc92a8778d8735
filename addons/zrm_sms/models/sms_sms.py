from odoo import api, fields, models
from odoo.fields import Domain

from ..const import QUEUE_BATCH
from ..gateway_api import GatewayApi


class SmsSms(models.Model):
    """Odoo's SMS queue with our gateways: chooses the gateway of a message and delays
    further attempts."""

    _inherit = "sms.sms"

    zrm_try_at = fields.Datetime(string="Not Before", readonly=True, copy=False)

    _zrm_outgoing = models.Index("(id) WHERE state = 'outgoing'")

    def write(self, vals):
        if vals.get("state") == "outgoing":
            again = self.filtered(lambda sms: sms.state in ("error", "canceled"))
            if again:
                self.env["zrm.sms.message"].sudo()._begin_anew(again.mapped("uuid"))
                vals = {**vals, "zrm_try_at": False}
        return super().write(vals)

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------

    @api.model
    def _process_queue(self):
        """As in core, but delayed messages do not block others, and small batches limit
        what a crash can lose."""
        if not self.env["zrm.sms.gateway"].sudo().search_count([], limit=1):
            return super()._process_queue()
        last = 0
        while found := self._zrm_due(last):
            last = found[-1].id
            found.send(unlink_failed=False, unlink_sent=True, raise_exception=False)
            left = len(self._zrm_due(last, limit=None))
            if not self.env["ir.cron"]._commit_progress(len(found), remaining=left):
                break
        return None

    @api.model
    def _zrm_due(self, last=0, limit=QUEUE_BATCH):
        """The next messages of the queue that are due."""
        now = fields.Datetime.now()
        domain = Domain("state", "=", "outgoing") & Domain("to_delete", "!=", True)
        domain &= Domain("zrm_try_at", "=", False) | Domain("zrm_try_at", "<=", now)
        return self.search(domain & Domain("id", ">", last), limit=limit, order="id")

    def _split_by_api(self):
        """Messages of a unit use its own line."""
        Gateway = self.env["zrm.sms.gateway"]
        # sudo: the choice of the line does not depend on the sender's rights.
        rows = self.env["zrm.sms.message"].sudo().search([("uuid", "in", self.mapped("uuid"))])
        rows = {row.uuid: row for row in rows}
        by_gateway, rest = {}, self.browse()
        for sms in self.sorted("id"):
            row = rows.get(sms.uuid)
            company = row.company_id if row else sms._get_sms_company()[:1]
            # A message that one gateway may have is not given to another.
            gateway = row.gateway_id.filtered("active") if row else Gateway
            gateway = gateway or Gateway._serving(company, row.unit_id if row else None)
            if gateway:
                by_gateway[gateway.id] = by_gateway.get(gateway.id, self.browse()) | sms
            else:
                rest |= sms
        for gateway_id, messages in by_gateway.items():
            yield GatewayApi(self.env, gateway=Gateway.browse(gateway_id)), messages
        if rest:
            yield from super(SmsSms, rest)._split_by_api()

    def _send_with_api(self, sms_api, unlink_failed=False, unlink_sent=True, raise_exception=False):
        result = super()._send_with_api(
            sms_api,
            unlink_failed=unlink_failed,
            unlink_sent=unlink_sent,
            raise_exception=raise_exception,
        )
        if postponed := getattr(sms_api, "postponed", None):
            for sms in self.filtered(lambda item: item.uuid in postponed):
                sms.sudo().write({"zrm_try_at": postponed[sms.uuid], "failure_type": "sms_server"})
            cron = self.env.ref("sms.ir_cron_sms_scheduler_action").sudo()
            cron._trigger(at=sorted({min(postponed.values()), max(postponed.values())}))
        return result

    def _handle_call_result_hook(self, results):
        result = super()._handle_call_result_hook(results)
        failed, unclear, taken = {}, {}, []
        for entry in results:
            if entry["state"] in self.IAP_TO_SMS_STATE_SUCCESS:
                taken.append(entry["uuid"])
            else:
                kind = unclear if entry.get("zrm_unclear") else failed
                kind[entry["uuid"]] = entry.get("failure_reason") or ""
        # sudo: senders cannot write notices.
        notices = self.env["zrm.case.notice"].sudo()
        notices._sms_failed(failed)
        notices._sms_unclear(unclear)
        notices._sms_arrived(taken)
        return result

    # ------------------------------------------------------------------
    # Delivery reports
    # ------------------------------------------------------------------

    @api.model
    def _take_in_report(self, row, meaning):
        """Applies a delivery report to Odoo's notifications and our notices."""
        sms = self.search([("uuid", "=", row.uuid)])
        tracker = self.env["sms.tracker"].search([("sms_uuid", "=", row.uuid)])
        if meaning == "delivered":
            tracker._action_update_from_sms_state("sent")
            sms.write({"state": "sent", "failure_type": False, "to_delete": True})
            self.env["zrm.case.notice"]._sms_arrived([row.uuid])
        else:
            tracker._action_update_from_provider_error("not_delivered")
            self.env["zrm.case.notice"]._sms_failed({row.uuid: self.env._("Not delivered.")})
