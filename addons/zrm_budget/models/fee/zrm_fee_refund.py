from odoo import api, fields, models


class ZrmFeeRefund(models.Model):
    """The proposal to give a citizen's fee back: by a manager of the unit, for the accountants,
    who make core's credit note. Without a proposal none is posted."""

    _name = "zrm.fee.refund"
    _description = "Refund of a Fee"
    _inherit = ["zrm.guarded.mixin"]
    _order = "id desc"
    _rec_name = "invoice_id"
    # The verb on the case alone makes them.
    _is_created_by_server = True

    invoice_id = fields.Many2one("account.move", required=True, readonly=True, ondelete="restrict")
    # What accountants need not learn: the case may be confidential.
    case_id = fields.Many2one(
        "zrm.case", required=True, index=True, ondelete="restrict", groups=fields.NO_ACCESS
    )
    words = fields.Char(required=True, groups=fields.NO_ACCESS, help="What the citizen reads.")
    reason = fields.Char(compute="_compute_reason", compute_sudo=True)
    user_id = fields.Many2one(
        "res.users", string="Proposed By", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="invoice_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="invoice_id.currency_id")
    partner_id = fields.Many2one(related="invoice_id.partner_id", string="Citizen")
    amount = fields.Monetary(related="invoice_id.amount_total")
    is_done = fields.Boolean(
        string="Refunded", readonly=True, index=True, help="The credit note is posted."
    )

    _once = models.UniqueIndex("(invoice_id)", "The refund is proposed already.")

    @api.depends("words", "case_id.is_confidential")
    def _compute_reason(self):
        for refund in self:
            case = refund.case_id
            refund.reason = case.number_spaced if case.is_confidential else refund.words

    def action_refund(self):
        """Opens core's dialog for the credit note of the fee; accountants go on from there.

        :return: an action
        """
        self.ensure_one()
        self.check_access("read")
        invoice = self.invoice_id
        invoice.check_access("write")
        return {
            **invoice.action_reverse(),
            "context": {
                "active_model": "account.move",
                "active_ids": invoice.ids,
                "default_reason": self.reason,
            },
        }

    def _follow(self):
        """Follows the credit notes: posted, reset, cancelled. Tells the citizen once it is
        posted."""
        for refund in self:
            is_done = refund.invoice_id._zrm_is_refunded()
            if is_done == refund.is_done:
                continue
            refund.is_done = is_done
            if not is_done:
                continue
            case, amount = refund.case_id, refund.amount
            case._log_event(
                "informed",
                text=case.with_context(lang=case._text_lang()).env._(
                    "The fee of %(amount)s is taken back; what was paid of it is given back. "
                    "%(reason)s",
                    amount=refund.currency_id.format(amount),
                    reason=refund.words,
                ),
                is_public=True,
            )
