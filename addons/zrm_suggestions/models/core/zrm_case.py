from odoo import api, fields, models


class ZrmCase(models.Model):
    _inherit = "zrm.case"

    suggestion_ids = fields.One2many("zrm.suggestion", "case_id", readonly=True)
    may_be_suggestion = fields.Boolean(compute="_compute_may_be_suggestion")

    @api.depends("nature_id", "is_confidential", "is_anonymous", "is_reporter_hidden")
    def _compute_may_be_suggestion(self):
        for case in self:
            case.may_be_suggestion = (
                case.nature_id.kind == "suggestion"
                and not (case.is_confidential or case.is_anonymous or case.is_reporter_hidden)
                and not case.sudo().suggestion_ids
            )

    def action_make_suggestion(self):
        """Makes a suggestion of a case of the nature “suggestion”; the case follows it."""
        self.ensure_one()
        suggestion = self.env["zrm.suggestion"]._from_case(self)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._(
                    "It goes on as a suggestion under the code %s.", suggestion.sudo().number
                ),
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
