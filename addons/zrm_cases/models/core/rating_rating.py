from odoo import models


class RatingRating(models.Model):
    """Any employee may write ratings, and they name contacts."""

    _name = "rating.rating"
    _inherit = ["rating.rating", "zrm.naming.mixin"]
