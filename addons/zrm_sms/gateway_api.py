from odoo.addons.sms.tools.sms_api import SmsApiBase


class GatewayApi(SmsApiBase):
    """A gateway with the interface that Odoo's SMS framework expects.

    Messages without a result stay in the queue; ``postponed`` gives the time of the next
    attempt by uuid.
    """

    PROVIDER_TO_SMS_FAILURE_TYPE = {
        **SmsApiBase.PROVIDER_TO_SMS_FAILURE_TYPE,
        "insufficient_credit": "sms_credit",
        "unregistered": "sms_acc",
        "blacklisted": "sms_blacklist",
    }

    def __init__(self, env, account=None, gateway=None):
        super().__init__(env, account)
        self.gateway = gateway or env["zrm.sms.gateway"]._serving(env.company)
        self.postponed = {}
        self.misses = 0

    def _get_sms_api_error_messages(self):
        return {
            "wrong_number_format": self.env._("This is no number that takes text messages."),
            "insufficient_credit": self.env._("The credit at the gateway is used up."),
            "unregistered": self.env._("The gateway does not know us: check its secrets."),
            "server_error": self.env._("The gateway could not be reached; tried several times."),
        }

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        """Hands messages to the gateway; see the base class for the formats."""
        # sudo: users who may send have no access to gateways.
        return self.gateway.sudo()._work_through(messages, self)
