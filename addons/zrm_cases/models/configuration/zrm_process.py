import uuid
from itertools import pairwise

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...const import FINAL_STATES
from ...domain import process_graph
from .zrm_cached_mixin import cached


class ZrmProcess(models.Model):
    """A predefined process that guides cases from step to step."""

    _name = "zrm.process"
    _description = "Process"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    description = fields.Text(translate=True)
    step_ids = fields.One2many("zrm.process.step", "process_id", string="Steps", copy=True)
    response_hours = fields.Float(
        string="First Response Within",
        help="Working hours until somebody has taken the case in hand. 0: no limit.",
    )
    total_hours = fields.Float(
        string="Whole Case Within", help="Working hours from registration to answer. 0: no limit."
    )
    is_default = fields.Boolean(
        string="For All Other Subjects",
        help="Used for subjects without a process of their own or from above.",
    )
    subject_count = fields.Integer(
        string="Subjects",
        compute="_compute_subject_count",
        help="Subjects that name it; those below them follow.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        string="In Use",
        default=False,
        help="While it is not in use, steps may be unfinished; then every step has to be "
        "reachable and lead to an end.",
    )

    _code_uniq = models.UniqueIndex("(code)", "This code belongs to another process already.")
    _one_default = models.UniqueIndex(
        "(is_default) WHERE is_default IS TRUE",
        "Another process is used for all other subjects already; unset it there first.",
    )

    @api.constrains("step_ids", "active")
    def _check_steps(self):
        """Checks that every step can be reached and left, so that no case gets stuck.

        Processes not in use yet are not checked.
        """
        for process in self.filtered("active"):
            steps = process.step_ids
            if not steps:
                raise ValidationError(
                    self.env._("The process %s needs at least one step.", process.name)
                )
            ends = {step.id for step in steps if step.stage_id.state in FINAL_STATES}
            following = {step.id: step.next_step_ids.ids for step in steps}
            outside = steps.next_step_ids - steps
            if outside:
                raise ValidationError(
                    self.env._(
                        "%(step)s belongs to another process and cannot follow in %(process)s.",
                        step=outside[0].name,
                        process=process.name,
                    )
                )
            found = process_graph.problems(process._first_step().id, following, ends)
            if found:
                kind, step_id = found[0]
                raise ValidationError(process._problem_in_words(kind, steps.browse(step_id)))

    def _problem_in_words(self, kind, step):
        sentences = {
            "itself": self.env._("The step %s leads to itself; remove it from what may follow."),
            "dead_end": self.env._(
                "Nothing follows the step %s, and it is no end. Say what may follow, or give it "
                "a stage that closes the case."
            ),
            "unreachable": self.env._(
                "The step %s cannot be reached. Let it follow some other step, or remove it."
            ),
            "endless": self.env._(
                "From the step %s no end can be reached. Let a step follow that closes the case."
            ),
        }
        return sentences[kind] % step.name

    @api.model
    def _default_process(self):
        """The default process, for subjects without their own; may be empty."""
        return self.sudo().browse(self._default_id() or [])

    @api.model
    @cached()
    def _default_id(self):
        domain = [("is_default", "=", True), ("active", "=", True)]
        return self.sudo().search(domain, limit=1).id

    # ------------------------------------------------------------------
    # Setting it up
    # ------------------------------------------------------------------

    def _compute_subject_count(self):
        counts = dict(
            self.env["zrm.subject"]._read_group(
                [("process_id", "in", self.ids)], ["process_id"], ["__count"]
            )
        )
        for process in self:
            process.subject_count = counts.get(process._origin, 0)

    def action_open_subjects(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("zrm_cases.zrm_subject_action")
        return {**action, "domain": [("process_id", "=", self.id)]}

    def copy_data(self, default=None):
        """A duplicate is not in use until it is set up."""
        return [
            {
                **vals,
                "name": self.env._("%s (copy)", process.name),
                "code": f"{process.code}_{uuid.uuid4().hex[:4]}",
                "is_default": False,
                "active": False,
                **(default or {}),
            }
            for process, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def copy(self, default=None):
        """Connects the steps of the duplicate as in the original."""
        copies = super().copy(default)
        for process, duplicate in zip(self, copies, strict=True):
            pairs = zip(process.step_ids.sorted(), duplicate.step_ids.sorted(), strict=True)
            twins = dict(pairs)
            for step, twin in twins.items():
                twin.next_step_ids = [
                    Command.set([twins[one].id for one in step.next_step_ids if one in twins])
                ]
        return copies

    def action_chain_steps(self):
        """Connects each step without a following one to the next in the list."""
        self.check_access("write")
        for process in self:
            steps = process.step_ids.sorted()
            for step, following in pairwise(steps):
                if not step.next_step_ids and step.state not in FINAL_STATES:
                    step.next_step_ids = following
        return True

    def _closing_step(self, after=None):
        """The step that closes a case of this process: the one that follows
        ``after``, else the first one.

        :raise UserError: names the process that has none
        """
        step = self._step_of_state("closed", after)
        if not step:
            raise UserError(
                self.env._(
                    "The process %s has no step that closes a case; an administrator adds one "
                    "first.",
                    self.sudo().name,
                )
            )
        return step

    def _final_step(self, after=None):
        """The step at which a case ends without a further decision: a closing one, or a
        rejecting one if the process has no closing step.

        :raise UserError: as :meth:`_closing_step`
        """
        closing = self._step_of_state("closed", after) or self._step_of_state("rejected", after)
        return closing or self._closing_step(after)

    def _step_of_state(self, state, after=None):
        self.ensure_one()
        Step = self.env["zrm.process.step"].sudo()
        steps = Step.browse(self._cached("step_ids"))
        if after:
            steps = after._following() | steps
        return steps.filtered(lambda step: step._cached("state") == state)[:1]

    def _first_step(self):
        self.ensure_one()
        # By sequence, like any One2many.
        return self.env["zrm.process.step"].browse(self._cached("step_ids")[:1])
