from odoo import fields, models


class ZrmBudgetSubject(models.Model):
    """Who may get what credits for a subject are given for."""

    _inherit = "zrm.budget.subject"

    max_decile = fields.Integer(
        string="Up to Income Decile", help="0: whatever the income. Needs an assessment."
    )
    need_ids = fields.Many2many(
        "zrm.budget.need", string="For Needs", help="One of these. Empty: no need is asked for."
    )

    _decile_range = models.Constraint(
        "CHECK (coalesce(max_decile, 0) BETWEEN 0 AND 10)",
        "An income decile is a number from 1 to 10.",
    )

    def _is_conditional(self):
        self.ensure_one()
        return bool(self.max_decile or self.need_ids)

    def _is_met_by(self, assessment):
        """Whether somebody of whom this was established may get it.

        :param assessment: ``zrm.budget.assessment``, or nothing
        """
        self.ensure_one()
        if not self._is_conditional():
            return True
        if not assessment:
            return False
        fits_income = not self.max_decile or assessment.decile <= self.max_decile
        return fits_income and (not self.need_ids or bool(self.need_ids & assessment.need_ids))
