from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.zrm_cases.const import OURS


class ZrmSuggestionAuthor(models.Model):
    """An author of a suggestion, with the share of what it may earn."""

    _name = "zrm.suggestion.author"
    _description = "Author of a Suggestion"
    _inherit = ["zrm.guarded.mixin", "zrm.export.log.mixin"]
    _order = "suggestion_id, sequence, id"
    _rec_name = "partner_id"

    suggestion_id = fields.Many2one("zrm.suggestion", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict")
    share = fields.Float(string="Share (%)", default=100.0, required=True, digits=(5, 2))
    is_named = fields.Boolean(
        string="May Be Named", help="The author's own choice: named on the public page."
    )
    is_first = fields.Boolean(
        string="First Author", readonly=True, help="Credited when later ones are joined to it."
    )
    sequence = fields.Integer(default=10)

    _once = models.UniqueIndex(
        "(suggestion_id, partner_id)", "This person is among the authors already."
    )
    _share = models.Constraint(
        "CHECK (share > 0 AND share <= 100)", "A share is above 0 and at most 100 percent."
    )

    @api.model
    def _export_citizen_fields(self):
        return ["partner_id"]

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"is_first"}

    @api.model_create_multi
    def create(self, vals_list):
        authors = super().create(vals_list)
        authors._check_open()
        return authors

    def write(self, vals):
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        self._check_open()

    def _check_open(self):
        """Authors and shares are fixed with the text: what is earned later depends on them.

        :raise UserError: once evaluators read the suggestion
        """
        if self.env.context.get("zrm_handling") is OURS:
            return
        for suggestion in self.suggestion_id:
            suggestion._check_text_is_open()

    def _names(self):
        """How these persons may be named in a text: whole, and by family name."""
        names = set()
        for partner in self.sudo().partner_id:
            name = (partner.name or "").strip()
            names |= {name, *name.split()[1:]}
        return {name for name in names if name}

    def action_remove(self):
        """Takes an author off a draft."""
        for author in self:
            if len(author.suggestion_id.author_ids) == 1:
                raise UserError(self.env._("A suggestion has at least one author."))
        return self.unlink()
