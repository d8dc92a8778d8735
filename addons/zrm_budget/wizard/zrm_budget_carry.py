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
        Document = self.env["zrm.budget.document"]
        waiting = Document.search([("kind", "=", "carry"), ("state", "in", ("draft", "proposed"))])
        lines = (self.period_id.line_ids - waiting.line_id).filtered(
            lambda line: line.reserved or line.committed or (self.with_rest and line.available)
        )
        if not lines:
            raise UserError(self.env._("Nothing is left to carry forward."))
        targets = self._targets(lines)
        documents = Document.create(
            [
                {
                    "kind": "carry",
                    "line_id": line.id,
                    "target_id": targets[line.unit_id, line.subject_id].id,
                    "amount": line.available if self.with_rest else 0,
                    "reason": self.env._("From %s", self.period_id.name),
                }
                for line in lines
            ]
        )
        documents.action_propose()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Documents of Credits"),
            "res_model": "zrm.budget.document",
            "view_mode": "list,form",
            "domain": [("id", "in", documents.ids)],
        }

    def _targets(self, lines):
        """The credit lines of the later period; those that are missing are made.

        :return: ``{(unit, subject): line}``
        """
        there = {(line.unit_id, line.subject_id): line for line in self.target_id.line_ids}
        missing = [
            {"unit_id": unit.id, "subject_id": subject.id, "period_id": self.target_id.id}
            for unit, subject in ((line.unit_id, line.subject_id) for line in lines)
            if (unit, subject) not in there
        ]
        made = lines.create(missing)
        return there | {(line.unit_id, line.subject_id): line for line in made}
