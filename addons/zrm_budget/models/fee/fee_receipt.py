import secrets

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.zrm_cases.domain import qr_code

QR_SIZE = 180  # pixels
# States of a fee of which there is a receipt; of one that was refunded its paper is still out.
WITH_RECEIPT = ("paid", "refunding", "refunded")


class AccountMove(models.Model):
    """The receipt of a paid fee. Its QR code opens a page where anybody checks it."""

    _inherit = "account.move"

    zrm_receipt_token = fields.Char(copy=False, index="btree_not_null", groups=fields.NO_ACCESS)

    def _zrm_receipt_url(self):
        """The address of the page that checks the receipt, as superuser."""
        self.ensure_one()
        if not self.zrm_receipt_token:
            self.zrm_receipt_token = secrets.token_urlsafe(24)
        return f"{self.zrm_case_id.get_base_url()}/zrm/receipt/{self.zrm_receipt_token}"

    @api.model
    def _zrm_by_receipt_token(self, token):
        """The paid fee of a receipt, as superuser; empty for a wrong token, and where nothing
        was paid or the payment was taken back."""
        if not token or len(token) < 20:
            return self.browse()
        # sudo: the random token is the authorization.
        move = self.sudo().search([("zrm_receipt_token", "=", token)], limit=1)
        return move if move and move._zrm_fee_state() in WITH_RECEIPT else self.browse()

    def _zrm_has_receipt(self):
        """Whether the fee is paid and stays so, as superuser."""
        self.ensure_one()
        return self._zrm_fee_state() in ("paid", "refunding")

    def _zrm_paid_on(self):
        """The day of the last payment of the fee, as superuser."""
        self.ensure_one()
        payments = self._get_reconciled_payments() | self.matched_payment_ids
        days = payments.filtered(lambda one: one.state in ("in_process", "paid")).mapped("date")
        return max(days, default=self.invoice_date)

    def _zrm_receipt_values(self):
        """What a receipt says of a fee, as superuser: no more than the page behind its QR code,
        and who paid.

        :return: dict of plain values and of the company and currency
        """
        self.ensure_one()
        case = self.zrm_case_id
        is_closed = case.is_confidential or case.is_reporter_hidden
        return {
            "number": self.name,
            "amount": self.amount_total,
            "currency": self.currency_id,
            "printed": self.currency_id._zrm_on_paper(self.amount_total),
            "words": self.currency_id._zrm_in_words(self.amount_total),
            "paid_on": self._zrm_paid_on(),
            "subject": False if is_closed else case.subject_id.name,
            "case_number": case.number_spaced,
            "payer": self.partner_id.name,
            "company": self.company_id,
            "state": self._zrm_fee_state(),
        }


class ZrmFeeReceiptReport(models.AbstractModel):
    """Receipts are printed by who may read the case, or the entry, and by nobody else."""

    _name = "report.zrm_budget.report_fee_receipt"
    _description = "Receipt of a Fee"

    @api.model
    def _get_report_values(self, docids, data=None):
        receipts = []
        for move in self.env["account.move"].browse(docids).exists():
            # sudo: experts read no entries; the right to the case is checked instead.
            own = move.sudo()
            case = own.zrm_case_id
            # Whoever handles a hidden case must not learn from a receipt whose it is.
            shows_payer = case and not case.is_reporter_hidden
            by_case = shows_payer and case.with_env(self.env).has_access("read")
            if not case or not (move.has_access("read") or by_case):
                raise AccessError(self.env._("This receipt is not yours to print."))
            if not own._zrm_has_receipt():
                raise UserError(self.env._("There is a receipt once the fee is paid."))
            # In the language of the page that a citizen looks at; else in the citizen's own.
            lang = self.env.context.get("zrm_receipt_lang") or own.partner_id.lang
            own = own.with_context(lang=lang or self.env.lang)
            values = own._zrm_receipt_values()
            # As on the receipt of a case; what is drawn is squares, the address is not in it.
            qr = Markup(qr_code.svg(own._zrm_receipt_url(), QR_SIZE))
            receipts.append({**values, "qr": qr, "lang": own.env.lang})
        return {"receipts": receipts}
