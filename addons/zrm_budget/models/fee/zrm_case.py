from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

PAID = ("paid", "in_payment")


class ZrmCase(models.Model):
    """Fees of a case: an invoice to its citizen, paid in the portal or at the counter."""

    _inherit = "zrm.case"

    fee_invoice_ids = fields.One2many(
        "account.move",
        "zrm_case_id",
        string="Fee Invoices",
        readonly=True,
        groups="account.group_account_invoice",
    )
    fee_exemption = fields.Char(string="Why Exempted", readonly=True, copy=False)
    has_fee = fields.Boolean(compute="_compute_has_fee")
    is_fee_settled = fields.Boolean(
        string="Fee Paid or Exempted",
        compute="_compute_is_fee_settled",
        help="A step of a process may wait for it.",
    )

    @api.depends("subject_id", "company_id")
    def _compute_has_fee(self):
        # sudo: whether a subject has a fee is published.
        fees = self.env["zrm.fee"].sudo().search([("subject_id", "in", self.subject_id.ids)])
        charged = {(fee.subject_id, fee.company_id) for fee in fees}
        for case in self:
            case.has_fee = (case.subject_id, case.company_id) in charged

    @api.depends("fee_invoice_ids.payment_state", "fee_exemption", "subject_id")
    def _compute_is_fee_settled(self):
        for case in self:
            # sudo: whether it is paid; nothing else of the invoice.
            invoices = case.sudo().fee_invoice_ids.filtered(
                lambda bill: bill.move_type == "out_invoice" and bill.state == "posted"
            )
            live = invoices.filtered(lambda bill: bill.payment_state != "reversed")
            paid = bool(live) and all(bill.payment_state in PAID for bill in live)
            case.is_fee_settled = bool(case.fee_exemption) or paid or not case.has_fee

    def action_charge_fee(self):
        """Makes and posts the invoice of the fee, and tells the citizen.

        :raise UserError: says what is missing
        """
        for case in self._lock_for_handling():
            case._check_open()
            own = case.sudo()
            if own.is_reporter_hidden or not own.partner_id:
                raise UserError(self.env._("A fee is charged to a known citizen."))
            if own.fee_exemption:
                raise UserError(self.env._("The citizen is exempted: %s", own.fee_exemption))
            if any(
                bill.state != "cancel" and bill.payment_state != "reversed"
                for bill in own.fee_invoice_ids.filtered(lambda one: one.move_type == "out_invoice")
            ):
                raise UserError(self.env._("The fee was charged already."))
            # sudo: experts charge by the tariff alone; amount and account come from it.
            invoice = own.env["account.move"].create(own._fee_invoice_vals())
            invoice.action_post()
            case._log_event(
                "informed",
                text=case.with_context(lang=case._text_lang()).env._(
                    "A fee of %s is to be paid.",
                    own.company_id.currency_id.format(invoice.amount_total),
                ),
                is_public=True,
            )
        return True

    def _fee_invoice_vals(self):
        self.ensure_one()
        fees = self.env["zrm.fee"].search(
            [("subject_id", "=", self.subject_id.id), ("company_id", "=", self.company_id.id)]
        )
        if not fees:
            raise UserError(
                self.env._("“%s” has no fee; the administrator sets it.", self.subject_id.name)
            )
        lines = []
        for fee in fees:
            amount = fee._amount(self)
            if amount is None:
                raise UserError(
                    self.env._("Answer “%s” first: the fee is counted by it.", fee.question_id.name)
                )
            if amount:
                # Whoever reads the books need not learn what a confidential case is about.
                name = self.number_spaced if self.is_confidential else fee.name
                lines.append(
                    (
                        0,
                        0,
                        {
                            "name": name,
                            "account_id": fee.account_id.id,
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [(6, 0, [])],
                        },
                    )
                )
        if not lines:
            raise UserError(self.env._("By the tariff nothing is to be paid."))
        return {
            "move_type": "out_invoice",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "invoice_date": self.env["res.company"]._zrm_today(),
            "ref": self.number,
            "zrm_case_id": self.id,
            "invoice_line_ids": lines,
        }

    def action_exempt_from_fee(self, reason):
        """Exempts the citizen from the fee; a manager of the unit decides.

        :param str reason: why, by which rule
        """
        if not self.env.su and not self.env.user.has_group("zrm_base.group_manager"):
            raise AccessError(self.env._("A manager of the unit exempts from fees."))
        for case in self._lock_for_handling():
            case._check_open()
            if not self.env.user._zrm_manages(case.sudo().unit_id):
                raise UserError(self.env._("A manager of the unit exempts from fees."))
            if not (reason or "").strip():
                raise UserError(self.env._("Write why the citizen is exempted."))
            if case.sudo().fee_invoice_ids.filtered(lambda bill: bill.payment_state in PAID):
                raise UserError(self.env._("It is paid already; refund it instead."))
            case._write_handling({"fee_exemption": reason.strip()[:200]})
        return True

    @api.model
    def _handling_fields(self):
        return super()._handling_fields() | {"fee_exemption"}
