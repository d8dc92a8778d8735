from odoo import fields, models
from odoo.exceptions import UserError


class ZrmBudgetCarry(models.TransientModel):
    """The end of a year: proposes for each line that still holds something a document that
    carries it into the next period."""

    _name = "zrm.budget.carry"
    _description = "Carry Credits Forward"

    period_id = fields.Many2one("zrm.budget.period", required=True)
    target_id = fields.Many2one(
        "zrm.budget.period",
        string="Into the Period",
        required=True,
        domain="[('id', '!=', period_id), ('state', '=', 'open')]",
    )
    with_rest = fields.Boolean(string="Also What Is Left")

    def action_confirm(self):
        """Makes and proposes the documents.

        :raise UserError: when there is nothing to carry, or the other period is not later
        """
        self.ensure_one()
        if self.target_id.date_from <= self.period_id.date_to:
            raise UserError(self.env._("Choose a later period that is in force."))
        Document, Line = self.env["zrm.budget.document"], self.env["zrm.budget.line"]
        waiting = Document.search([("kind", "=", "carry"), ("state", "in", ("draft", "proposed"))])
        documents = Document
        for line in self.period_id.line_ids - waiting.line_id:
            rest = line.available if self.with_rest else 0
            if not (line.reserved or line.committed or rest):
                continue
            target = Line.search(
                [
                    ("unit_id", "=", line.unit_id.id),
                    ("subject_id", "=", line.subject_id.id),
                    ("period_id", "=", self.target_id.id),
                ]
            ) or Line.create(
                {
                    "unit_id": line.unit_id.id,
                    "subject_id": line.subject_id.id,
                    "period_id": self.target_id.id,
                }
            )
            documents |= Document.create(
                {
                    "kind": "carry",
                    "line_id": line.id,
                    "target_id": target.id,
                    "amount": rest,
                    "reason": self.env._("From %s", self.period_id.name),
                }
            )
        if not documents:
            raise UserError(self.env._("Nothing is left to carry forward."))
        documents.action_propose()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Documents of Credits"),
            "res_model": "zrm.budget.document",
            "view_mode": "list,form",
            "domain": [("id", "in", documents.ids)],
        }
