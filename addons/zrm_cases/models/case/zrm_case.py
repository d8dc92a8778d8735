from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...const import (
    FINAL_STATES,
    MAX_DESCRIPTION,
    MAX_LINE,
    OURS,
    OUTCOMES,
    STATES,
)

# Written only by intake and the actions; see ZrmCase._handling_fields.
HANDLING_FIELDS = frozenset(
    {
        "number",
        "process_id",
        "step_id",
        "stage_id",
        "state",
        "step_since",
        "unit_id",
        "handler_unit_id",
        "user_id",
        "is_reporter_hidden",
        "reporter_id",
        "citizen_replied_at",
        "track_pin",
        "verdict",
        "verdict_at",
        "is_withdrawn",
        "verdict_by_phone",
        "stars",
        "verdict_comment",
        "silent_at",
        "bounce_count",
        "answer_approved_by_id",
        "answer_author_ids",
        "answered_by_id",
        "answered_at",
        "objection_count",
        "objected_unit_id",
        "excluded_user_ids",
        "received_at",
        "closed_at",
        "duplicate_of_id",
        "company_id",
        "sight_key",
        "responded_at",
        "response_deadline",
        "step_deadline",
        "deadline",
        "warn_at",
        "paused_at",
        "next_check_at",
        "missed",
        "renewed",
        "warned",
        "clock_start",
        "clock_pauses",
        "hours_left",
        "escalated_user_ids",
    }
)


class ZrmCase(models.Model):
    """A matter that a citizen brought, until it is decided and answered.

    This file holds the fields of a case; intake, workflow, deadlines and outcome are in the
    other files of this folder.
    """

    _name = "zrm.case"
    _description = "Case"
    _inherit = ["zrm.guarded.mixin", "zrm.export.log.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "priority desc, id desc"
    _rec_name = "name"
    _rec_names_search = ["number_spaced", "text_search"]
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="Summary", required=True, tracking=True)
    number = fields.Char(string="Tracking Code", readonly=True, copy=False)
    partner_id = fields.Many2one(
        "res.partner",
        string="Citizen",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_citizen', '=', True)]",
    )
    channel_id = fields.Many2one("zrm.channel", required=True, index=True, ondelete="restrict")
    external_ref = fields.Char(
        string="External Reference",
        copy=False,
        help="The number of the letter or message; the same one gives the same case.",
    )
    nature_id = fields.Many2one("zrm.nature", required=True, index=True, ondelete="restrict")
    subject_id = fields.Many2one("zrm.subject", required=True, index=True, ondelete="restrict")
    questions = fields.Properties(definition="subject_id.question_definition", copy=True)
    region_id = fields.Many2one("zrm.region", index="btree_not_null", ondelete="restrict")
    address = fields.Char()
    # Long texts are fetched on demand, not with every list.
    description = fields.Text(prefetch="texts")
    remedy_sought = fields.Text(help="What the citizen wants to happen.", prefetch="texts")
    priority = fields.Selection(
        [("0", "Ordinary"), ("1", "Important"), ("2", "Urgent")], default="0", required=True
    )

    process_id = fields.Many2one(
        "zrm.process", required=True, readonly=True, index=True, ondelete="restrict"
    )
    step_id = fields.Many2one(
        "zrm.process.step",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    stage_id = fields.Many2one(
        "zrm.stage",
        compute="_compute_stage_id",
        store=True,
        index=True,
        precompute=True,
        group_expand="_read_group_expand_full",
    )
    state = fields.Selection(
        STATES, compute="_compute_state", store=True, precompute=True, required=True, index=True
    )
    step_since = fields.Datetime(readonly=True)

    unit_id = fields.Many2one(
        "zrm.unit", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", string="Expert", readonly=True, index="btree_not_null")
    handler_unit_id = fields.Many2one(
        "zrm.unit",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The unit that worked on it last; approvers give it back to this one.",
    )
    referral_ids = fields.One2many("zrm.referral", "case_id", string="Referrals", readonly=True)
    bounce_count = fields.Integer(string="Bounces", readonly=True)
    event_ids = fields.One2many("zrm.case.event", "case_id", string="History", readonly=True)

    answer = fields.Text(tracking=True, prefetch="texts")
    answer_approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answer_author_ids = fields.Many2many(
        "res.users",
        "zrm_case_answer_author_rel",
        "case_id",
        "user_id",
        string="Answer Drafted by",
        readonly=True,
        copy=False,
        context={"active_test": False},
        help="Who wrote the answer does not approve it, and does not judge an objection to it.",
    )
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    answer_seen = fields.Text(
        string="Answer as Opened",
        compute="_compute_answer_seen",
        inverse="_inverse_answer_seen",
        help="The form sends it with a changed answer: nobody overwrites unseen words.",
    )
    outcome = fields.Selection(OUTCOMES, copy=False)
    public_reason = fields.Text(
        copy=False, help="Why it was rejected; the citizen reads this.", prefetch="texts"
    )
    root_cause_id = fields.Many2one("zrm.root.cause", index="btree_not_null", copy=False)
    objection_count = fields.Integer(string="Objections", readonly=True, copy=False)
    objected_unit_id = fields.Many2one(
        "zrm.unit", readonly=True, copy=False, help="The unit whose answer was objected to."
    )
    excluded_user_ids = fields.Many2many(
        "res.users",
        "zrm_case_excluded_user_rel",
        "case_id",
        "user_id",
        string="Excluded Experts",
        readonly=True,
        copy=False,
        # Whose account is closed may be back tomorrow.
        context={"active_test": False},
        help="They answered and the citizen objected; others handle the case now.",
    )

    received_at = fields.Datetime(
        string="Received", required=True, default=fields.Datetime.now, index=True
    )
    closed_at = fields.Datetime(string="Closed", readonly=True, copy=False)
    is_confidential = fields.Boolean(string="Confidential", tracking=True)
    is_anonymous = fields.Boolean(string="Anonymous")
    is_reporter_hidden = fields.Boolean(
        string="Reporter Hidden",
        readonly=True,
        copy=False,
        help="Whistle-blowing: the reporter is hidden even from the unit that handles the case.",
    )
    reporter_id = fields.Many2one(
        "res.partner",
        string="Hidden Reporter",
        index="btree_not_null",
        # A refused deletion would tell that the person reported something.
        ondelete="set null",
        copy=False,
        groups=fields.NO_ACCESS,
        help="Hidden from all roles; see action_reveal_reporter.",
    )
    parent_id = fields.Many2one(
        "zrm.case", string="Systemic Problem", index="btree_not_null", ondelete="restrict"
    )
    child_ids = fields.One2many("zrm.case", "parent_id", string="Cases of This Problem")
    duplicate_of_id = fields.Many2one(
        "zrm.case", readonly=True, index="btree_not_null", ondelete="restrict", copy=False
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    _number_uniq = models.UniqueIndex(
        "(number varchar_pattern_ops)", "This tracking code is taken."
    )
    _external_ref_uniq = models.UniqueIndex(
        "(channel_id, external_ref) WHERE external_ref IS NOT NULL",
        "This message is registered already.",
    )
    _closed_with_outcome = models.Constraint(
        "CHECK (state <> 'closed' OR outcome IS NOT NULL)", "A closed case has an outcome."
    )
    _rejected_with_reason = models.Constraint(
        "CHECK (state <> 'rejected' OR public_reason IS NOT NULL)",
        "A rejected case has a reason that the citizen can read.",
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self.filtered("parent_id")._has_cycle():
            raise ValidationError(self.env._("A problem cannot be part of itself."))

    @api.constrains("name", "address", "description", "answer", "remedy_sought")
    def _check_length(self):
        for case in self:
            if max(len(case.name or ""), len(case.address or "")) > MAX_LINE:
                raise ValidationError(
                    self.env._(
                        "The summary or the address has more than %s characters. Shorten it, and "
                        "write the rest into the description.",
                        MAX_LINE,
                    )
                )
            for text in (case.description, case.answer, case.remedy_sought):
                if text and len(text) > MAX_DESCRIPTION:
                    raise ValidationError(
                        self.env._(
                            "A text has more than %s characters. Shorten it, and attach the rest "
                            "as a file.",
                            MAX_DESCRIPTION,
                        )
                    )

    @api.constrains("nature_id", "subject_id", "is_anonymous", "partner_id")
    def _check_classification(self):
        for case in self:
            allowed = case.nature_id.browse(case.subject_id._cached("nature_ids"))
            if allowed and case.nature_id not in allowed:
                raise ValidationError(
                    self.env._(
                        "%(subject)s cannot be registered as %(nature)s; allowed: %(allowed)s.",
                        subject=case.subject_id.name,
                        nature=case.nature_id.name,
                        allowed=", ".join(allowed.mapped("name")),
                    )
                )
            if case.is_anonymous and not case.nature_id._cached("allows_anonymous"):
                raise ValidationError(
                    self.env._("%s cannot be anonymous; enter the citizen.", case.nature_id.name)
                )
            if not case.partner_id and not case._may_lack_citizen():
                raise ValidationError(
                    self.env._("Enter the citizen, or mark the case as anonymous.")
                )

    def _may_lack_citizen(self):
        """Hook: whether this case may be without a citizen on it."""
        self.ensure_one()
        return self.is_anonymous or self.is_reporter_hidden

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("step_id.stage_id")
    def _compute_stage_id(self):
        for case in self:
            case.stage_id = case.step_id and case.step_id._cached("stage_id")

    @api.depends("step_id.stage_id.state")
    def _compute_state(self):
        for case in self:
            case.state = case.step_id and case.step_id._cached("state")

    @api.depends("name", "number")
    @api.depends_context("formatted_display_name", "uid")
    def _compute_display_name(self):
        # Odoo shows the name of a many2one's target without checking rules, and a request
        # can make it point to any case: no name for those who may not read it.
        unseen = self.browse()
        if self.env.su and self.env.uid != SUPERUSER_ID and self.env.user._is_internal():
            there = self.sudo(False).filtered("id")
            unseen = there - there._filtered_access("read")
        for case in self:
            if case in unseen:
                case.display_name = self.env._("A case of another unit")
                continue
            case.display_name = f"{case.name} ({case.number_spaced})" if case.number else case.name

    def _is_final(self):
        self.ensure_one()
        return self.state in FINAL_STATES

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Passes all creation, also from forms and imports, to :meth:`_intake`."""
        if self.env.context.get("zrm_intake") is OURS:
            return super().create(vals_list)
        for vals in vals_list:
            self._check_named(vals)
        # Forms cannot choose the unit.
        cases = self._intake(
            [{key: vals[key] for key in vals if key != "to_unit_id"} for vals in vals_list]
        )
        cases._check_not_others()
        return cases

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A case is closed or rejected, never removed."))

    def copy(self, default=None):  # pylint: disable=method-required-super
        """Cases are not duplicated: a new matter is registered, with its own code and clock.

        :raise UserError: always
        """
        raise UserError(self.env._("A case cannot be duplicated; register a new one."))

    def write(self, vals):
        """Refuses direct changes of fields that only the actions may write."""
        touched = self._handling_fields() & vals.keys()
        if touched and self.env.context.get("zrm_handling") is not OURS:
            raise ValidationError(
                self.env._(
                    "%s can be changed only by the buttons of the case.",
                    ", ".join(self._fields[name]._description_string(self.env) for name in touched),
                )
            )
        if not self.env.su:
            self._check_named(vals)
            self._check_not_published(vals)
            self._check_may_write(vals)
        self._check_not_overwritten(vals)
        for name in ("answer", "public_reason"):
            if name in vals:
                self.filtered(lambda case, n=name: (case[n] or "") != (vals[n] or ""))._note_draft()
        if "partner_id" in vals and self.env.context.get("zrm_handling") is not OURS:
            self._log_exchanged_citizen(vals["partner_id"])
        result = super().write(vals)
        if "partner_id" in vals:
            self._check_citizens_company()
        if {"subject_id", "nature_id", "region_id"} & vals.keys():
            self._after_classification(vals)
        return result

    @api.model
    def _handling_fields(self):
        """Hook: names of the fields that only intake and the actions write."""
        return HANDLING_FIELDS

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._handling_fields()

    def _write_handling(self, vals):
        """Writes fields reserved to the actions.

        None of them is tracked by mail (the history has them), so mail need not read the
        tracked texts before.
        """
        # sudo: the action has checked the rights.
        return self.sudo().with_context(zrm_handling=OURS, mail_notrack=True).write(vals)

    def _log_event(self, kind, text="", is_public=False, **units_and_steps):
        """Adds an event to each case's history."""
        return self.env["zrm.case.event"]._record(
            [
                {
                    "case_id": case.id,
                    "kind": kind,
                    "text": text or False,
                    "is_public": is_public,
                    **units_and_steps,
                }
                for case in self
            ]
        )

    def _citizen_links(self, moment=False, recipient=None):
        """Hook: links to the citizen's pages of this case.

        :param str moment: of a notice (``NOTICE_MOMENTS``), if it is for one
        :param recipient: the ``res.partner`` who gets the links
        :return: list of ``(label, url)``, the most important first; empty where
            the organization has no pages for citizens
        """
        self.ensure_one()
        return []
