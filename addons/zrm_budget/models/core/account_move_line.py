from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...const import READERS
from ..credit.booking import Entry

LINKS = {"zrm_budget_line_id", "zrm_request_line_id"}
# Changes of a posted line after which what is spent may be another amount.
AMOUNTS = {"debit", "credit", "balance", "amount_currency", *LINKS}


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

    @api.constrains("zrm_budget_line_id", "zrm_request_line_id", "account_id")
    def _check_zrm_account(self):
        # sudo: whoever edits an entry need not see what it is charged to.
        for line in self.sudo().filtered(
            lambda one: one.zrm_budget_line_id or one.zrm_request_line_id
        ):
            asked_of = line.zrm_request_line_id.budget_line_id
            if asked_of and asked_of != line.zrm_budget_line_id:
                raise ValidationError(
                    self.env._(
                        "%(request)s is a request to the credit %(credit)s; the entry is charged "
                        "to the same.",
                        request=line.zrm_request_line_id.request_id.display_name,
                        credit=asked_of.display_name,
                    )
                )
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
        if LINKS & vals.keys():
            # What was charged before goes back to where it was charged.
            self._zrm_book_spending(removed=True)
        result = super().write(vals)
        if AMOUNTS & vals.keys():
            self._zrm_book_spending()
            # sudo: whoever edits an entry need not see the request behind it.
            if requests := self.sudo().zrm_request_line_id.request_id:
                # All of the bill, before what is left of the request is given back.
                self.move_id.line_ids._zrm_book_spending()
                requests._settle()
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
        # What is left of each commitment; several lines of a bill may spend one.
        left = {one: one.committed for one in linked.zrm_request_line_id}
        spent = {one: one.spent for one in left}
        entries = []
        for line in linked:
            posted = line.parent_state == "posted" and not removed
            period = line.zrm_budget_line_id.period_id
            wanted = period._from_books(line.balance) if posted else 0.0
            entries += line._zrm_entries(wanted, *booked[line.id], left)
            if line.zrm_request_line_id:
                committed, free, _count = booked[line.id]
                spent[line.zrm_request_line_id] += wanted - committed - free
        self._zrm_check_spent(spent)
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

    def _zrm_entries(self, wanted, committed, free, count, left):
        """Entries after which this line has spent ``wanted``.

        :param dict left: ``{line of a request: what of its commitment is not spent}``; what
            is spent here is taken off
        """
        self.ensure_one()
        credit = self.zrm_budget_line_id
        currency = credit.currency_id
        change = currency.round(wanted - committed - free)
        if currency.is_zero(change):
            return []
        parts = []
        if change > 0:
            self._zrm_check_day()
            request_line = self.zrm_request_line_id
            from_commitment = min(change, left.get(request_line, 0.0))
            rest = currency.round(change - from_commitment)
            if request_line:
                request_line.request_id._check_is_payable()
                left[request_line] -= from_commitment
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

    def _zrm_check_spent(self, spent):
        """:param dict spent: ``{line of a request: what all entries together spend for it}``
        :raise UserError: when that is more than before, and more than its over-run allows"""
        for line, amount in spent.items():
            currency = line.currency_id
            is_more = currency.compare_amounts(amount, line.spent) > 0
            if is_more and currency.compare_amounts(amount, line._most()) > 0:
                raise UserError(
                    self.env._(
                        "%(bill)s: more is spent than was committed for it. Lower the bill, "
                        "or ask for the rest with another request.",
                        bill=self.move_id[:1].display_name,
                    )
                )

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
                    day=self.env["res.partner"]._format_date(day),
                    period=period.name,
                    last=self.env["res.partner"]._format_date(period._last_day()),
                )
            )
