from odoo import api, fields, models


class ZrmCase(models.Model):
    """Fields for the expert's screen: the next task and the possible steps."""

    _inherit = "zrm.case"

    instruction = fields.Text(related="step_id.instruction", string="What to Do Now")
    next_step_ids = fields.Many2many(
        "zrm.process.step", string="Next", compute="_compute_next_steps"
    )
    missing_now = fields.Char(string="Still Missing", compute="_compute_next_steps")
    child_count = fields.Integer(string="Linked Cases", compute="_compute_child_count")
    referral_count = fields.Integer(string="Referral Count", compute="_compute_referral_count")

    @api.depends("step_id", "description", "answer", "outcome", "root_cause_id", "region_id")
    @api.depends_context("lang")
    def _compute_next_steps(self):
        for case in self:
            case.next_step_ids = case.step_id.sudo().next_step_ids
            case.missing_now = ", ".join(case._missing_before_leaving()) if case.step_id else False

    @api.depends("referral_ids")
    def _compute_referral_count(self):
        for case in self:
            case.referral_count = len(case.referral_ids)

    @api.depends("child_ids")
    def _compute_child_count(self):
        counts = dict(
            self.env["zrm.case"]._read_group(
                [("parent_id", "in", self.ids)], ["parent_id"], ["__count"]
            )
        )
        for case in self:
            case.child_count = counts.get(case._origin, 0)

    def action_open_children(self):
        """Opens the cases linked to this systemic problem."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("zrm_cases.zrm_case_action")
        return {
            **action,
            "name": self.name,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("parent_id", "=", self.id)],
            "context": {"default_parent_id": self.id},
        }

    def action_seen_reply(self):
        """Marks the citizen's reply as read."""
        self._lock_for_handling()._write_handling({"citizen_replied_at": False})
        return True

    def action_open_dialog(self):
        """Opens the dialog of the action that the button names."""
        verb = self.env.context["zrm_verb"]
        verbs = self.env["zrm.case.act"]._fields["verb"]._description_selection(self.env)
        return {
            "type": "ir.actions.act_window",
            "name": dict(verbs)[verb],
            "res_model": "zrm.case.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_verb": verb, "default_case_ids": self.ids},
        }
