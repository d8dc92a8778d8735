from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .zrm_case import PAID


class AccountMove(models.Model):
    """The invoice of a citizen's fee: what became of it, and who may give it back."""

    _inherit = "account.move"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._zrm_follow_credit_notes()
        return result

    def _zrm_follow_credit_notes(self):
        """After credit notes of fees were posted, reset or cancelled.

        :raise UserError: for one that nobody else proposed
        """
        notes = self.filtered(lambda move: move.move_type == "out_refund")
        # sudo: accountants read neither the case nor why; other notes cost no query.
        invoices = notes.sudo().reversed_entry_id
        invoices = invoices and invoices.filtered("zrm_case_id")
        if not invoices:
            return
        refunds = invoices.env["zrm.fee.refund"].search([("invoice_id", "in", invoices.ids)])
        posted = notes.sudo().filtered(lambda note: note.state == "posted").reversed_entry_id
        for invoice in posted & invoices if not self.env.su else ():
            proposal = refunds.filtered(lambda one, of=invoice: one.invoice_id == of)
            if not proposal:
                raise UserError(
                    self.env._(
                        "%s is the fee of a citizen: a manager of the unit proposes the refund "
                        "on the case first.",
                        invoice.name,
                    )
                )
            if proposal.user_id == self.env.user:
                raise UserError(
                    self.env._("You proposed this refund yourself; another accountant posts it.")
                )
        refunds._follow()

    def _zrm_is_refunded(self):
        """Whether all of the fee was taken back by posted credit notes."""
        self.ensure_one()
        if self.payment_state == "reversed":
            return True
        notes = self.reversal_move_ids.filtered(lambda note: note.state == "posted")
        given = sum(notes.mapped("amount_total"))
        return bool(notes) and self.currency_id.compare_amounts(given, self.amount_total) >= 0

    def _zrm_live_fees(self):
        """Of these invoices, as superuser, those by which a citizen owes or has paid a fee."""
        return self.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.state == "posted"
                and not move._zrm_is_refunded()
            )
        )

    def _zrm_fee_state(self):
        """What became of a fee, as superuser; one of ``FEE_STATES``."""
        self.ensure_one()
        if self._zrm_is_refunded():
            return "refunded"
        proposed = self.zrm_case_id.fee_refund_ids.filtered(lambda one: one.invoice_id == self)
        if self.payment_state in PAID:
            return "refunding" if proposed else "paid"
        return "withdrawn" if proposed else "due"

    @api.model
    def _zrm_domain_of_fees(self, partners):
        """The fees of these citizens; search it as superuser. Not those of cases that are no
        longer theirs, or whose reporter was hidden since."""
        return (
            Domain("zrm_case_id", "!=", False)
            & Domain("move_type", "=", "out_invoice")
            & Domain("state", "=", "posted")
            & Domain("partner_id", "in", partners.ids)
            & Domain("zrm_case_id.partner_id", "in", partners.ids)
        )

    def _has_to_be_paid(self):
        """As core's; a fee that is about to be taken back is not asked for."""
        asked = super()._has_to_be_paid()
        # sudo: portal users read no cases; invoices of others cost no query.
        own = self.sudo()
        return asked and not (own.zrm_case_id and own._zrm_fee_state() == "withdrawn")
