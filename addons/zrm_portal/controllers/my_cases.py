from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager
from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.const import FINAL_STATES

from .case_page import CasePage


class MyCases(CasePage):
    """Cases of the signed-in citizen and of those whom they represent."""

    _list_url = "/my/cases"
    # A page that a phone can scroll.
    _cases_per_page = 20

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "case_count" in counters:
            # sudo: portal users have no rights; the domain limits to their own cases.
            domain = request.env["zrm.case"]._domain_of_citizen(request.env.user)
            values["case_count"] = request.env["zrm.case"].sudo().search_count(domain)
        return values

    def _case_filters(self):
        return {
            "open": (request.env._("Open"), Domain("state", "not in", FINAL_STATES)),
            "asked": (request.env._("Waiting for my reply"), Domain("state", "=", "waiting")),
            "answered": (request.env._("Answered"), Domain("state", "=", "answered")),
            "over": (request.env._("Closed"), Domain("state", "in", FINAL_STATES)),
            "all": (request.env._("All"), Domain.TRUE),
        }

    @http.route(
        [_list_url, f"{_list_url}/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_cases(self, page=1, filterby="all", search="", **kwargs):
        Case = request.env["zrm.case"].sudo()  # narrowed to the citizen's own
        filters = self._case_filters()
        filterby = filterby if filterby in filters else "all"
        domain = Case._domain_of_citizen(request.env.user) & filters[filterby][1]
        search = (search or "").strip()[:100]
        if search:
            domain &= Domain("text_search", "ilike", search) | Domain(
                "number", "=like", f"{self._digits(search) or 'x'}%"
            )
        total = Case.search_count(domain)
        pager = portal_pager(
            url=self._list_url,
            url_args={"filterby": filterby, "search": search},
            total=total,
            page=page,
            step=self._cases_per_page,
        )
        cases = Case.search(
            domain, limit=self._cases_per_page, offset=pager["offset"], order="id desc"
        )
        return request.render(
            "zrm_portal.portal_my_cases",
            {
                **self._frame_values(),
                "page_name": "my_cases",
                "cases": cases.with_context(
                    lang=request.env.lang, tz=request.env.context.get("tz")
                ),
                "own": request.env.user.partner_id,
                "pager": pager,
                "filters": {key: label for key, (label, _domain) in filters.items()},
                "filterby": filterby,
                "search": search,
                "default_url": self._list_url,
            },
        )

    @staticmethod
    def _digits(text):
        return "".join(sign for sign in persian.to_ascii_digits(text) if sign.isdigit())
