from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.zrm_base.append_only import append_only

from ...domain.ledger import EFFECTS

LABELS = {
    "appropriate": "Appropriation",
    "reduce": "Reduction",
    "allot": "Allotment",
    "withdraw": "Withdrawal of allotment",
    "transfer_in": "Transfer in",
    "transfer_out": "Transfer out",
    "reserve": "Reservation",
    "release": "Release",
    "commit": "Commitment",
    "uncommit": "Commitment taken back",
    "spend": "Expenditure",
    "unspend": "Expenditure taken back",
    "charge": "Expenditure without commitment",
    "refund": "Refund",
}
KINDS = [(kind, LABELS[kind]) for kind in EFFECTS]


class ZrmBudgetMove(models.Model):
    """The ledger of credits: append-only, in the ORM and by a trigger. Written by
    ``zrm.budget.line._book`` in the transaction that changes the counters."""

    _name = "zrm.budget.move"
    _description = "Entry of the Credit Ledger"
    _inherit = ["zrm.record.mixin"]
    _is_final = True
    _order = "id desc"
    _rec_name = "kind"

    line_id = fields.Many2one(
        "zrm.budget.line", required=True, index=True, ondelete="restrict", readonly=True
    )
    # Not related: a stored one is written after the row is there.
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="line_id.currency_id")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    jalali_year = fields.Char(string="Solar Year", readonly=True)
    jalali_month = fields.Char(string="Solar Month", readonly=True, help="Such as 1405-08.")
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    request_line_id = fields.Many2one(
        "zrm.budget.request.line", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    document_id = fields.Many2one(
        "zrm.budget.document", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    source = fields.Char(readonly=True, index="btree_not_null", help="Model and id, as text.")
    key = fields.Char(required=True, readonly=True)

    # The last entries of a line that has a hundred thousand.
    _latest = models.Index("(line_id, id DESC)")
    _key = models.UniqueIndex("(key)", "This was booked already.")
    _above_zero = models.Constraint("CHECK (amount > 0)", "An entry is above zero.")

    def init(self):
        self.env.cr.execute(append_only(self._table, SQL("FALSE")))
