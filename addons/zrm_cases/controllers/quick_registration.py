import base64
import binascii
from io import BytesIO

from werkzeug.datastructures import FileStorage

from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import request

from odoo.addons.zrm_base.controllers.uploads import MAX_FILES, checked_uploads


class QuickRegistration(http.Controller):
    """Registers a case together with scanned letters, all or nothing."""

    _register_url = "/zrm_cases/quick_register"

    @http.route(_register_url, type="jsonrpc", auth="user")
    def quick_register(self, vals, files=()):
        quick = request.env["zrm.case.quick"]
        quick._check_operator()
        # One file more than allowed is enough to raise the error.
        documents = [self._storage(file) for file in list(files)[: MAX_FILES + 1]]
        return quick._take_down(vals, checked_uploads(request.env, documents))

    def _storage(self, file):
        try:
            content = base64.b64decode(file["data"], validate=True)
            return FileStorage(BytesIO(content), filename=str(file["name"]))
        except (binascii.Error, KeyError, TypeError, ValueError) as error:
            raise ValidationError(
                request.env._("A file did not arrive whole; attach it again.")
            ) from error
