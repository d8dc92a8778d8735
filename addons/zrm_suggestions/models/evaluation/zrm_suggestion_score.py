from odoo import api, fields, models

from ...const import CONFIDENCES


class ZrmSuggestionScore(models.Model):
    """One evaluator's score and words for one criterion; without a criterion, on the whole.

    A record rule shows it to its evaluator alone until all of the round are in.
    """

    _name = "zrm.suggestion.score"
    _description = "Score"
    _inherit = ["zrm.record.mixin", "zrm.export.log.mixin"]
    _is_final = True
    _order = "evaluation_id, id"
    _rec_name = "criterion_id"

    evaluation_id = fields.Many2one(
        "zrm.suggestion.evaluation", required=True, index=True, ondelete="cascade", readonly=True
    )
    criterion_id = fields.Many2one(
        "zrm.suggestion.criterion", ondelete="restrict", readonly=True, index="btree_not_null"
    )
    # No average in lists: a missing score would count as zero.
    value = fields.Float(readonly=True, aggregator=None)
    has_value = fields.Boolean(readonly=True, help="A missing score is not zero.")
    words = fields.Text(readonly=True)
    is_veto = fields.Boolean(string="Veto", readonly=True)
    confidence = fields.Selection(CONFIDENCES, readonly=True)

    _once = models.UniqueIndex(
        "(evaluation_id, coalesce(criterion_id, 0))", "This score was given already."
    )

    @api.model
    def _export_citizen_fields(self):
        return []

    @api.model
    def _kept_words(self):
        return self.env._("A score cannot be changed once it is handed in.")
