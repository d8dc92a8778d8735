from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...const import APPROVAL_KINDS, APPROVAL_STATES, APPROVES


class ZrmCaseApproval(models.Model):
    """The approval of one text for one step of a case: who asked, whom, and what they said.

    What is approved is this text at this step; when either changes the approval lapses and
    a new one is asked for. Rows are kept: they say who judged what.
    """

    _name = "zrm.case.approval"
    _description = "Approval of an Answer"
    _inherit = ["zrm.record.mixin", "zrm.export.log.mixin"]
    _order = "id desc"
    _rec_name = "case_id"

    case_id = fields.Many2one(
        "zrm.case", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    step_id = fields.Many2one("zrm.process.step", required=True, ondelete="restrict", readonly=True)
    kind = fields.Selection(APPROVAL_KINDS, required=True, readonly=True)
    text = fields.Text(string="Draft", required=True, readonly=True)
    asked_by_id = fields.Many2one("res.users", string="Sent by", readonly=True)
    asked_at = fields.Datetime(string="Sent At", required=True, default=fields.Datetime.now)
    unit_id = fields.Many2one(
        "zrm.unit",
        string="Approved by the Unit",
        readonly=True,
        ondelete="restrict",
        help="Empty: oversight.",
    )
    judge_ids = fields.Many2many(
        "res.users",
        "zrm_case_approval_judge_rel",
        "approval_id",
        "user_id",
        string="Asked",
        readonly=True,
        context={"active_test": False},
        help="Nobody: nobody is left who may judge; the administrator has been told.",
    )
    passed_over = fields.Text(
        string="Why Not Others", readonly=True, help="Who would judge first, and why they do not."
    )
    state = fields.Selection(APPROVAL_STATES, required=True, default="waiting", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    words = fields.Text(string="Why Returned", readonly=True)
    is_for_me = fields.Boolean(
        string="Waiting for Me", compute="_compute_is_for_me", search="_search_is_for_me"
    )

    # The case at a glance, with the user's rights.
    number_spaced = fields.Char(related="case_id.number_spaced", related_sudo=False)
    partner_id = fields.Many2one(related="case_id.partner_id", related_sudo=False)
    nature_id = fields.Many2one(related="case_id.nature_id", related_sudo=False)
    subject_id = fields.Many2one(related="case_id.subject_id", related_sudo=False)
    region_id = fields.Many2one(related="case_id.region_id", related_sudo=False)
    description = fields.Text(related="case_id.description", related_sudo=False)
    remedy_sought = fields.Text(related="case_id.remedy_sought", related_sudo=False)
    deadline = fields.Datetime(related="case_id.deadline", related_sudo=False)
    sla_state = fields.Selection(related="case_id.sla_state", related_sudo=False)
    objection_count = fields.Integer(related="case_id.objection_count", related_sudo=False)

    _one_running = models.UniqueIndex(
        "(case_id) WHERE state IN ('waiting', 'approved')",
        "The answer has been sent for approval already.",
    )
    _waiting = models.Index("(id) WHERE state = 'waiting'")

    @api.model
    def _export_citizen_fields(self):
        return ["case_id.partner_id"]

    @api.depends("state", "judge_ids")
    @api.depends_context("uid")
    def _compute_is_for_me(self):
        for approval in self:
            is_asked = self.env.user in approval.sudo().judge_ids
            approval.is_for_me = approval.state == "waiting" and is_asked

    def _search_is_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("state", "=", "waiting") & Domain("judge_ids", "in", self.env.uid)
        return mine if True in value else ~mine

    @api.model
    def _kept_words(self):
        return self.env._("Approve or return the answer by the buttons.")

    # ------------------------------------------------------------------
    # What the judge does
    # ------------------------------------------------------------------

    def action_approve(self):
        """Approves these drafts, and sends them where the judge's own unit has the case and
        nothing else is missing."""
        for approval in self:
            approval._check_waiting()
            approval.case_id.action_approve_and_send()
        return True

    def action_return(self):
        """Opens the dialog that asks what is to be changed."""
        self._check_waiting()
        return self.case_id.with_context(zrm_verb="return_answer").action_open_dialog()

    def action_open_case(self):
        """Opens the case itself."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "zrm.case",
            "res_id": self.case_id.id,
            "view_mode": "form",
        }

    def _check_waiting(self):
        for approval in self:
            if approval.state != "waiting":
                raise UserError(
                    self.env._(
                        "The answer of %s is not waiting any more; look at the case again.",
                        approval.case_id.number_spaced,
                    )
                )

    @api.model
    def count_waiting_for_me(self):
        """How many drafts wait for the user; asked for by the web client."""
        return self.search_count([("is_for_me", "=", True)])

    # ------------------------------------------------------------------
    # Whom it waits for
    # ------------------------------------------------------------------

    def _ask_judges(self):
        """Finds who judges, gives them the task and says in the history who was passed
        over; where nobody is left the administrator is told. Nothing is approved by
        default."""
        for approval in self.sudo():
            case = approval.case_id
            unit, judges, passed = case._choose_judges(approval._parties())
            approval.write(
                {
                    "unit_id": unit.id,
                    "judge_ids": [(6, 0, judges.ids)],
                    "passed_over": passed or False,
                }
            )
            case.activity_unlink([APPROVES])
            case._log_event("judging", text=passed, to_unit_id=unit.id)
            case._open_inspection_for(unit, judges)
            # Exactly they: a task to judge is not the expert's, even while the judge is away.
            if judges:
                case._give_task(
                    judges[:1], lambda env: env._("Please approve the answer"), APPROVES
                )
            else:
                case._give_task(
                    case._administrators()[:1],
                    lambda env: env._("Nobody is left who may approve this answer: name a manager"),
                )

    def _parties(self):
        """Who may not judge this text: who drafted, sent or answered it, and whose answer
        the citizen disputed."""
        self.ensure_one()
        case = self.sudo().case_id
        return (
            case.answer_author_ids
            | case.answered_by_id
            | case._excluded_users()
            | self.sudo().asked_by_id
        )

    @api.model
    def _cron_ask_again(self):
        """Asks others where those who were asked cannot judge any more or are away."""
        self.search([("state", "=", "waiting")])._ask_others()

    def _ask_others(self):
        """Asks others where none of those who were asked is the one to judge, or who of them
        had the task is gone."""
        for approval in self.sudo():
            _unit, judges, _passed = approval.case_id._choose_judges(approval._parties())
            is_still_theirs = approval.judge_ids & judges and approval._holders() & judges
            if approval.judge_ids != judges and not is_still_theirs:
                approval._ask_judges()

    def _holders(self):
        """Who has the task, or had it and set it aside."""
        case = self.case_id.with_context(active_test=False)
        judging = self.env.ref(APPROVES)
        return case.activity_ids.filtered(lambda task: task.activity_type_id == judging).user_id
