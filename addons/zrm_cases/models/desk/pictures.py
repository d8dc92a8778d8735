from odoo import api, fields, models
from odoo.fields import Domain

from ...const import FINAL_STATES


class ZrmCase(models.Model):
    """Diagrams of a case: its referrals, its history and the time spent at each step."""

    _inherit = "zrm.case"

    referral_picture = fields.Html(
        string="Path of the Case", compute="_compute_pictures", sanitize=False
    )
    history_picture = fields.Html(
        string="History of the Case", compute="_compute_pictures", sanitize=False
    )
    steps_picture = fields.Html(
        string="Steps of the Process", compute="_compute_steps_picture", sanitize=False
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
            case.referral_picture = case._draw("zrm_cases.case_way", "referral_ids")
            case.history_picture = case._draw("zrm_cases.case_story", "event_ids")

    def _draw(self, template, rows):
        # sudo: everybody who sees the case may see the names of units and people.
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

    def _missed_labels(self, clocks):
        """The names of the deadlines in an event of kind ``missed``."""
        names = [self._fields[name]._description_string(self.env) for name in clocks.split(", ")]
        return ", ".join(names)

    @api.depends("event_ids", "step_id")
    @api.depends_context("lang")
    def _compute_steps_picture(self):
        """The steps of this process in order, with the time spent at each; waiting and
        rejected ones only if the case has been there."""
        for case in self:
            if not case.process_id:  # not registered yet
                case.steps_picture = False
                continue
            spent = case._seconds_at_steps()
            steps = case.process_id.sudo().step_ids.sorted(lambda step: (step.sequence, step.id))
            shown = steps.filtered(
                lambda step, now=case.step_id, spent=spent: (
                    step == now or step.id in spent or step.state not in ("waiting", "rejected")
                )
            )
            case.steps_picture = self.env["ir.qweb"]._render(
                "zrm_cases.case_steps", {"steps": shown, "now": case.step_id, "spent": spent}
            )

    def _seconds_at_steps(self):
        """:return: seconds at each step the case has been at, by the step's id"""
        self.ensure_one()
        spent, step, since = {}, None, None
        first = self.process_id.sudo()._first_step()
        for event in self.event_ids.sorted("id"):
            if not (event.to_step_id or event.kind == "registered"):
                continue
            if step:
                spent[step] = spent.get(step, 0) + (event.at - since).total_seconds()
            step, since = (event.to_step_id or first).id, event.at
        if step:
            until = fields.Datetime.now() if self.state not in FINAL_STATES else since
            spent[step] = spent.get(step, 0) + (until - since).total_seconds()
        return spent

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
        # Oversight belongs to no unit and may act in all of them.
        mine = Domain("unit_id", "in", units.ids) if units else Domain.TRUE
        return mine if True in value else ~mine
