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
            services, own = self._services()
            values["service_count"] = services.search_count(own)
        return values

    def _services(self):
        # sudo: portal users have no rights; narrowed to what their own file was granted.
        services = request.env["zrm.budget.request.line"].sudo()
        return services, services._domain_of_citizen(request.env.user.partner_id)

    @http.route(
        ["/my/services", "/my/services/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_services(self, page=1, **kwargs):
        services, own = self._services()
        total = services.search_count(own)
        pager = portal_pager(
            url="/my/services", total=total, page=page, step=self._services_per_page
        )
        services = services.search(
            own, limit=self._services_per_page, offset=pager["offset"], order="id desc"
        )
        return request.render(
            "zrm_budget.portal_my_services",
            {
                "page_name": "my_services",
                "services": services.with_context(lang=request.env.lang),
                "pager": pager,
            },
        )
