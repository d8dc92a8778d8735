from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.zrm_base.append_only import append_only

from ...const import EVENT_KINDS


class ZrmSuggestionEvent(models.Model):
    """An event in the history of a suggestion; append-only, in the ORM and by a trigger."""

    _name = "zrm.suggestion.event"
    _description = "Event of a Suggestion"
    _inherit = ["zrm.record.mixin", "zrm.export.log.mixin"]
    _is_final = True
    _order = "suggestion_id, id"
    _rec_name = "kind"

    suggestion_id = fields.Many2one(
        "zrm.suggestion", required=True, index=True, ondelete="restrict", readonly=True
    )
    at = fields.Datetime(string="When", required=True, default=fields.Datetime.now, readonly=True)
    kind = fields.Selection(EVENT_KINDS, string="What", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Who", readonly=True, ondelete="restrict")
    is_public = fields.Boolean(string="Public", readonly=True)
    text = fields.Text(readonly=True, help="For public entries, what the authors read.")

    def init(self):
        self.env.cr.execute(append_only(self._table, SQL("FALSE")))

    @api.model
    def _export_citizen_fields(self):
        return ["suggestion_id.author_ids.partner_id"]
