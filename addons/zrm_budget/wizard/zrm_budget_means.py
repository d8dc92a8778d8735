from odoo import api, fields, models
from odoo.exceptions import UserError


class ZrmBudgetMeans(models.TransientModel):
    """Income, needs and grants of the people of one request and of their relatives, for who
    decides about it. Made by the server for one reader."""

    _name = "zrm.budget.means"
    _description = "Means of Those for Whom Is Asked"
    _inherit = ["zrm.guarded.mixin"]
    _is_created_by_server = True

    request_id = fields.Many2one("zrm.budget.request", required=True, readonly=True)
    line_ids = fields.One2many("zrm.budget.means.line", "means_id", readonly=True)

    @api.model
    def _open_for(self, request):
        """:raise UserError: when there is nothing to decide, or not for this user"""
        request.ensure_one()
        request.check_access("read")
        own = request.sudo()
        duties = {"submitted": "approve", "approved": "certify"}
        if own.state not in duties:
            raise UserError(
                self.env._("Means are shown while it is decided about a request, no longer.")
            )
        self.env["zrm.budget.authority"]._check(duties[own.state], own.unit_id, 0)
        people = own.line_ids.partner_id
        # sudo: the authority was checked; what is shown is logged.
        means = self.sudo().create({"request_id": own.id})
        rows = [{**row, "means_id": means.id} for row in self._rows(people, own)]
        shown = means.line_ids.create(rows).partner_id
        self.env["zrm.access.log"]._log("means", shown, reason=own.display_name)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Means of those for whom is asked"),
            "res_model": self._name,
            "res_id": means.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _rows(self, people, request):
        """Each person, and below their relatives whose files are not confidential."""
        relations = (
            self.env["zrm.relation"]
            .sudo()
            .search([("partner_id", "in", people.ids), ("is_current", "=", True)])
            .filtered(lambda one: not one.relative_id.is_confidential)
        )
        everybody = people | relations.relative_id
        latest = self.env["zrm.budget.assessment"]._latest_of(everybody)
        granted = {
            person: amount for person, amount, _count in request._granted_elsewhere(everybody)
        }
        rows = []
        for person in people:
            rows.append(self._row(person, "", latest, granted))
            family = relations.filtered(lambda one, of=person: one.partner_id == of)
            # Somebody related in two ways appears once.
            for relative, ways in family.grouped("relative_id").items():
                labels = " · ".join(dict.fromkeys(ways.mapped("label")))
                rows.append(self._row(relative, labels, latest, granted))
        return rows

    @api.model
    def _row(self, person, relation, latest, granted):
        assessment = latest.get(person)
        return {
            "partner_id": person.id,
            "relation": relation,
            "decile": assessment.decile if assessment else 0,
            "needs": ", ".join(assessment.need_ids.mapped("name")) if assessment else False,
            "assessed_on": assessment.assessed_on if assessment else False,
            "granted": granted.get(person, 0.0),
        }


class ZrmBudgetMeansLine(models.TransientModel):
    _name = "zrm.budget.means.line"
    _description = "Means of One Person"
    _inherit = ["zrm.guarded.mixin"]
    _is_created_by_server = True

    means_id = fields.Many2one("zrm.budget.means", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Person", ondelete="cascade")
    relation = fields.Char()
    decile = fields.Integer(string="Income Decile")
    needs = fields.Char()
    assessed_on = fields.Date()
    granted = fields.Monetary(string="Granted Elsewhere")
    currency_id = fields.Many2one(related="means_id.request_id.currency_id")
