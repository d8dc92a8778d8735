"""Routes for gateways: delivery reports and messages of citizens."""

from werkzeug.exceptions import BadRequest, NotFound

from odoo.http import Controller, request, route

from ..const import MAX_REQUEST_BYTES

_OPTIONS = {
    "type": "http",
    "auth": "public",
    "methods": ["GET", "POST"],
    "csrf": False,
    "save_session": False,
    "readonly": False,
    "max_content_length": MAX_REQUEST_BYTES,
}


class SmsGatewayController(Controller):
    """Both routes take GET and POST, with parameters in the URL, a form or JSON (also a
    list). An unknown token is a 404."""

    @route("/zrm/sms/<string:token>/delivery", **_OPTIONS)
    def delivery(self, token, **_parameters):
        gateway = self._gateway(token)
        for item in self._items():
            gateway._take_report(item)
        return self._taken()

    @route("/zrm/sms/<string:token>/inbound", **_OPTIONS)
    def inbound(self, token, **_parameters):
        gateway = self._gateway(token)
        items = [gateway._read_inbound(item) for item in self._items()]
        if not all(item["number"] and item["text"] for item in items):
            raise BadRequest()
        for item in items:
            request.env["zrm.sms.inbound"]._inbound(gateway=gateway, **item)
        return self._taken()

    def _gateway(self, token):
        # sudo: the token authenticates the gateway.
        if gateway := request.env["zrm.sms.gateway"].sudo()._by_token(token):
            return gateway
        raise NotFound()

    def _items(self):
        """The parameters of each message."""
        http = request.httprequest
        common = {**http.args.to_dict(), **http.form.to_dict()}
        if "json" not in (http.mimetype or ""):
            return [common]
        try:
            data = request.get_json_data()
        except ValueError as error:
            raise BadRequest() from error
        items = data if isinstance(data, list) else [data]
        if not items or not all(isinstance(item, dict) for item in items):
            raise BadRequest()
        return [{**common, **item} for item in items]

    def _taken(self):
        return request.make_response("OK", [("Content-Type", "text/plain")])
