from datetime import date
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import format_amount

DUTIES = [
    ("approve", "Approves that it is needed"),
    ("certify", "Certifies the credit"),
    ("commit", "Commits"),
    ("liquidate", "Establishes what is payable"),
    ("order", "Orders the payment"),
    ("credit", "Approves documents of credits"),
    ("exceed", "May exceed by exception"),
]


class Authority(NamedTuple):
    """An authority as plain values; amounts in the company's currency, 0 without a limit."""

    id: int
    unit_id: int | bool
    company_id: int
    date_to: date | bool
    up_to: float


class ZrmBudgetAuthority(models.Model):
    """Who may do what with public money, for which units, up to which amount, until when.

    Given by administrators; never by those who use it.
    """

    _name = "zrm.budget.authority"
    _description = "Authority over Credits"
    _inherit = ["mail.thread"]
    _order = "user_id, duty, id"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")
    duty = fields.Selection(DUTIES, required=True, tracking=True)
    unit_id = fields.Many2one(
        "zrm.unit", ondelete="cascade", tracking=True, help="And those below it. Empty: all units."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    up_to = fields.Monetary(tracking=True, help="0: without a limit.")
    date_to = fields.Date(string="Until", tracking=True)

    _limit = models.Constraint("CHECK (up_to >= 0)", "A limit is not below zero.")

    @api.model_create_multi
    def create(self, vals_list):
        authorities = super().create(vals_list)
        authorities._check_not_own()
        self.env.registry.clear_cache()  # record rules contain the ids of units
        return authorities

    def write(self, vals):
        result = super().write(vals)
        self._check_not_own()
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _check_not_own(self):
        for one in self:
            if one.user_id == self.env.user and not self.env.su:
                raise UserError(
                    self.env._("Nobody gives themselves an authority; another administrator does.")
                )

    @api.model
    def _check(self, duty, unit, amount):
        """Checks that the current user has a duty for a unit and an amount.

        :raise UserError: says what is missing
        """
        if self.env.su:
            return
        found = self._of_user(self.env.user, duty, unit)
        labels = dict(self._fields["duty"]._description_selection(self.env))
        if not found:
            raise UserError(
                self.env._(
                    "“%(duty)s” for %(unit)s is not your authority.",
                    duty=labels[duty],
                    unit=unit.sudo().display_name,
                )
            )
        if not any(not one.up_to or amount <= one.up_to for one in found):
            # sudo: the currency of the own authority.
            most = self.sudo().browse(max(found, key=lambda one: one.up_to).id)
            raise UserError(
                self.env._(
                    "Your authority goes up to %s; somebody with a higher one decides.",
                    format_amount(self.env, most.up_to, most.currency_id),
                )
            )

    @api.model
    def _of_user(self, user, duty, unit):
        """The authorities of a user that hold today for a unit.

        :return: list of :class:`Authority`
        """
        today = self.env["res.company"]._zrm_today()
        path = [int(part) for part in (unit.sudo().parent_path or "").split("/") if part]
        company = unit.sudo().company_id or self.env.company
        return [
            one
            for one in self._all_of_user(user.id, duty)
            if (not one.unit_id or one.unit_id in path)
            and (not one.date_to or one.date_to >= today)
            and one.company_id == company.id
        ]

    @api.model
    @tools.ormcache("user_id", "duty")
    def _all_of_user(self, user_id, duty):
        """Asked for each request of a batch; plain values, as they are cached."""
        # sudo: who may do what does not depend on who may read it.
        found = self.sudo().search([("user_id", "=", user_id), ("duty", "=", duty)])
        return [
            Authority(one.id, one.unit_id.id, one.company_id.id, one.date_to, one.up_to)
            for one in found
        ]
