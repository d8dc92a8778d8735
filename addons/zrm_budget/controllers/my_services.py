from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager


class MyServices(CustomerPortal):
    """What the signed-in citizen was granted, and those whom they represent; nobody else."""

    _services_per_page = 20

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_count" in counters:
            services, own = self._services()
            values["service_count"] = services.search_count(own)
        if "fee_count" in counters:
            fees, own = self._fees()
            values["fee_count"] = fees.search_count(own)
        return values

    def _people(self):
        """All whose account the signed-in citizen may see; representation as approved."""
        return request.env.user.partner_id._acts_as()

    def _services(self):
        # sudo: portal users have no rights; narrowed to what their own files were granted.
        services = request.env["zrm.budget.request.line"].sudo()
        return services, services._domain_of_citizens(self._people())

    def _fees(self):
        # sudo: as above, for the fees of their own cases.
        fees = request.env["account.move"].sudo()
        return fees, fees._zrm_domain_of_fees(self._people())

    def _account_values(self):
        return {
            "own": request.env.user.partner_id,
            # sudo: portal users have no rights; sums of the account of these people.
            "totals": self._people().sudo()._zrm_account(),
        }

    @http.route(
        ["/my/services", "/my/services/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_services(self, page=1, **kwargs):
        return self._page("services", page, *self._services())

    def _page(self, name, page, records, own):
        """One page of the account: ``name`` is its address below /my, its template and what the
        template calls the records.

        :param records: the model to search, as superuser
        :param own: the domain of what is the citizen's
        """
        total, step = records.search_count(own), self._services_per_page
        pager = portal_pager(url=f"/my/{name}", total=total, page=page, step=step)
        found = records.search(own, limit=step, offset=pager["offset"], order="id desc")
        return request.render(
            f"zrm_budget.portal_my_{name}",
            {
                "page_name": f"my_{name}",
                name: found.with_context(lang=request.env.lang),
                "pager": pager,
                **self._account_values(),
            },
        )
