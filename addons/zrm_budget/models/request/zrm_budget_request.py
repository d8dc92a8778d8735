from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ...const import REQUEST_STATES

HANDLING = {"state", "number", "requester_id", "event_ids"}
# Sentences of a warning; a list may be of hundreds of people.
MOST_WARNINGS = 12
# What so many got elsewhere is said of each.
FEW_PEOPLE = 3


class ZrmBudgetRequest(models.Model):
    """A request for public money: for a service to a citizen, or another expense of a unit.

    Changed by the verbs; see ``domain/stages.py`` and ``domain/duties.py``.
    """

    _name = "zrm.budget.request"
    _description = "Request for Credit"
    _inherit = ["zrm.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char(string="What For", required=True)
    number = fields.Char(string="Request No.", readonly=True, copy=False, index="btree_not_null")
    unit_id = fields.Many2one("zrm.unit", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id", store=True)
    requester_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user, ondelete="restrict"
    )
    case_id = fields.Many2one("zrm.case", index="btree_not_null", ondelete="restrict")
    is_confidential = fields.Boolean(related="case_id.is_confidential", store=True)
    need = fields.Text(string="Why It Is Needed")
    line_ids = fields.One2many("zrm.budget.request.line", "request_id", string="Lines")
    amount = fields.Monetary(compute="_compute_amount", store=True)
    state = fields.Selection(
        REQUEST_STATES, required=True, default="draft", readonly=True, index=True
    )
    event_ids = fields.One2many("zrm.budget.event", "request_id", readonly=True)
    history = fields.Json(compute="_compute_history", groups=fields.NO_ACCESS)
    warning = fields.Text(compute="_compute_warning")
    bill_ids = fields.One2many("account.move", "zrm_request_id", string="Bills", readonly=True)
    bill_count = fields.Integer(compute="_compute_bill_count")
    is_short = fields.Boolean(compute="_compute_is_short")

    _number = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL", "This number is taken."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | HANDLING

    @api.depends("line_ids.budget_line_id", "company_id")
    def _compute_currency_id(self):
        for request in self:
            # sudo: the currency of the credit.
            credit = request.line_ids[:1].budget_line_id.sudo()
            request.currency_id = credit.currency_id or request.company_id.currency_id

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for request in self:
            request.amount = sum(request.line_ids.mapped("amount"))

    @api.depends("event_ids")
    def _compute_history(self):
        """Who did what, in order: ``[[duty, user id], …]``; of many requests in one query."""
        events = self.env["zrm.budget.event"].search_fetch(
            [("request_id", "in", self.ids)], ["request_id", "duty", "user_id"], order="id"
        )
        done = defaultdict(list)
        for event in events:
            done[event.request_id].append([event.duty, event.user_id.id])
        for request in self:
            request.history = done[request._origin]

    @api.depends("state")
    def _compute_is_short(self):
        for request in self:
            request.is_short = request._is_short()

    @api.depends("bill_ids")
    def _compute_bill_count(self):
        for request in self:
            # sudo: a count; who opens them needs the accountants' rights.
            request.bill_count = len(request.sudo().bill_ids)

    @api.depends("name", "number", "is_confidential")
    def _compute_display_name(self):
        for request in self:
            # Core names a record as superuser to whoever has a link to it, as the bills have.
            name = request.name if not request.is_confidential else self.env._("Confidential")
            request.display_name = " ".join(filter(None, [request.number, name]))

    @api.depends("line_ids.amount", "line_ids.budget_line_id", "line_ids.partner_id", "state")
    def _compute_warning(self):
        """Says while it is being drafted what would stop it later."""
        for request in self:
            is_open = request.state in ("draft", "submitted", "approved")
            words = request._warnings() if is_open else []
            if (more := len(words) - MOST_WARNINGS) > 0:
                words[MOST_WARNINGS:] = [self.env._("… and %s more.", more)]
            request.warning = "\n".join(words) or False

    def _warnings(self):
        """Hook: what would stop this request later, or is worth knowing, a sentence each."""
        self.ensure_one()
        wanted = defaultdict(float)
        for line in self.line_ids:
            wanted[line.budget_line_id] += line.amount
        words = []
        for credit, amount in wanted.items():
            # sudo: what is left on the unit's own line.
            own = credit.sudo()
            if amount > own.available:
                words.append(
                    self.env._(
                        "%(line)s has %(free)s left.",
                        line=own.display_name,
                        free=format_amount(self.env, own.available, own.currency_id),
                    )
                )
        return words + self._others_had()

    def _others_had(self):
        """What the same people got or are to get elsewhere, in words."""
        self.ensure_one()
        people = self.line_ids.partner_id
        if not people or self.is_confidential:
            return []
        rows = self._granted_elsewhere(people)
        if len(rows) > FEW_PEOPLE:
            return [
                self.env._(
                    "%(count)s of %(all)s people have other grants, %(amount)s in all.",
                    count=len(rows),
                    all=len(people),
                    amount=format_amount(self.env, sum(row[1] for row in rows), self.currency_id),
                )
            ]
        return [
            self.env._(
                "%(name)s has %(count)s other grants, %(amount)s in all.",
                name=partner.display_name,
                count=count,
                amount=format_amount(self.env, amount, self.currency_id),
            )
            for partner, amount, count in rows
        ]

    def _granted_elsewhere(self, people):
        """What people got or are to get by other requests of the company that are not
        confidential.

        :return: rows of ``(person, amount, count)``
        """
        self.ensure_one()
        # sudo: sums only, shown to who decides about the same person.
        lines = self.env["zrm.budget.request.line"].sudo()
        rows = lines._read_group(
            [
                ("partner_id", "in", people.ids),
                ("company_id", "=", self.company_id.id),
                ("request_id", "not in", self.ids),
                ("request_id.is_confidential", "=", False),
                ("request_id.state", "not in", ("draft", "cancelled", "released")),
            ],
            ["partner_id", "currency_id"],
            ["amount:sum", "__count"],
        )
        today, found = self.env["res.company"]._zrm_today(), {}
        for person, currency, amount, count in rows:
            known, so_far = found.get(person, (0.0, 0))
            same = currency._convert(amount, self.currency_id, self.company_id, today)
            found[person] = (known + same, so_far + count)
        return [(person, *sums) for person, sums in found.items()]

    # ------------------------------------------------------------------
    # What may be written
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(self._without_guarded(vals_list))
        requests._check_unit_and_case()
        return requests

    def write(self, vals):
        if not self.env.su:
            if touched := HANDLING & vals.keys():
                labels = [self._fields[name]._description_string(self.env) for name in touched]
                raise UserError(
                    self.env._("%s can be changed only by the buttons.", ", ".join(labels))
                )
            fixed = {"name", "unit_id", "case_id", "need", "line_ids", "company_id"}
            if fixed & vals.keys() and any(request.state != "draft" for request in self):
                raise UserError(
                    self.env._("The request was handed in; it is returned before it is changed.")
                )
        result = super().write(vals)
        if {"unit_id", "case_id", "company_id"} & vals.keys():
            self._check_unit_and_case()
            self.line_ids._check_draft()
        return result

    def _check_unit_and_case(self):
        """:raise UserError: for units one does not work in, and cases one may not open"""
        for request in self:
            if self.env.su:
                continue
            if not self.env.user._zrm_works_in(request.unit_id):
                raise UserError(
                    self.env._("You do not work in %s.", request.sudo().unit_id.display_name)
                )
            if request.case_id:
                request.case_id.check_access("read")
                if request.case_id.is_reporter_hidden:
                    raise UserError(
                        self.env._("Nothing is granted on a case whose reporter is hidden.")
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts(self):
        if any(request.state != "draft" or request.number for request in self):
            raise UserError(self.env._("A request that was handed in is cancelled, not removed."))

    def copy_data(self, default=None):
        return super().copy_data({"line_ids": False, **(default or {})})
