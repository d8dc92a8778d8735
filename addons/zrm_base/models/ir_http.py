from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _redirect(cls, location, code=303):
        """Leads on to the page in the language that is being read.

        Without this each redirect of a citizen's page would be followed by a
        second one, from /zrm to /fa/zrm, which costs nearly as much as the page.
        Odoo's website does the same, but also with paths like /zrm/../..//evil,
        which it joins into another site's address.
        """
        is_plain = location.startswith("/") and not any(
            part in location for part in ("..", "//", "\\")
        )
        if is_plain and getattr(request, "is_frontend", False):
            location = cls._url_for(location)
        return super()._redirect(location, code)
