from odoo import models


class ZrmCase(models.Model):
    """Answers from templates."""

    _inherit = "zrm.case"

    def action_choose_template(self):
        """Opens the dialog with the templates that fit this case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Use a template"),
            "res_model": "zrm.answer.template.use",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _use_template(self, template):
        """Appends the template's text to the answer, with the user's rights."""
        for case in self:
            text = template._render(case)
            case.answer = f"{case.answer}\n\n{text}" if case.answer else text
            template._count_use()
