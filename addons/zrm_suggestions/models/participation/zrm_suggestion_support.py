from odoo import api, fields, models

SOURCES = [("web", "Signed in"), ("paper", "On paper"), ("phone", "By telephone")]


class ZrmSuggestionSupport(models.Model):
    """A citizen's voice for a published suggestion: one each, whichever way it came.

    Written by ``publication._support`` only. Who supports what is nobody's business but the
    secretariat's, which has to be able to prove the count.
    """

    _name = "zrm.suggestion.support"
    _description = "Voice for a Suggestion"
    _inherit = ["zrm.guarded.mixin", "zrm.export.log.mixin"]
    _is_created_by_server = True
    _log_access = False
    _order = "id desc"
    _rec_name = "partner_id"

    publication_id = fields.Many2one(
        "zrm.suggestion.publication", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="publication_id.company_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Citizen",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    source = fields.Selection(SOURCES, required=True, default="web", readonly=True)
    at = fields.Datetime(string="When", required=True, default=fields.Datetime.now, readonly=True)
    recorded_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    evidence = fields.Char(readonly=True, help="Such as the number of the sheet.")

    # Also finds the voices of a publication.
    _once = models.UniqueIndex(
        "(publication_id, partner_id)", "This citizen has given their voice already."
    )

    @api.model
    def _export_citizen_fields(self):
        return ["partner_id"]
