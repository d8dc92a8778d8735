from odoo import api, fields, models
from odoo.fields import Domain

from ..const import FINAL_STATES


class ZrmCase(models.Model):
    """What the screens draw of a case: its way, its story, the time each step took."""

    _inherit = "zrm.case"

    way_picture = fields.Html(string="Way of the Case", compute="_compute_pictures", sanitize=False)
    story_picture = fields.Html(
        string="Story of the Case", compute="_compute_pictures", sanitize=False
    )
    duration_tracking = fields.Json(
        string="Time at Each Step", compute="_compute_duration_tracking"
    )
    is_for_me = fields.Boolean(
        string="My Unit's",
        compute="_compute_is_for_me",
        search="_search_is_for_me",
        help="With a unit of mine or below it.",
    )

    @api.depends("referral_ids.closed_at", "event_ids")
    @api.depends_context("lang", "tz")
    def _compute_pictures(self):
        for case in self:
            case.way_picture = case._draw("zrm_cases.case_way", "referral_ids")
            case.story_picture = case._draw("zrm_cases.case_story", "event_ids")

    def _draw(self, template, rows):
        # Units and people are named to whoever sees the case, nothing else of them.
        records = self[rows].sudo().sorted("id")
        if not records:
            return False
        return self.env["ir.qweb"]._render(
            template,
            {
                "case": self,
                "rows": records,
                "labels": {
                    name: dict(field._description_selection(self.env))
                    for name, field in records._fields.items()
                    if field.type == "selection"
                },
                "now": fields.Datetime.now(),
            },
        )

    def _missed_in_words(self, clocks):
        """The names of the deadlines in an event of kind ``missed``."""
        names = [self._fields[name]._description_string(self.env) for name in clocks.split(", ")]
        return ", ".join(names)

    @api.depends("event_ids", "step_since")
    def _compute_duration_tracking(self):
        """Seconds at each step, as core's ``statusbar_duration`` shows them."""
        now = fields.Datetime.now()
        for case in self:
            spent, step, since = {}, None, None
            for event in case.event_ids.sorted("id"):
                if step and event.to_step_id:
                    spent[step] = spent.get(step, 0) + (event.at - since).total_seconds()
                if event.to_step_id or event.kind == "registered":
                    first = case.process_id.sudo()._first_step()
                    step, since = (event.to_step_id or first).id, event.at
            if step and case.state not in FINAL_STATES:
                spent[step] = spent.get(step, 0) + (now - since).total_seconds()
            case.duration_tracking = {str(key): int(value) for key, value in spent.items()}

    @api.depends("unit_id")
    @api.depends_context("uid")
    def _compute_is_for_me(self):
        units = self.env.user.zrm_tree_unit_ids
        for case in self:
            case.is_for_me = case.unit_id in units

    def _search_is_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        units = self.env.user.zrm_tree_unit_ids
        # Oversight belongs to no unit; all of them are its business.
        mine = Domain("unit_id", "in", units.ids) if units else Domain.TRUE
        return mine if True in value else ~mine
