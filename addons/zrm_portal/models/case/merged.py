from odoo import models

# Events of the case it goes on in that tell the citizen of a merged one how it goes on;
# what was asked and said there is its own citizen's.
SHARED_EVENTS = ("moved", "answered", "closed", "rejected", "informed", "objected")


class ZrmCase(models.Model):
    """What the citizen of a merged case sees of the one it goes on in."""

    _inherit = "zrm.case"

    def _events_for_citizen(self):
        """The public events, oldest first; words of another citizen are left out."""
        self.ensure_one()
        own = self.sudo().event_ids.filtered("is_public").sorted("id")
        shown = self._shown().sudo()
        if shown == self:
            return own
        merged = own.filtered(lambda event: event.kind == "merged")[-1:]
        return own | shown.event_ids.filtered(
            lambda event: (
                event.is_public and event.kind in SHARED_EVENTS and event.id > (merged.id or 0)
            )
        ).sorted("id")
