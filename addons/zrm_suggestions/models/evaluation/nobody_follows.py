from odoo import models


class ZrmSuggestionEvaluation(models.Model):
    """Nobody follows an evaluation. Every employee can read who follows what, and core makes
    whoever gets a task a follower: that would name all evaluators of a round to each other.
    They are told by their task."""

    _inherit = "zrm.suggestion.evaluation"

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        return True
