from odoo import api, fields, models
from odoo.exceptions import UserError


class ZrmBudgetRequest(models.Model):
    """Whether those for whom is asked meet what the subjects ask for."""

    _inherit = "zrm.budget.request"

    # From the service sheet of the case's subject, which is published.
    entitled = fields.Text(related="case_id.subject_id.entitled")
    has_unfit = fields.Boolean(string="Not All Meet the Conditions", compute="_compute_has_unfit")

    @api.depends("line_ids.partner_id", "line_ids.budget_line_id", "state")
    def _compute_has_unfit(self):
        for request in self:
            request.has_unfit = request.state == "submitted" and bool(request._unfit())

    def _unfit(self):
        """Lines of people who do not meet what their subject asks for, as superuser."""
        # sudo: conditions and assessments; callers say only whom they are not met by.
        lines = self.sudo().line_ids.filtered(
            lambda line: line.budget_line_id.subject_id._is_conditional()
        )
        if not lines:
            return lines
        latest = self.env["zrm.budget.assessment"].sudo()._latest_of(lines.partner_id)
        return lines.filtered(
            lambda line: not line.budget_line_id.subject_id._is_met_by(latest.get(line.partner_id))
        )

    def _warnings(self):
        # What hinders the approval comes first.
        return [
            self.env._(
                "%(name)s does not meet the conditions of “%(subject)s”, or was not assessed.",
                name=line.partner_id.display_name or "—",
                subject=line.budget_line_id.subject_id.display_name,
            )
            for line in self._unfit()
        ] + super()._warnings()

    def _check_eligible(self, exception=""):
        """:param str exception: why it is approved all the same
        :raise UserError: names who does not meet the conditions"""
        self.ensure_one()
        unfit = self._unfit()
        if not unfit:
            return
        if exception:
            authorities = self.env["zrm.budget.authority"]
            own = self.sudo()
            authorities._check("exceed", own.unit_id, own.amount, own.currency_id)
            return
        names = unfit.partner_id[:5].mapped("display_name")
        raise UserError(
            self.env._(
                "Not all meet the conditions: %s. Return the request, or somebody who may exceed "
                "approves it by exception.",
                ", ".join(names) or "—",
            )
        )

    def action_look_at_means(self):
        """Opens income, needs and the family's grants of those for whom is asked, to who decides
        about it; the access log says so.

        :raise UserError: when it is not to be decided, or not by this user
        """
        self.env["zrm.budget.means"].check_access("read")
        return self.env["zrm.budget.means"]._open_for(self)

    def action_add_people(self):
        """Opens the dialog that adds a list of people to the draft."""
        self.check_access("write")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add people"),
            "res_model": "zrm.budget.recipients",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_id": self.id},
        }
