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


class Held(NamedTuple):
    """What a user may do: for this unit and those below or all, up to an amount, until a day."""

    unit_id: int | bool
    company_id: int
    up_to: float
    date_to: object


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
    def _check(self, duty, unit, amount, currency=None):
        """Checks that the current user has a duty for a unit and an amount.

        :param currency: of the amount, where it is not that of the unit's company
        :raise UserError: says what is missing
        """
        if self.env.su:
            return
        limits = self._limits_of(self.env.user, duty, unit)
        labels = dict(self._fields["duty"]._description_selection(self.env))
        if not limits:
            raise UserError(
                self.env._(
                    "“%(duty)s” for %(unit)s is not your authority.",
                    duty=labels[duty],
                    unit=unit.sudo().display_name,
                )
            )
        if 0 in limits:
            return
        company = unit.sudo().company_id or self.env.company
        if currency and currency != company.currency_id:
            today = self.env["res.company"]._zrm_today()
            amount = currency._convert(amount, company.currency_id, company, today)
        if amount > max(limits):
            raise UserError(
                self.env._(
                    "Your authority goes up to %s; somebody with a higher one decides.",
                    format_amount(self.env, max(limits), company.currency_id),
                )
            )

    @api.model
    def _limits_of(self, user, duty, unit):
        """Up to which amounts a user has a duty for a unit today; 0 is without a limit, and an
        empty list is not at all."""
        today = self.env["res.company"]._zrm_today()
        path, company_id = self._place_of(unit.id)
        company_id = company_id or self.env.company.id
        return [
            held.up_to
            for held in self._held_by(user.id, duty)
            if (not held.unit_id or held.unit_id in path)
            and (not held.date_to or held.date_to >= today)
            and held.company_id == company_id
        ]

    @api.model
    @tools.ormcache("user_id", "duty")
    def _held_by(self, user_id, duty):
        """Asked for each request of a batch, and by each verb."""
        # sudo: who may do what does not depend on who may read it.
        return tuple(
            Held(one.unit_id.id, one.company_id.id, one.up_to, one.date_to)
            for one in self.sudo().search([("user_id", "=", user_id), ("duty", "=", duty)])
        )

    @api.model
    @tools.ormcache("unit_id")
    def _place_of(self, unit_id):
        """A unit with those above it, and its company; cached as record rules are."""
        unit = self.env["zrm.unit"].sudo().browse(unit_id)
        path = frozenset(int(part) for part in (unit.parent_path or "").split("/") if part)
        return path, unit.company_id.id
