from odoo import api, models
from odoo.exceptions import AccessError

MAIL_GATEWAY = "zrm_base.group_mail_gateway"


class MailThread(models.AbstractModel):
    """Mail for our records comes in by the mail gateway alone.

    Core's methods for incoming mail are public, so that core's ``odoo-mailgate.py`` can call
    them, and create what a mail asks for with rights of the system, in the name of whoever
    the mail says it is from. Mail for other models is not looked at.
    """

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        thread = self
        if not self._zrm_is_mail_gateway() and (ours := self._zrm_defaults_of_ours()):
            context = {key: val for key, val in self.env.context.items() if key not in ours}
            thread = self.with_env(self.env(context=context))
        return super(MailThread, thread).message_process(
            model, message, custom_values, save_original, strip_attachments, thread_id
        )

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        if not self.env.su and any(
            self._zrm_is_route_of_ours(model, thread_id, custom_values)
            for model, thread_id, custom_values, _user_id, _alias in routes or ()
        ):
            if not self._zrm_is_mail_gateway():
                self._zrm_refuse_mail()
            # sudo: the account has no rights but to hand in mail; core notes on the address
            # that it works.
            routes = [(*route[:4], route[4] and route[4].sudo()) for route in routes]
        return super()._message_route_process(message, message_dict, routes)

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        self._zrm_check_mail_gateway()
        return super().message_new(msg_dict, custom_values)

    def message_update(self, msg_dict, update_vals=None):
        self._zrm_check_mail_gateway()
        return super().message_update(msg_dict, update_vals)

    # ------------------------------------------------------------------

    @api.model
    def _zrm_is_mail_gateway(self):
        """Whether this is Odoo's own fetching of mail, or the account that the administrator
        named for the mail server."""
        return self.env.su or self.env.user.has_group(MAIL_GATEWAY)

    @api.model
    def _zrm_check_mail_gateway(self):
        if self._name.startswith("zrm.") and not self._zrm_is_mail_gateway():
            self._zrm_refuse_mail()

    @api.model
    def _zrm_refuse_mail(self):
        raise AccessError(
            self.env._(
                "Only the mail gateway hands in mail for citizens, cases and units. An "
                "administrator names its account in the settings."
            )
        )

    @api.model
    def _zrm_is_route_of_ours(self, model, thread_id, custom_values):
        """Whether a mail on this route would reach a record of ours."""
        if (model or "").startswith("zrm."):
            return True
        if model != "res.partner":
            return False
        # sudo: whether it is a citizen does not depend on who asks.
        thread = self.env[model].sudo().browse(thread_id or []).exists()
        return bool(thread.is_citizen or set(custom_values or {}) & self._zrm_citizen_fields())

    @api.model
    def _zrm_defaults_of_ours(self):
        names = {f"default_{name}" for name in self._zrm_citizen_fields()}
        return names & self.env.context.keys()

    @api.model
    def _zrm_citizen_fields(self):
        """Names of the fields that our addons add to partners."""
        return {
            name
            for name, field in self.env["res.partner"]._fields.items()
            if field._modules and field._modules[0].startswith("zrm_")
        }
