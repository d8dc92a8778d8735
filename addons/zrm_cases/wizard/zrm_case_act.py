from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import GIVEN_OUTCOMES, LEG_KINDS, OUTCOMES

VERBS = [
    ("refer", "Refer"),
    ("assign", "Assign"),
    ("return", "Return"),
    ("misrouted", "Report as misrouted"),
    ("close", "Close"),
    ("reject", "Reject"),
    ("return_answer", "Return the answer"),
    ("object", "Record an objection"),
    ("reopen", "Reopen"),
    ("merge", "Merge into another case"),
    ("move", "Move to a step"),
    ("ask", "Ask the citizen"),
    ("reveal", "Reveal the reporter"),
]


class ZrmCaseAct(models.TransientModel):
    """The dialog for actions that need input: asks for it and calls the method."""

    _name = "zrm.case.act"
    _description = "Act on Cases"

    case_ids = fields.Many2many(
        "zrm.case", string="Cases", default=lambda self: self._default_cases()
    )
    verb = fields.Selection(VERBS, required=True, default="refer")
    kind = fields.Selection(LEG_KINDS, default="action")
    unit_id = fields.Many2one("zrm.unit")
    user_id = fields.Many2one("res.users", string="Person", domain="[('share', '=', False)]")
    instruction = fields.Text()
    deadline = fields.Datetime()
    reason = fields.Text()
    outcome = fields.Selection([pair for pair in OUTCOMES if pair[0] not in GIVEN_OUTCOMES])
    root_cause_id = fields.Many2one("zrm.root.cause")
    possible_step_ids = fields.Many2many("zrm.process.step", compute="_compute_possible_step_ids")
    step_id = fields.Many2one("zrm.process.step", domain="[('id', 'in', possible_step_ids)]")
    target_id = fields.Many2one("zrm.case", string="Case to Merge Into")
    channel_id = fields.Many2one("zrm.channel", string="How the Citizen Said It")

    @api.model
    def _default_cases(self):
        context = self.env.context
        if context.get("active_model") == "zrm.case":
            return context.get("active_ids")
        return False

    @api.depends("case_ids", "verb")
    def _compute_possible_step_ids(self):
        """The steps that may follow for all of the cases."""
        for act in self:
            common = None
            for step in act.case_ids.step_id.sudo():
                common = step.next_step_ids if common is None else common & step.next_step_ids
            act.possible_step_ids = common

    def action_apply(self):
        self.ensure_one()
        if not self.case_ids:
            raise UserError(self.env._("Choose the cases first."))
        result = getattr(self, f"_apply_{self.verb}")(self.case_ids)
        if isinstance(result, dict):
            return result
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _apply_move(self, cases):
        if not self.step_id:
            raise UserError(
                self.env._("Choose the step. Only cases with a next step in common move together.")
            )
        cases.action_move(self.step_id.id)

    def _apply_ask(self, cases):
        cases.action_ask(self.reason)

    def _apply_reveal(self, cases):
        return cases.action_reveal_reporter(self.reason)

    def _apply_refer(self, cases):
        if not self.unit_id:
            raise UserError(self.env._("Choose the unit."))
        cases.action_refer(
            self.unit_id.id,
            kind=self.kind or "action",
            instruction=self.instruction or "",
            user_id=self.user_id.id,
            deadline=self.deadline,
        )

    def _apply_assign(self, cases):
        if not self.user_id:
            raise UserError(self.env._("Choose the person."))
        cases.action_assign(self.user_id.id)

    def _own_legs(self, cases):
        legs = cases.referral_ids.filtered(
            lambda leg: not leg.closed_at and self.env.user._zrm_works_in(leg.unit_id)
        )
        if not legs or cases - legs.case_id:
            raise UserError(self.env._("Your unit has no open referral of this case."))
        return legs

    def _apply_return(self, cases):
        self._own_legs(cases).action_return(self.reason)

    def _apply_misrouted(self, cases):
        self._own_legs(cases).action_misrouted(self.reason)

    def _apply_close(self, cases):
        cases.action_close(self.outcome, self.root_cause_id.id)

    def _apply_reject(self, cases):
        cases.action_reject(self.reason)
        if waiting := cases.filtered(lambda case: case.approval_state == "waiting"):
            return self._say(
                self.env._("The rejection was sent for approval; %s.", waiting._approval_in_words())
                if len(waiting) == 1
                else self.env._("The rejections were sent for approval.")
            )
        return None

    def _apply_return_answer(self, cases):
        cases.action_return_answer(self.reason)

    def _say(self, message):
        """A notification, after which the screen is read anew."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _apply_object(self, cases):
        cases.action_object(self.reason, self.channel_id.id)

    def _apply_reopen(self, cases):
        cases.action_reopen(self.reason)

    def _apply_merge(self, cases):
        if not self.target_id:
            raise UserError(self.env._("Choose the case that goes on."))
        (cases - self.target_id).action_merge(self.target_id.id)
