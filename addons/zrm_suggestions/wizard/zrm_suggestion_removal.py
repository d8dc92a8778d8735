from odoo import fields, models


class ZrmSuggestionRemoval(models.TransientModel):
    """Asks why comments, or a suggestion, are taken off the public page."""

    _name = "zrm.suggestion.removal"
    _description = "Take off the Public Page"

    comment_ids = fields.Many2many("zrm.suggestion.comment")
    suggestion_id = fields.Many2one("zrm.suggestion", ondelete="cascade")
    reason = fields.Char(required=True)

    def action_apply(self):
        self.ensure_one()
        if self.suggestion_id:
            self.suggestion_id.action_hide_publication(self.reason)
        else:
            self.comment_ids.action_remove(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
