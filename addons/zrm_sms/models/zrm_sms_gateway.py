import hmac
import re
import secrets

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..const import MEANINGS, NUMBER_FORMATS, REPORTS
from ..domain import reply, template

ADMINISTRATOR = "zrm_base.group_administrator"
# Fields that decide which gateway serves a unit.
CHOICE_FIELDS = {"active", "company_id", "unit_ids", "sequence"}


class ZrmSmsGateway(models.Model):
    """A line of a provider: how messages are sent over HTTP, how replies are read, and what
    the gateway sends us.

    This file holds the fields; ``zrm_sms_gateway_http`` makes the requests,
    ``zrm_sms_gateway_send`` sends messages.
    """

    _name = "zrm.sms.gateway"
    _description = "SMS Gateway"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_ids = fields.Many2many(
        "zrm.unit",
        string="Serves",
        check_company=True,
        help="Messages of these units and those below them. Empty: of all that no other "
        "gateway serves.",
    )
    sender = fields.Char(string="Line Number", help="The number or name that messages come from.")
    price = fields.Monetary(string="Price of a Part", currency_field="currency_id")
    takes_replies = fields.Boolean(
        string="Citizens Can Answer",
        help="Messages to this line reach us, so notices say that citizens can answer.",
    )

    # The request.
    method = fields.Selection(
        [("POST", "POST"), ("GET", "GET")], required=True, default="POST", groups=ADMINISTRATOR
    )
    url = fields.Char(
        string="Address",
        required=True,
        groups=ADMINISTRATOR,
        help="Such as https://gateway.example/v1/{secret:api_key}/send",
    )
    headers = fields.Text(groups=ADMINISTRATOR, help="One a line, such as X-Key: {secret:key}")
    body_kind = fields.Selection(
        [("json", "JSON"), ("form", "Form"), ("query", "Address (query)")],
        string="Parameters In",
        required=True,
        default="json",
        groups=ADMINISTRATOR,
    )
    body = fields.Text(
        string="Parameters",
        groups=ADMINISTRATOR,
        help="JSON, or one name=value a line. Placeholders: {number} {text} {sender} {id} "
        "{secret:name}; in JSON also {numbers} and {ids} for lists.",
    )
    number_format = fields.Selection(
        NUMBER_FORMATS, required=True, default="national", groups=ADMINISTRATOR
    )
    batch_size = fields.Integer(
        string="Numbers in a Request",
        default=1,
        required=True,
        groups=ADMINISTRATOR,
        help="More than one: the same text goes to so many numbers at once; {number} is then "
        "a list with commas.",
    )
    timeout = fields.Integer(string="Timeout (s)", default=10, required=True, groups=ADMINISTRATOR)
    max_tries = fields.Integer(string="Attempts", default=5, required=True, groups=ADMINISTRATOR)
    repeats_unclear = fields.Boolean(
        string="Try Again When Unclear",
        groups=ADMINISTRATOR,
        help="The request was sent but got no reply: the message may be sent or not. Off: "
        "it is never handed over twice, and the expert is asked to check. On: it is "
        "handed over again with the same {id}; right for gateways that recognize the "
        "id, others send it twice.",
    )
    secret_ids = fields.One2many("zrm.sms.secret", "gateway_id", groups=ADMINISTRATOR)

    # The reply.
    reply_kind = fields.Selection(
        [("json", "JSON"), ("text", "Plain text")],
        required=True,
        default="json",
        groups=ADMINISTRATOR,
    )
    success_where = fields.Char(
        string="Path of the Success Value",
        groups=ADMINISTRATOR,
        help="In JSON a path such as return.status or entries.0.id, where * is each element; in "
        "plain text a pattern (regular expression). Empty: the HTTP status decides.",
    )
    success_values = fields.Char(
        groups=ADMINISTRATOR, help="Separated by commas. Empty: any value."
    )
    message_id_where = fields.Char(
        string="Path of the Message Number",
        groups=ADMINISTRATOR,
        help="Of several numbers in a request with *, such as entries.*.messageid",
    )
    error_where = fields.Char(string="Path of the Error", groups=ADMINISTRATOR)
    error_map = fields.Text(
        string="Meaning of Errors",
        groups=ADMINISTRATOR,
        help="One a line, such as 418 = credit. Meanings: number, credit, account, blacklist, "
        "rejected, and busy for what is tried again.",
    )

    # What the gateway sends us.
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups=ADMINISTRATOR,
        default=lambda self: self._new_token(),
    )
    delivery_url = fields.Char(
        string="For Delivery Reports", compute="_compute_urls", groups=ADMINISTRATOR
    )
    inbound_url = fields.Char(
        string="For Messages of Citizens", compute="_compute_urls", groups=ADMINISTRATOR
    )
    report_message_name = fields.Char(
        string="Message Number", default="messageid", groups=ADMINISTRATOR
    )
    report_own_name = fields.Char(
        string="Our Id", groups=ADMINISTRATOR, help="Where the gateway gives {id} back."
    )
    report_status_name = fields.Char(string="Status", default="status", groups=ADMINISTRATOR)
    report_map = fields.Text(
        string="Meaning of Statuses",
        default="delivered = delivered\nfailed = undelivered",
        groups=ADMINISTRATOR,
        help="One a line, such as 10 = delivered. Meanings: delivered, undelivered, pending.",
    )
    inbound_message_name = fields.Char(
        string="Inbound Message Number", default="messageid", groups=ADMINISTRATOR
    )
    inbound_from_name = fields.Char(string="From", default="from", groups=ADMINISTRATOR)
    inbound_to_name = fields.Char(string="To", default="to", groups=ADMINISTRATOR)
    inbound_text_name = fields.Char(string="Text", default="message", groups=ADMINISTRATOR)

    paused_until = fields.Datetime(
        readonly=True, copy=False, help="It could not be reached; the queue waits."
    )

    _token_uniq = models.UniqueIndex("(token)", "Another gateway has this token.")
    _sane_limits = models.Constraint(
        "CHECK (timeout BETWEEN 1 AND 60 AND max_tries BETWEEN 1 AND 20 AND batch_size BETWEEN 1 "
        "AND 500 AND price >= 0)",
        "Timeout 1 to 60 seconds, 1 to 20 tries, 1 to 500 numbers in a request, and no negative "
        "price, please.",
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("url", "headers", "body", "body_kind", "method")
    def _check_request(self):
        for gateway in self:
            if wrong := template.check_url(gateway.url):
                raise ValidationError(
                    self.env._("The address begins with https:// or http:// and a host.")
                    if wrong == "url"
                    else self.env._("Scheme and host are fixed: no placeholders or user in them.")
                )
            texts = (gateway.url, gateway.headers, gateway.body)
            if unknown := template.unknown_places(*texts):
                raise ValidationError(
                    self.env._(
                        "%s is no known placeholder. Use {number}, {text}, {sender}, "
                        "{id}, {numbers}, {ids} and {secret:name}.",
                        ", ".join(f"{{{place}}}" for place in unknown),
                    )
                )
            if gateway.method == "GET" and gateway.body_kind != "query":
                raise ValidationError(
                    self.env._("A GET request has its parameters in the address (query).")
                )
            gateway._check_templates()

    def _check_templates(self):
        try:
            template.fill_headers(self.headers, {})
            if self.body_kind == "json":
                template.parse_json(self.body)
        except template.TemplateError as error:
            raise ValidationError(
                self.env._("The parameters are no valid JSON.")
                if error.args[0] == "json"
                else self.env._("Headers are written one a line, as Name: value.")
            ) from error

    @api.constrains("reply_kind", "success_where", "message_id_where", "error_where")
    def _check_patterns(self):
        for gateway in self.filtered(lambda item: item.reply_kind == "text"):
            for pattern in (
                gateway.success_where,
                gateway.message_id_where,
                gateway.error_where,
            ):
                try:
                    re.compile(pattern or "")
                except re.error as error:
                    raise ValidationError(
                        self.env._("%s is no regular expression.", pattern)
                    ) from error

    @api.constrains("error_map", "report_map")
    def _check_maps(self):
        for gateway in self:
            for text, meanings in ((gateway.error_map, MEANINGS), (gateway.report_map, REPORTS)):
                try:
                    unknown = set(reply.read_map(text).values()) - set(meanings)
                except ValueError as error:
                    raise ValidationError(
                        self.env._("“%s” is not written as code = meaning.", error.args[0])
                    ) from error
                if unknown:
                    raise ValidationError(
                        self.env._(
                            "%(unknown)s is no known meaning; use: %(known)s.",
                            unknown=", ".join(sorted(unknown)),
                            known=", ".join(meanings),
                        )
                    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("token")
    def _compute_urls(self):
        for gateway in self:
            base = f"{gateway.get_base_url()}/zrm/sms/{gateway.token}"
            gateway.delivery_url = f"{base}/delivery"
            gateway.inbound_url = f"{base}/inbound"

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        gateways = super().create(vals_list)
        gateways._sync_secrets()
        self.env.registry.clear_cache()  # see _serving_id
        return gateways

    def write(self, vals):
        is_request_changed = bool({"url", "headers", "body", "body_kind"} & vals.keys())
        before = {gateway: gateway._secret_places() for gateway in self if is_request_changed}
        result = super().write(vals)
        if is_request_changed:
            self._sync_secrets()
            for gateway, places in before.items():
                gateway._forget_moved_secrets(places)
        if CHOICE_FIELDS & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.secret_ids.unlink()  # with their system parameters
        self.env.registry.clear_cache()
        return super().unlink()

    def copy_data(self, default=None):
        """A copy is inactive until it is checked; secrets are not copied."""
        default = dict(default or {})
        own = {"active": False, **default}
        return [
            {**vals, "name": self.env._("%s (copy)", gateway.name), **own}
            for gateway, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _sync_secrets(self):
        """Creates a row for each secret that the templates use."""
        for gateway in self:
            wanted = set(template.secret_names(gateway.url, gateway.headers, gateway.body))
            there = gateway.secret_ids
            there.filtered(lambda secret, wanted=wanted: secret.name not in wanted).unlink()
            self.env["zrm.sms.secret"].create(
                [
                    {"gateway_id": gateway.id, "name": name}
                    for name in sorted(wanted - set(there.exists().mapped("name")))
                ]
            )

    def _secret_places(self):
        self.ensure_one()
        return template.secret_places(self.url, self.headers, self.body, self.body_kind)

    def _forget_moved_secrets(self, before):
        """A secret stays where it was set: for another host, or in another place of the
        request (the text of a message, for one), it has to be typed anew. Otherwise whoever
        may change the request could have it sent to themselves."""
        after = self._secret_places()
        self.secret_ids.filtered(
            lambda secret: after.get(secret.name, set()) - before.get(secret.name, set())
        )._forget()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_rotate_token(self):
        """Creates new callback addresses; the old ones stop working at once."""
        self.check_access("write")
        for gateway in self:
            gateway.token = self._new_token()
        return True

    def action_test(self):
        """Opens the dialog that sends a test message."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Test %s", self.name),
            "res_model": "zrm.sms.test",
            "view_mode": "form",
            "target": "new",
            "context": {"default_gateway_id": self.id},
        }

    def action_open_messages(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("zrm_sms.zrm_sms_message_action")
        return {**action, "domain": [("gateway_id", "=", self.id)], "context": {}}

    # ------------------------------------------------------------------
    # Choice
    # ------------------------------------------------------------------

    @api.model
    def _new_token(self):
        return secrets.token_urlsafe(32)

    @api.model
    def _serving(self, company, unit=None):
        """The gateway for messages of a unit, or of none; may be empty.

        The unit's own line, else that of the nearest higher unit, else a line for all.
        """
        return self.browse(self._serving_id(company.id, unit.id if unit else False) or [])

    @api.model
    @tools.ormcache("company_id", "unit_id")
    def _serving_id(self, company_id, unit_id):
        # sudo: the choice of the line does not depend on the user's rights.
        gateways = self.sudo().search([("company_id", "=", company_id)])
        path = self.env["zrm.unit"].sudo().browse(unit_id or []).parent_path or ""
        for step in reversed([int(part) for part in path.split("/") if part]):
            if found := gateways.filtered(lambda item, step=step: step in item.unit_ids.ids):
                return found[0].id
        return gateways.filtered(lambda item: not item.unit_ids)[:1].id

    @api.model
    def _by_token(self, token):
        """The gateway of a token; empty for an unknown one.

        All tokens are compared in constant time, so that timing reveals nothing.
        """
        found = self.browse()
        for gateway in self.sudo().search([("active", "=", True)]):
            if hmac.compare_digest(gateway.token.encode(), (token or "").encode()):
                found = gateway
        return found
