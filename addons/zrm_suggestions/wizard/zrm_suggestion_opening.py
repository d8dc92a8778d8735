from odoo import api, fields, models

from ..domain.public_text import PUBLIC_TEXTS


class ZrmSuggestionOpening(models.TransientModel):
    """The dialog in which the secretary reads, and corrects, what becomes public."""

    _name = "zrm.suggestion.opening"
    _description = "Publish a Suggestion"

    suggestion_id = fields.Many2one("zrm.suggestion", required=True, ondelete="cascade")
    name = fields.Char(string="Title", required=True)
    current_state = fields.Text(string="How It Is Now")
    proposed_state = fields.Text(string="What Is Proposed")
    reason = fields.Text(string="Why It Is Better")
    expected_benefit = fields.Text()
    author_names = fields.Char(string="Authors to Be Named Later", readonly=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        suggestion = self.env["zrm.suggestion"].browse(values.get("suggestion_id")).exists()
        if suggestion:
            suggestion.check_access("write")
            publication = suggestion.sudo().publication_ids
            # What was corrected before is not to be corrected again.
            texts = (
                {name: publication[name] for name in PUBLIC_TEXTS}
                if publication
                else suggestion._texts_for_public()
            )
            named = suggestion.sudo().author_ids.filtered("is_named").partner_id
            values.update(texts, author_names="، ".join(named.mapped("name")))
        return {name: value for name, value in values.items() if name in fields}

    def action_open(self):
        """Publishes the text as it stands in the dialog."""
        self.ensure_one()
        self.suggestion_id.action_open_participation({name: self[name] for name in PUBLIC_TEXTS})
        return {"type": "ir.actions.client", "tag": "soft_reload"}
