from odoo import api, fields, models
from odoo.exceptions import UserError


class ZrmAnswerTemplateUse(models.TransientModel):
    """The dialog that puts a template's text into a case's answer."""

    _name = "zrm.answer.template.use"
    _description = "Use an Answer Template"

    case_id = fields.Many2one("zrm.case", required=True, ondelete="cascade")
    fitting_ids = fields.Many2many(
        "zrm.answer.template", string="Suitable Templates", compute="_compute_fitting_ids"
    )
    template_id = fields.Many2one(
        "zrm.answer.template",
        compute="_compute_template_id",
        compute_sudo=False,  # of the cases that the user sees
        store=True,
        readonly=False,
        domain="[('id', 'in', fitting_ids)]",
    )
    preview = fields.Text(compute="_compute_preview")
    handling = fields.Text(related="template_id.handling")

    @api.depends("case_id")
    def _compute_fitting_ids(self):
        for wizard in self:
            case = wizard.case_id
            wizard.fitting_ids = self.env["zrm.answer.template"]._fitting(
                case.subject_id, case.nature_id
            )

    @api.depends("case_id")
    def _compute_template_id(self):
        for wizard in self:
            wizard.template_id = wizard.fitting_ids[:1]

    @api.depends("template_id")
    def _compute_preview(self):
        for wizard in self:
            template = wizard.template_id
            wizard.preview = template._render(wizard.case_id) if template else False

    def action_use(self):
        """Appends the text to the existing answer."""
        self.ensure_one()
        if not self.template_id:
            raise UserError(self.env._("Choose a template."))
        self.case_id._use_template(self.template_id)
        return {"type": "ir.actions.act_window_close"}
