from uuid import uuid4

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.zrm_base.tools import phone


class ZrmSmsTest(models.TransientModel):
    """Sends a message to test the settings of a gateway."""

    _name = "zrm.sms.test"
    _description = "Test of an SMS Gateway"

    gateway_id = fields.Many2one("zrm.sms.gateway", required=True, ondelete="cascade")
    number = fields.Char(string="To", required=True)
    text = fields.Text(required=True, default=lambda self: self.env._("A test message of ZRM."))
    result = fields.Selection(
        [
            ("sent", "Handed over"),
            ("refused", "Refused"),
            ("busy", "Not reached; would be tried again"),
            ("unclear", "Unclear whether it was sent"),
            ("unreadable", "The reply cannot be read"),
        ],
        readonly=True,
    )
    reason = fields.Char(readonly=True)
    request = fields.Text(readonly=True)
    status = fields.Integer(string="HTTP Status", readonly=True)
    reply = fields.Text(readonly=True)
    message_number = fields.Char(readonly=True)

    def action_send(self):
        """Sends it, and shows the request, secrets hidden, and the reply."""
        self.ensure_one()
        gateway = self.gateway_id
        gateway.check_access("write")
        e164 = self.env["res.partner"]._normalize_phone(self.number)
        if not phone.is_mobile(e164):
            raise UserError(
                self.env._("%s is no mobile number. Type one like 09121234567.", self.number)
            )
        uuid = uuid4().hex
        # sudo: secrets are read for the request and masked in the result.
        outcome, shown = gateway.sudo()._call([e164], self.text, [uuid])
        self.env["zrm.sms.message"].sudo()._put_down_test(gateway, uuid, e164, self.text, outcome)
        self.write(
            {
                "result": outcome.kind,
                "reason": outcome.reason,
                "request": shown["request"],
                "status": shown["status"],
                "reply": shown["reply"],
                "message_number": ", ".join(outcome.ids),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Test %s", gateway.name),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
