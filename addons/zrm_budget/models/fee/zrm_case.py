from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

PAID = ("paid", "in_payment")
FEE_STATES = [
    ("open", "To be charged"),
    ("due", "To be paid"),
    ("withdrawn", "Being taken back"),
    ("paid", "Paid"),
    ("refunding", "To be refunded"),
    ("refunded", "Refunded"),
    ("exempted", "Exempted"),
]


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
    fee_refund_ids = fields.One2many("zrm.fee.refund", "case_id", groups=fields.NO_ACCESS)
    fee_state = fields.Selection(FEE_STATES, string="Fee", compute="_compute_fee_state")
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

    @api.depends(
        "fee_invoice_ids.payment_state",
        "fee_invoice_ids.reversal_move_ids.state",
        "fee_refund_ids.is_done",
        "fee_exemption",
        "has_fee",
    )
    def _compute_fee_state(self):
        # What is owed comes before what was paid, that before what was given back.
        order = ("due", "withdrawn", "refunding", "paid", "refunded")
        for case in self:
            # sudo: what became of the fee; nothing else of the invoice.
            own = case.sudo()
            charged = own.fee_invoice_ids.filtered(
                lambda move: move.move_type == "out_invoice" and move.state == "posted"
            )
            found = {move._zrm_fee_state() for move in charged}
            state = next((one for one in order if one in found), False)
            if own.fee_exemption and state in (False, "refunded"):
                state = "exempted"
            case.fee_state = state or ("open" if case.has_fee else False)

    @api.depends("fee_state", "fee_exemption", "has_fee")
    def _compute_is_fee_settled(self):
        for case in self:
            paid = case.fee_state in ("paid", "refunding")
            case.is_fee_settled = bool(case.fee_exemption) or paid or not case.has_fee

    def _live_fees(self):
        """Invoices by which the citizen owes or has paid a fee, as superuser."""
        return self.sudo().fee_invoice_ids._zrm_live_fees()

    def _fees_for_citizen(self):
        """The posted invoices that the citizen of the case sees, as superuser: not those of
        somebody whose case it was before, nor where the reporter is hidden."""
        self.ensure_one()
        own = self.sudo()
        return own.fee_invoice_ids.filtered_domain(
            own.fee_invoice_ids._zrm_domain_of_fees(own.partner_id)
        )

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
            drafts = own.fee_invoice_ids.filtered(lambda one: one.state == "draft")
            if case._live_fees() or drafts:
                raise UserError(self.env._("The fee was charged already."))
            # sudo: experts charge by the tariff alone; amount and account come from it.
            invoice = own.env["account.move"].create(own._fee_invoice_vals())
            invoice.action_post()
            # Pages and links of the citizen write nothing.
            invoice._portal_ensure_token()
            invoice._zrm_receipt_url()
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
            live = case._live_fees()
            if any(move.payment_state in PAID for move in live):
                raise UserError(self.env._("It is paid already; refund it instead."))
            case._write_handling({"fee_exemption": reason.strip()[:200]})
            # What was charged and is not paid is no longer asked for.
            case._propose_refund(live - live.zrm_case_id.fee_refund_ids.invoice_id, reason)
        return True

    def action_refund_fee(self, reason):
        """Proposes to give the citizen's fee back, or to take it back before it is paid; a
        manager of the unit decides, accountants make the credit note. Also once the case is
        closed.

        :param str reason: why; the citizen reads it
        :raise UserError: says what is missing
        """
        if not self.env.su and not self.env.user.has_group("zrm_base.group_manager"):
            raise AccessError(self.env._("A manager of the unit proposes refunds of fees."))
        for case in self._lock_for_handling():
            if not self.env.user._zrm_manages(case.sudo().unit_id):
                raise UserError(self.env._("A manager of the unit proposes refunds of fees."))
            if not (reason or "").strip():
                raise UserError(self.env._("Write why the fee is refunded; the citizen reads it."))
            live = case._live_fees()
            if not live:
                raise UserError(self.env._("No fee was charged that could be refunded."))
            if live & live.zrm_case_id.fee_refund_ids.invoice_id:
                raise UserError(
                    self.env._("The refund is proposed already; the accountants carry it out.")
                )
            case._propose_refund(live, reason)
        return True

    def _propose_refund(self, invoices, reason):
        """:param invoices: as superuser; they have no proposal yet"""
        self.ensure_one()
        # sudo: the verb has checked the rights; nobody creates proposals otherwise.
        self.env["zrm.fee.refund"].sudo().create(
            [
                {
                    "invoice_id": invoice.id,
                    "case_id": self.id,
                    "words": reason.strip()[:200],
                    "user_id": self.env.uid,
                }
                for invoice in invoices
            ]
        )

    def action_print_receipt(self):
        """Prints the receipt of the paid fee.

        :return: an action
        :raise UserError: while nothing is paid
        """
        self.ensure_one()
        self.check_access("read")
        paid = self._live_fees().filtered(lambda move: move.payment_state in PAID)
        if self.sudo().is_reporter_hidden:
            raise UserError(self.env._("This receipt is not yours to print."))
        if not paid:
            raise UserError(self.env._("There is a receipt once the fee is paid."))
        report = self.env.ref("zrm_budget.report_fee_receipt_action")
        return report.report_action(paid.ids, config=False)

    @api.model
    def _handling_fields(self):
        return super()._handling_fields() | {"fee_exemption"}
