from odoo import fields, models

from ...const import READERS


class AccountMove(models.Model):
    """What was spent follows the state of entries: posted, reset, cancelled. All ways to get
    there write the state, so this is the one hook."""

    _inherit = "account.move"

    zrm_request_id = fields.Many2one(
        "zrm.budget.request",
        string="Request for Credit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=READERS,
    )

    zrm_case_id = fields.Many2one(
        "zrm.case",
        string="Case of the Fee",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        # Its name would tell the books what a case is about.
        groups=fields.NO_ACCESS,
    )

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.line_ids._zrm_book_spending()
            self._zrm_requests()._settle()
        return result

    def _compute_payment_state(self):
        result = super()._compute_payment_state()
        if requests := self._zrm_requests():
            requests._follow_bills()
        return result

    def _zrm_requests(self):
        """The requests behind these entries, as superuser; no query where there are none."""
        return self.sudo().zrm_request_id
