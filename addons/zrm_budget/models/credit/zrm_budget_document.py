from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from ...const import DOCUMENT_KINDS, DOCUMENT_STATES
from .booking import Entry

# What an approved document books on its line.
BOOKS = {
    "appropriation": ("appropriate",),
    "supplement": ("appropriate", "allot"),
    "reduction": ("reduce",),
    "allotment": ("allot",),
    "withdrawal": ("withdraw",),
    "excess": ("appropriate", "allot"),
}


class ZrmBudgetDocument(models.Model):
    """A document that gives, raises, lowers or moves credit; approved by another than who
    proposed it."""

    _name = "zrm.budget.document"
    _description = "Credit Document"
    _inherit = ["zrm.guarded.mixin", "mail.thread"]
    _order = "id desc"
    _rec_name = "reason"

    kind = fields.Selection(DOCUMENT_KINDS, required=True, default="appropriation")
    line_id = fields.Many2one(
        "zrm.budget.line", string="Credit Line", required=True, index=True, ondelete="restrict"
    )
    target_id = fields.Many2one(
        "zrm.budget.line", string="To Credit Line", index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount = fields.Monetary(required=True)
    reason = fields.Char(required=True, help="Number and date of the letter, or why.")
    state = fields.Selection(DOCUMENT_STATES, required=True, default="draft", readonly=True)
    proposed_by_id = fields.Many2one("res.users", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    # What is carried forward may be reserved or committed in full.
    _above_zero = models.Constraint(
        "CHECK (amount > 0 OR kind = 'carry' AND amount = 0)", "The amount is above zero."
    )
    _target = models.Constraint(
        "CHECK ((kind IN ('transfer', 'carry')) = (target_id IS NOT NULL) "
        "AND target_id IS DISTINCT FROM line_id)",
        "What is transferred or carried forward has another line as its target, nothing else.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "state",
            "proposed_by_id",
            "decided_by_id",
            "decided_at",
        }

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._without_guarded(vals_list))

    def write(self, vals):
        if not self.env.su:
            if self._guarded_fields() & vals.keys():
                raise UserError(self.env._("Propose, approve or refuse it by the buttons."))
            if any(document.state != "draft" for document in self):
                raise UserError(self.env._("What was proposed stays as it is; write a new one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts(self):
        if any(document.state != "draft" for document in self):
            raise UserError(self.env._("What was proposed stays on record."))

    # ------------------------------------------------------------------
    # Verbs
    # ------------------------------------------------------------------

    def action_propose(self):
        """Proposes the document to who approves it."""
        self.check_access("write")
        for document in self:
            if document.state != "draft":
                raise UserError(self.env._("This was proposed already."))
            document._check_transfer()
            # sudo: the right to write was checked.
            document.sudo().write({"state": "proposed", "proposed_by_id": self.env.uid})
        return True

    def _check_transfer(self):
        if self.kind not in ("transfer", "carry"):
            return
        one, other = self.sudo().line_id, self.sudo().target_id
        if one.currency_id != other.currency_id:
            raise UserError(
                self.env._(
                    "Credit is not carried from one currency to another: release what is open, ask "
                    "for it anew, and open the credits of the new period by documents."
                )
            )
        if self.kind == "carry":
            later = other.period_id.date_from > one.period_id.date_to
            if (
                one.company_id != other.company_id
                or not later
                or ((one.unit_id, one.subject_id) != (other.unit_id, other.subject_id))
            ):
                raise UserError(
                    self.env._("Credit is carried to the same unit and subject in a later period.")
                )
            return
        if one.company_id != other.company_id or one.period_id != other.period_id:
            raise UserError(self.env._("A transfer stays within a period of one company."))
        if one.subject_id._family() != other.subject_id._family():
            raise UserError(
                self.env._(
                    "%(one)s and %(other)s are of different families of subjects; credit is not "
                    "transferred between these.",
                    one=one.subject_id.display_name,
                    other=other.subject_id.display_name,
                )
            )

    def action_approve(self):
        """Approves the document and books it.

        :raise UserError: for who proposed it or has not the authority
        """
        for document in self._lock_proposed():
            own = document.sudo()
            if self.env.user == own.proposed_by_id:
                raise UserError(self.env._("You proposed it; somebody else approves it."))
            document._check_authority()
            own.write(
                {
                    "state": "approved",
                    "decided_by_id": self.env.uid,
                    "decided_at": fields.Datetime.now(),
                }
            )
            own.line_id._book(own._entries())
            if own.kind == "carry":
                own._take_requests_along()
        return True

    def _take_requests_along(self):
        """What is reserved or committed on the old line goes on, on the new one."""
        self.ensure_one()
        lines = self.env["zrm.budget.request.line"].search(
            [("budget_line_id", "=", self.line_id.id)]
        )
        lines = lines.filtered(lambda one: one.reserved or one.committed)
        entries = []
        for line in lines:
            held = line.reserved + line.committed
            key = f"document,{self.id},{line.id}"
            old = {"request_line": line.id, "document": self.id}
            new = {"document": self.id, "request_line": line.id}
            if line.committed:
                entries.append(Entry(self.line_id, "uncommit", line.committed, f"{key},1", **old))
            entries += [
                Entry(self.line_id, "release", held, f"{key},2", **old),
                Entry(self.line_id, "withdraw", held, f"{key},3", document=self.id),
                Entry(self.line_id, "reduce", held, f"{key},4", document=self.id),
                Entry(self.target_id, "appropriate", held, f"{key},5", document=self.id),
                Entry(self.target_id, "allot", held, f"{key},6", document=self.id),
                Entry(self.target_id, "reserve", held, f"{key},7", beyond_stop=True, **new),
            ]
            if line.committed:
                entries.append(Entry(self.target_id, "commit", line.committed, f"{key},8", **new))
        self.line_id._book(entries)
        lines.budget_line_id = self.target_id
        # Bills that wait go along; what is posted stays where it was spent.
        bills = self.env["account.move.line"].search(
            [("zrm_request_line_id", "in", lines.ids), ("parent_state", "=", "draft")]
        )
        bills.zrm_budget_line_id = self.target_id

    def action_refuse(self):
        """Refuses the document; nothing is booked."""
        for document in self._lock_proposed():
            document._check_authority()
            # sudo: the authority was checked.
            document.sudo().write(
                {
                    "state": "refused",
                    "decided_by_id": self.env.uid,
                    "decided_at": fields.Datetime.now(),
                }
            )
        return True

    def _lock_proposed(self):
        self.check_access("read")
        try:
            self.sudo().lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is deciding about it at this moment; look at it again.")
            ) from error
        if any(document.state != "proposed" for document in self):
            raise UserError(self.env._("It is decided already, or not proposed yet."))
        return self

    def _check_authority(self):
        duty = "exceed" if self.kind == "excess" else "credit"
        line = self.sudo().line_id
        authorities = self.env["zrm.budget.authority"]
        authorities._check(duty, line.unit_id, self.amount, line.currency_id)

    def _entries(self):
        self.ensure_one()
        if self.kind in ("transfer", "carry"):
            kinds = [(self.line_id, "transfer_out"), (self.target_id, "transfer_in")]
        else:
            kinds = [(self.line_id, kind) for kind in BOOKS[self.kind]]
        return [
            Entry(line, kind, self.amount, f"document,{self.id},{kind}", document=self.id)
            for line, kind in kinds
            if self.amount
        ]
