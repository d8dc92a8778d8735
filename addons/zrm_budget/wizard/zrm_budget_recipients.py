import base64
import binascii
import contextlib

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.domain import tracking_code

from ..domain import recipients

MOST_ROWS = 2000
MOST_BYTES = 2_000_000


class ZrmBudgetRecipients(models.TransientModel):
    """Adds a list of people to the draft of a request: citizens that are chosen, or a file.

    Each row is checked first and says what is wrong with it; nothing is added before that.
    """

    _name = "zrm.budget.recipients"
    _description = "People for a Request for Credit"

    request_id = fields.Many2one("zrm.budget.request", required=True, ondelete="cascade")
    unit_id = fields.Many2one(related="request_id.unit_id")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    budget_line_id = fields.Many2one(
        "zrm.budget.line",
        string="Credit Line",
        domain="[('unit_id', '=', unit_id), ('period_id.state', '=', 'open'), "
        "('state', '=', 'open')]",
        ondelete="cascade",
    )
    amount = fields.Monetary(string="Amount for Each", help="Where a row of the file has none.")
    name = fields.Char(string="What For")
    partner_ids = fields.Many2many(
        "res.partner", string="Citizens", domain="[('is_citizen', '=', True)]"
    )
    file = fields.Binary(
        attachment=False, help="CSV or Excel, with the columns identity number or tracking code."
    )
    filename = fields.Char()
    row_ids = fields.One2many("zrm.budget.recipients.row", "list_id", readonly=True)
    problem_count = fields.Integer(compute="_compute_counts")
    fine_count = fields.Integer(compute="_compute_counts")
    leaves_out = fields.Boolean(string="Leave Out Rows with Problems")

    @api.depends("budget_line_id", "request_id")
    def _compute_currency_id(self):
        for one in self:
            # Also before the credit is chosen.
            one.currency_id = one.budget_line_id.currency_id or one.request_id.currency_id

    @api.depends("row_ids.problem")
    def _compute_counts(self):
        for one in self:
            one.problem_count = len(one.row_ids.filtered("problem"))
            one.fine_count = len(one.row_ids) - one.problem_count

    def action_check(self):
        """Reads the list and shows row by row what would become of it."""
        self.check_access("write")
        self.ensure_one()
        self.request_id.check_access("write")
        rows = self._typed_rows()
        self._find_people(rows)
        self._find_problems(rows)
        self.row_ids.unlink()
        self.env["zrm.budget.recipients.row"].create([{**row, "list_id": self.id} for row in rows])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add people"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        """Adds the people to the request, all or none unless rows with problems are left out.

        :raise UserError: when a row has a problem by now
        """
        self.check_access("write")
        self.ensure_one()
        checked = self.action_check()
        if self.problem_count and not self.leaves_out:
            return checked
        fine = self.row_ids.filtered(lambda row: not row.problem)
        if not fine:
            raise UserError(self.env._("No row can be added; look at what is wrong with them."))
        self.request_id.write(
            {
                "line_ids": [
                    Command.create(
                        {
                            "budget_line_id": self.budget_line_id.id,
                            "partner_id": row.partner_id.id,
                            "amount": row.amount,
                            "name": row.name,
                        }
                    )
                    for row in fine
                ]
            }
        )
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def _typed_rows(self):
        """Rows as they were chosen or typed: dicts of ``typed, kind, amount, name``."""
        if not self.budget_line_id:
            raise UserError(self.env._("Choose the credit line first."))
        rows = [
            {
                "typed": person.display_name,
                "partner_id": person.id,
                "amount": self.amount,
                "name": self.name,
            }
            for person in self.partner_ids
        ]
        if self.file:
            rows += self._file_rows()
        if not rows:
            raise UserError(self.env._("Choose citizens, or a file with a row for each."))
        if len(rows) > MOST_ROWS:
            raise UserError(
                self.env._("A list has at most %s rows; divide it into several.", MOST_ROWS)
            )
        for number, row in enumerate(rows, 1):
            row["number"] = number
        return rows

    def _file_rows(self):
        cells = self._cells()
        heading = [persian.normalize_text(str(one or "")) for one in cells[0]] if cells else []
        places = recipients.columns(heading)
        if not {"identity", "case"} & places.keys():
            raise UserError(
                self.env._(
                    "The first row names the columns: “Identity number” or “Tracking code”, and "
                    "where they differ “Amount” and “What for”."
                )
            )

        def cell(row, kind):
            place = places.get(kind)
            return str(row[place]).strip() if place is not None and place < len(row) else ""

        rows = []
        for row in cells[1:]:
            number, code = cell(row, "identity"), cell(row, "case")
            if not (number or code or cell(row, "amount")):
                continue
            rows.append(
                {
                    "typed": number or code,
                    "kind": "identity" if number else "case",
                    "amount": self.amount,
                    "typed_amount": cell(row, "amount"),
                    "name": cell(row, "name") or self.name,
                }
            )
        return rows

    def _cells(self):
        """The cells of the file, read by Odoo's own importer.

        :raise UserError: when it cannot be read
        """
        try:
            content = base64.b64decode(self.file, validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("The file cannot be read.")) from error
        if len(content) > MOST_BYTES:
            raise UserError(self.env._("The file is too large; divide it into several."))
        options = {"quoting": '"', "has_headers": True}
        # Else the importer finds out.
        with contextlib.suppress(UnicodeDecodeError):
            content.decode("utf-8-sig")
            options["encoding"] = "utf-8-sig"
        is_book = (self.filename or "").lower().endswith((".xlsx", ".xls", ".ods"))
        kind = False if is_book else "text/csv"
        reader = self.env["base_import.import"].create(
            {"file": content, "file_name": self.filename, "file_type": kind}
        )
        try:
            _length, cells = reader._read_file(options)
        except Exception as error:  # its readers raise errors of many libraries
            raise UserError(
                self.env._("The file cannot be read; save it as CSV (UTF-8) or Excel.")
            ) from error
        return cells

    # ------------------------------------------------------------------
    # Checking
    # ------------------------------------------------------------------

    def _find_people(self, rows):
        """Sets ``partner_id`` of the rows, or their ``problem``."""
        cases = self._cases([row["typed"] for row in rows if row.get("kind") == "case"])
        for row in rows:
            kind = row.pop("kind", None)
            if kind == "case":
                case = cases.get(tracking_code.clean(row["typed"]))
                if case and not case.is_reporter_hidden and case.partner_id:
                    row["partner_id"] = case.partner_id.id
                else:
                    row["problem"] = self.env._("No case of a known citizen has this code.")
            elif kind == "identity":
                # One number at a time: look-ups are counted, and logged beyond a limit.
                found = self.env["res.partner"].search(
                    [("identity_number", "=", row["typed"]), ("is_citizen", "=", True)], limit=2
                )
                if len(found) == 1:
                    row["partner_id"] = found.id
                else:
                    row["problem"] = self.env._(
                        "No file that is open to you has this identity number."
                    )

    def _cases(self, codes):
        plain = [tracking_code.clean(code) for code in codes]
        cases = self.env["zrm.case"].search([("number", "in", plain)]) if plain else []
        return {case.number: case for case in cases}

    def _find_problems(self, rows):
        """Sets the ``problem`` of rows that could not be handed in."""
        seen = set(self.request_id.line_ids.partner_id.ids)
        taken = self._who_has_it({row.get("partner_id") for row in rows})
        for row in rows:
            typed = row.pop("typed_amount", "")
            if typed:
                row["amount"] = recipients.amount(typed) or 0
            person = row.get("partner_id")
            if row.get("problem"):
                continue
            if row["amount"] <= 0:
                row["problem"] = (
                    self.env._("“%s” is no amount above zero.", typed)
                    if typed
                    else self.env._("It has no amount.")
                )
            elif person in seen:
                row["problem"] = self.env._("The same person is in the list already.")
            elif person in taken:
                row["problem"] = self.env._("Gets this once in a period, and has it already.")
            seen.add(person)

    def _who_has_it(self, people):
        """Those who have what is given once in the period."""
        credit = self.budget_line_id
        if not credit.subject_id.once_per_period:
            return set()
        # sudo: whether they have it; units do not see each other's requests.
        lines = self.env["zrm.budget.request.line"].sudo()
        return set(
            lines.search(
                Domain("partner_id", "in", list(filter(None, people)))
                & Domain("budget_line_id.subject_id", "=", credit.subject_id.id)
                & Domain("budget_line_id.period_id", "=", credit.period_id.id)
                & Domain("once_key", "!=", False)
            ).partner_id.ids
        )


class ZrmBudgetRecipientsRow(models.TransientModel):
    """A row of the list, and what is wrong with it."""

    _name = "zrm.budget.recipients.row"
    _description = "Person for a Request for Credit"
    _order = "number, id"

    list_id = fields.Many2one("zrm.budget.recipients", required=True, ondelete="cascade")
    number = fields.Integer(string="Row")
    typed = fields.Char(string="In the List")
    partner_id = fields.Many2one("res.partner", string="Citizen", ondelete="cascade")
    amount = fields.Monetary()
    currency_id = fields.Many2one(related="list_id.currency_id")
    name = fields.Char(string="What For")
    problem = fields.Char(string="What Is Wrong")
