from odoo import api, fields, models
from odoo.tools.safe_eval import safe_eval


class ZrmSuggestionTile(models.Model):
    """A tile of the home screen: what waits for somebody in one of their roles, with its
    number. Which tiles there are is data; each is shown to its group, and counts what its
    reader may read."""

    _name = "zrm.suggestion.tile"
    _description = "Tile of the Home Screen"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    role = fields.Char(required=True, translate=True, help="As what one has it to do.")
    sequence = fields.Integer(default=10)
    group_id = fields.Many2one("res.groups", required=True, ondelete="cascade", index=True)
    action_id = fields.Many2one("ir.actions.act_window", required=True, ondelete="cascade")
    domain = fields.Char(required=True, default="[]")
    is_urgent = fields.Boolean(help="Shown in another colour when there is something.")
    number = fields.Integer(compute="_compute_number")

    @api.depends_context("uid")
    def _compute_number(self):
        for tile in self:
            # sudo: the action names the model; what is counted is counted with the user's rights.
            model = self.env[tile.sudo().action_id.res_model]
            domain = tile._domain()
            tile.number = model.search_count(domain) if model.has_access("read") else 0

    def _domain(self):
        self.ensure_one()
        return safe_eval(self.domain, {"uid": self.env.uid})

    def action_open(self):
        """Opens what the tile counts."""
        self.ensure_one()
        self.check_access("read")
        # sudo: actions are read by everybody who has the menu.
        action = self.sudo().action_id._get_action_dict()
        action.update(domain=self._domain(), context={}, display_name=self.name, name=self.name)
        return action
