from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager


class MyServices(CustomerPortal):
    """What the signed-in citizen was granted; the own account alone, nobody's else."""

    _services_per_page = 20

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_count" in counters:
            values["service_count"] = len(self._services().ids)
        return values

    def _services(self, limit=None, offset=0):
        # sudo: portal users have no rights; narrowed to what their own file was granted.
        Line = request.env["zrm.budget.request.line"].sudo()
        own = request.env.user.partner_id
        return Line.search(
            Line._domain_of_citizen(own), limit=limit, offset=offset, order="id desc"
        )

    @http.route(
        ["/my/services", "/my/services/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_services(self, page=1, **kwargs):
        total = len(self._services().ids)
        pager = portal_pager(
            url="/my/services", total=total, page=page, step=self._services_per_page
        )
        services = self._services(self._services_per_page, pager["offset"])
        return request.render(
            "zrm_budget.portal_my_services",
            {
                "page_name": "my_services",
                "services": services.with_context(lang=request.env.lang),
                "pager": pager,
            },
        )
