from odoo import fields, models


class ZrmSuggestionScreeningReason(models.Model):
    """A ready-made reason for which the secretary does not take up a suggestion."""

    _name = "zrm.suggestion.screening.reason"
    _description = "Screening Reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    text = fields.Text(
        string="What the Author Reads",
        required=True,
        translate=True,
        help="The public words of the rejection; the secretary may add to them.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
