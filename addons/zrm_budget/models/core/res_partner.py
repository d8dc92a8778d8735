from odoo import api, fields, models
from odoo.fields import Domain

from ..fee.zrm_case import PAID

KINDS = ("granted", "charged", "paid", "refunded")


class ResPartner(models.Model):
    """What a citizen got from public money, and gave for services."""

    _inherit = "res.partner"

    zrm_granted = fields.Monetary(
        string="Services granted",
        compute="_compute_zrm_granted",
        currency_field="zrm_granted_currency_id",
        groups="zrm_budget.group_budget_user",
    )
    zrm_granted_currency_id = fields.Many2one(
        "res.currency", string="Currency of Services", compute="_compute_zrm_granted"
    )

    zrm_account_overview = fields.Html(
        compute="_compute_zrm_account_overview",
        sanitize=False,  # rendered from our own template, which escapes names
        groups="zrm_budget.group_budget_user",
    )

    @api.depends_context("company", "uid")
    def _compute_zrm_granted(self):
        company = self.env.company
        today = company._zrm_today()
        granted = dict.fromkeys(self._origin, 0.0)
        for partner, currency, amount in self.env["zrm.budget.request.line"]._read_group(
            [
                ("partner_id", "in", self.ids),
                ("company_id", "=", company.id),
                ("request_id.state", "in", ("posted", "paid")),
            ],
            ["partner_id", "currency_id"],
            ["payable:sum"],
        ):
            granted[partner] += currency._convert(amount, company.currency_id, company, today)
        for partner in self:
            partner.zrm_granted = granted.get(partner._origin, 0)
            partner.zrm_granted_currency_id = company.currency_id

    # Does not depend on what it counts: it shows saved data.
    @api.depends("name")
    @api.depends_context("allowed_company_ids", "lang", "uid")
    def _compute_zrm_account_overview(self):
        """What the citizen got and gave, by organization, as far as the reader may know."""
        for partner in self:
            rows = partner._origin._zrm_account()
            partner.zrm_account_overview = bool(rows) and self.env["ir.qweb"]._render(
                "zrm_budget.account_overview", {"rows": rows}
            )

    def action_zrm_grant_service(self):
        """Opens a new request for this citizen, of the first unit that the user works in.

        :raise AccessError: for who may not ask for credit, or not open the file
        """
        self.env["zrm.budget.request"].check_access("create")
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Grant a service"),
            "res_model": "zrm.budget.request",
            "view_mode": "form",
            "context": {
                "default_unit_id": self.env.user.zrm_unit_ids[:1].id,
                "zrm_for_partner": self.id,
            },
        }

    def action_zrm_granted(self):
        """Opens what was granted to the citizen, as far as the user may read it."""
        self.ensure_one()
        self.check_access("read")
        self.env["zrm.budget.request.line"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Services granted"),
            "res_model": "zrm.budget.request.line",
            "view_mode": "list,form",
            "domain": [("partner_id", "=", self.id)],
        }

    def _zrm_account(self):
        """What these people got and gave, by company; services as far as the reader's rules
        go, fees of the cases that the reader may open.

        :return: list of dicts ``company``, ``currency``, ``granted``, ``charged``, ``paid``,
            ``refunded``
        """
        sums = {}

        def add(company, currency, kind, amount):
            row = sums.setdefault((company, currency), dict.fromkeys(KINDS, 0.0))
            row[kind] += amount

        services = self.env["zrm.budget.request.line"]._read_group(
            [("partner_id", "in", self.ids), ("request_id.state", "in", ("posted", "paid"))],
            ["company_id", "currency_id"],
            ["payable:sum"],
        )
        for company, currency, amount in services:
            add(company.sudo(), currency.sudo(), "granted", amount)
        # sudo: sums of the fees of cases that the reader may open.
        moves = self.env["account.move"].sudo()
        fees = moves._zrm_domain_of_fees(self)
        if not self.env.su:
            cases = self.env["zrm.case"]
            if cases.has_access("read"):
                cases = cases.search([("partner_id", "in", self.ids)])
            fees &= Domain("zrm_case_id", "in", cases.ids)
        charged = moves._read_group(
            fees, ["company_id", "payment_state"], ["amount_total:sum", "amount_residual:sum"]
        )
        for company, state, total, due in charged:
            currency = company.currency_id
            add(company, currency, "charged", total)
            # A payment that waits for the bank leaves the residual as it was.
            paid = total if state in PAID else total - due if state == "partial" else 0.0
            add(company, currency, "paid", paid)
        notes = Domain("reversed_entry_id", "any", fees) & Domain("state", "=", "posted")
        refunded = moves._read_group(notes, ["company_id"], ["amount_total:sum"]) if charged else []
        for company, total in refunded:
            add(company, company.currency_id, "refunded", total)
        return [
            {"company": company, "currency": currency, **row}
            for (company, currency), row in sums.items()
        ]
