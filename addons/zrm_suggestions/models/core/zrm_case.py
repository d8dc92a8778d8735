from odoo import api, fields, models

# What takes a suggestion out of sight with its case.
SECRET = ("is_confidential", "is_reporter_hidden")


class ZrmCase(models.Model):
    _inherit = "zrm.case"

    suggestion_ids = fields.One2many("zrm.suggestion", "case_id", readonly=True)
    may_be_suggestion = fields.Boolean(compute="_compute_may_be_suggestion")

    @api.depends(
        "nature_id", "is_confidential", "is_anonymous", "is_reporter_hidden", "duplicate_of_id"
    )
    def _compute_may_be_suggestion(self):
        for case in self:
            case.may_be_suggestion = (
                case.nature_id.kind == "suggestion"
                and not (case.is_confidential or case.is_anonymous or case.is_reporter_hidden)
                and not case.sudo().duplicate_of_id
                and not case.sudo().suggestion_ids
            )

    def write(self, vals):
        result = super().write(vals)
        if any(vals.get(name) for name in SECRET):
            # sudo: who makes a case confidential need not see what became of it.
            self.sudo().suggestion_ids._withhold()
        return result

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
