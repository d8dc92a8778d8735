from odoo import api, fields, models


class ZrmSuggestionProgress(models.TransientModel):
    """The dialog in which the owner of a milestone says how far it is."""

    _name = "zrm.suggestion.progress"
    _description = "Report on a Milestone"

    milestone_id = fields.Many2one("zrm.suggestion.milestone", required=True)
    percent = fields.Integer(string="Progress (%)")
    evidence = fields.Text()

    @api.model_create_multi
    def create(self, vals_list):
        """:raise AccessError: for milestones of others: their names would be shown"""
        reports = super().create(vals_list)
        # sudo: what was chosen is checked with the user's rights.
        reports.sudo().milestone_id.with_env(self.env).check_access("read")
        return reports

    def action_report(self):
        self.ensure_one()
        self.milestone_id.action_progress(self.percent, self.evidence)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
