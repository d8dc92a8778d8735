from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...const import READERS
from ..credit.booking import Entry

# Changes of a posted line after which what is spent may be another amount.
AMOUNTS = {"debit", "credit", "balance", "amount_currency", "zrm_budget_line_id"}


class AccountMoveLine(models.Model):
    """A line that is charged to a credit. The link is explicit: analytic distributions of
    posted lines may be edited at any time, and hold several accounts."""

    _inherit = "account.move.line"

    zrm_budget_line_id = fields.Many2one(
        "zrm.budget.line",
        string="Credit Line",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=READERS,
    )
    zrm_request_line_id = fields.Many2one(
        "zrm.budget.request.line",
        string="Line of the Request for Credit",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=READERS,
    )

    def _copy_data_extend_business_fields(self, values):
        """Core calls it for reversals only: these keep the link, a duplicate does not."""
        result = super()._copy_data_extend_business_fields(values)
        # sudo: whoever reverses an entry need not see what it is charged to.
        own = self.sudo()
        if own.zrm_budget_line_id:
            values["zrm_budget_line_id"] = own.zrm_budget_line_id.id
            values["zrm_request_line_id"] = own.zrm_request_line_id.id
        return result

    @api.constrains("zrm_budget_line_id", "account_id")
    def _check_zrm_account(self):
        # sudo: whoever edits an entry need not see what it is charged to.
        for line in self.sudo().filtered("zrm_budget_line_id"):
            account = line.zrm_budget_line_id.subject_id._account()
            if line.account_id != account:
                raise ValidationError(
                    self.env._(
                        "%(credit)s is spent on the account %(account)s, not on %(other)s.",
                        credit=line.zrm_budget_line_id.display_name,
                        account=account.display_name or "?",
                        other=line.account_id.display_name or "?",
                    )
                )

    def write(self, vals):
        if "zrm_budget_line_id" in vals:
            # What was charged to the credit before goes back to it.
            self._zrm_book_spending(removed=True)
        result = super().write(vals)
        if AMOUNTS & vals.keys():
            self._zrm_book_spending()
        return result

    def unlink(self):
        linked = self.sudo().filtered("zrm_budget_line_id")
        if linked:
            linked._zrm_book_spending(removed=True)
        return super().unlink()

    # ------------------------------------------------------------------
    # What is spent
    # ------------------------------------------------------------------

    def _zrm_book_spending(self, removed=False):
        """Books what the credits of these lines differ from what the lines say by now: their
        balance when posted, nothing otherwise.

        :param bool removed: the lines are about to be removed
        :raise UserError: when the entry is dated outside the period, or more than is left
        """
        # sudo: accountants need not see the credits that their entries are charged to.
        linked = self.sudo().filtered("zrm_budget_line_id")
        if not linked:
            return
        booked = linked._zrm_booked()
        entries = []
        for line in linked:
            posted = line.parent_state == "posted" and not removed
            wanted = line.balance if posted else 0.0
            entries += line._zrm_entries(wanted, *booked[line.id])
        if entries:
            self.env["zrm.budget.line"].sudo()._book(entries)
            linked.zrm_request_line_id.invalidate_recordset(
                ["move_ids", "reserved", "committed", "spent"]
            )

    def _zrm_booked(self):
        """What the ledger says of these lines.

        :return: ``{id: (spent from commitments, spent without one, number of entries)}``
        """
        sources = {f"account.move.line,{line.id}": line.id for line in self}
        rows = self.env["zrm.budget.move"]._read_group(
            [("source", "in", list(sources))], ["source", "kind"], ["amount:sum", "__count"]
        )
        signs = {"spend": (0, 1), "unspend": (0, -1), "charge": (1, 1), "refund": (1, -1)}
        booked = {line.id: [0.0, 0.0, 0] for line in self}
        for source, kind, amount, count in rows:
            place, sign = signs[kind]
            booked[sources[source]][place] += sign * amount
            booked[sources[source]][2] += count
        return booked

    def _zrm_entries(self, wanted, committed, free, count):
        """Entries after which this line has spent ``wanted``."""
        self.ensure_one()
        currency, credit = self.company_currency_id, self.zrm_budget_line_id
        change = currency.round(wanted - committed - free)
        if currency.is_zero(change):
            return []
        parts = []
        if change > 0:
            self._zrm_check_day()
            request_line = self.zrm_request_line_id
            from_commitment = min(change, request_line.committed) if request_line else 0.0
            rest = currency.round(change - from_commitment)
            # A refund that is taken back is no over-run.
            given_back = min(rest, max(-free, 0.0))
            if request_line and rest > given_back:
                most = request_line.payable * credit.overrun / 100
                if currency.compare_amounts(rest - given_back, most) > 0:
                    raise UserError(
                        self.env._(
                            "%(bill)s: more is spent than was committed for it. Lower the bill, "
                            "or ask for the rest with another request.",
                            bill=self.move_id.display_name,
                        )
                    )
            parts = [("spend", from_commitment), ("charge", rest)]
        else:
            refunded = min(-change, max(free, 0.0)) if wanted >= 0 else 0.0
            unspent = min(-change - refunded, committed)
            parts = [
                ("refund", refunded),
                ("unspend", unspent),
                ("refund", currency.round(-change - refunded - unspent)),
            ]
        source = f"account.move.line,{self.id}"
        parts = [(kind, amount) for kind, amount in parts if not currency.is_zero(amount)]
        return [
            Entry(
                credit,
                kind,
                amount,
                f"{source},{count + place}",
                request_line=self.zrm_request_line_id.id,
                source=source,
            )
            for place, (kind, amount) in enumerate(parts)
        ]

    def _zrm_check_day(self):
        """:raise UserError: when the entry is dated outside the period of its credit"""
        period = self.zrm_budget_line_id.period_id
        day = self.date
        if day and not period.date_from <= day <= period._last_day():
            raise UserError(
                self.env._(
                    "%(bill)s is dated %(day)s; the credit is of %(period)s, which takes entries "
                    "until %(last)s. Use a credit of the period of that day.",
                    bill=self.move_id.display_name,
                    day=fields.Date.to_string(day),
                    period=period.name,
                    last=fields.Date.to_string(period._last_day()),
                )
            )
