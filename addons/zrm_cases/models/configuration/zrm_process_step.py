from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import GATE_FIELDS, RESPONSIBLES
from .zrm_cached_mixin import cached


class ZrmProcessStep(models.Model):
    """A step of a process: responsible unit, time limit, required fields, following steps."""

    _name = "zrm.process.step"
    _description = "Process Step"
    _order = "process_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    process_id = fields.Many2one("zrm.process", required=True, index=True, ondelete="cascade")
    stage_id = fields.Many2one("zrm.stage", required=True, index=True, ondelete="restrict")
    state = fields.Selection(related="stage_id.state")
    sequence = fields.Integer(default=10)
    responsible = fields.Selection(RESPONSIBLES, required=True, default="holder")
    unit_id = fields.Many2one("zrm.unit", ondelete="restrict", index="btree_not_null")
    hours = fields.Float(string="Within (hours)", help="Working hours for this step. 0: no limit.")
    instruction = fields.Text(translate=True, help="What the expert does here.")
    gate_field_ids = fields.Many2many(
        "ir.model.fields",
        "zrm_process_step_gate_rel",
        "step_id",
        "field_id",
        string="Required Fields",
        domain=lambda self: [
            ("model", "=", "zrm.case"),
            ("name", "in", self._gate_field_names()),
        ],
    )
    needs_approval = fields.Boolean(
        string="Answer Needs Approval",
        help="A manager approves the answer before the citizen gets it.",
    )
    approval_unit_id = fields.Many2one(
        "zrm.unit",
        string="Approved by",
        ondelete="restrict",
        help="An inspection unit that is asked when a case gets here and approves the answer. "
        "Empty: the manager of the unit that is responsible here.",
    )
    next_step_ids = fields.Many2many(
        "zrm.process.step",
        "zrm_process_step_next_rel",
        "step_id",
        "next_id",
        string="Next Steps",
        domain="[('process_id', '=', process_id), ('id', '!=', id)]",
        copy=False,
    )
    citizen_message = fields.Text(
        translate=True,
        help="Sent to the citizen when the case reaches this step. Empty: no message.",
    )

    @api.model
    @cached("lang")
    def _messages(self, lang):
        """Messages for citizens of all steps in a language, by id."""
        everything = self.sudo().with_context(lang=lang)
        steps = everything.search_fetch([], ["citizen_message"], order="id")
        return {step.id: step.citizen_message for step in steps}

    @api.constrains("responsible", "unit_id", "approval_unit_id")
    def _check_unit(self):
        for step in self:
            if step.responsible == "unit" and not step.unit_id:
                raise ValidationError(
                    self.env._("Choose the unit that is responsible for the step %s.", step.name)
                )
            for unit in step.unit_id | step.approval_unit_id:
                if not unit.active:
                    raise ValidationError(
                        self.env._(
                            "%(unit)s is not in use any more; choose another unit for %(step)s.",
                            unit=unit.display_name,
                            step=step.name,
                        )
                    )

    @api.model
    def _gate_field_names(self):
        """Hook: the fields that a step may require."""
        return list(GATE_FIELDS)

    @api.constrains("gate_field_ids")
    def _check_gates(self):
        allowed = self._gate_field_names()
        for step in self:
            # sudo: administrators choose fields without rights on ir.model.fields.
            for field in step.sudo().gate_field_ids:
                if field.model != "zrm.case" or field.name not in allowed:
                    raise ValidationError(
                        self.env._(
                            "A step cannot wait for “%s”; choose what people fill in.",
                            field.field_description,
                        )
                    )

    @api.constrains("next_step_ids", "stage_id", "sequence")
    def _check_process(self):
        # Steps are entered one by one; the process is checked on saving.
        self.process_id.filtered("step_ids")._check_steps()

    def _responsible_unit(self, holder, routed, handler=None):
        """The unit that is responsible at this step.

        :param holder: the unit that holds the case now
        :param routed: the unit that routing would choose
        :param handler: the unit that worked on it last, if any did
        """
        responsible = self._cached("responsible")
        # sudo: the responsible unit does not depend on the user's rights.
        Unit = self.env["zrm.unit"].sudo()
        if responsible == "unit":
            return Unit.browse(self._cached("unit_id"))
        if responsible == "routing":
            return routed
        if responsible == "parent":
            return Unit.browse(holder._cached("parent_id") or []) or holder
        if responsible == "handler":
            return handler or holder
        return holder

    def _is_work(self):
        """Whether the unit at this step works on the case, rather than approving others'
        work."""
        return self._cached("responsible") not in ("unit", "parent")

    def _following(self, *states):
        """The steps that may follow this one, as superuser.

        :param states: only those whose stage has one of these states
        """
        following = self.sudo().browse(self._cached("next_step_ids"))
        if not states:
            return following
        return following.filtered(lambda step: step._cached("state") in states)

    @cached("self.id")
    def _gates(self):
        """Id and name of the fields required before leaving."""
        return {field.id: field.name for field in self.sudo().gate_field_ids}

    def action_go(self):
        """Moves the case of the current form to this step."""
        self.ensure_one()
        context = self.env.context
        case = self.env["zrm.case"].browse(context.get("zrm_case_id"))
        return case.action_move(self.id, context.get("zrm_seen_step_id"))
