from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.zrm_cases.const import OURS

from ...const import (
    BENEFIT_KINDS,
    INSIDERS,
    MAX_TEXT,
    MAX_TITLE,
    OPEN_STATES,
    OUTCOMES,
    STATES,
)
from ...domain import shares

# Written only by intake and the verbs.
HANDLING_FIELDS = frozenset(
    {
        "number",
        "state",
        "published_state",
        "public_answer",
        "outcome",
        "deferred_until",
        "duplicate_of_id",
        "state_before_merge",
        "published_before_merge",
        "case_id",
        "screening_reason_id",
        "screened_by_id",
        "submitted_at",
        "state_since",
        "due_at",
        "due_told",
        "company_id",
        "unit_id",
        "benefiting_unit_ids",
        "is_withheld",
        "is_by_staff",
    }
)
TEXTS = ("name", "current_state", "proposed_state", "reason", "expected_benefit")
# What evaluators judge, and by which criteria: fixed when a round begins.
FROZEN = frozenset({*TEXTS, "benefit_kind", "subject_id", "region_id"})


class ZrmSuggestion(models.Model):
    """An idea of citizens or staff, from its first words to what became of it.

    Evaluators have no access to this model: they read the anonymised text of their round
    (``zrm.suggestion.round``). Nothing here tells scores before a round is over.
    """

    _name = "zrm.suggestion"
    _description = "Suggestion"
    _inherit = ["zrm.guarded.mixin", "zrm.export.log.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True

    name = fields.Char(string="Title", required=True)
    number = fields.Char(string="Tracking Code", readonly=True, copy=False)
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        index=True,
        groups=INSIDERS,
        group_expand="_expand_states",
    )
    published_state = fields.Selection(
        STATES,
        string="Where It Stands",
        readonly=True,
        copy=False,
        default="draft",
        help="What authors and the public see; set on publishing.",
    )
    current_state = fields.Text(string="How It Is Now", prefetch="texts")
    proposed_state = fields.Text(string="What Is Proposed", prefetch="texts")
    reason = fields.Text(string="Why It Is Better", prefetch="texts")
    benefit_kind = fields.Selection(BENEFIT_KINDS, required=True, default="qualitative")
    expected_benefit = fields.Text(prefetch="texts")
    subject_id = fields.Many2one("zrm.subject", required=True, index=True, ondelete="restrict")
    region_id = fields.Many2one("zrm.region", index="btree_not_null", ondelete="restrict")
    unit_id = fields.Many2one(
        "zrm.unit",
        string="Owning Unit",
        index="btree_not_null",
        ondelete="restrict",
        help="Whose work it changes; it would carry it out.",
    )
    benefiting_unit_ids = fields.Many2many(
        "zrm.unit",
        "zrm_suggestion_benefiting_unit_rel",
        "suggestion_id",
        "unit_id",
        string="Other Units That Benefit",
    )
    author_ids = fields.One2many("zrm.suggestion.author", "suggestion_id", string="Authors")
    author_names = fields.Char(string="By", compute="_compute_author_names")
    case_id = fields.Many2one(
        "zrm.case", string="Came From", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    screening_reason_id = fields.Many2one(
        "zrm.suggestion.screening.reason", readonly=True, ondelete="restrict"
    )
    screened_by_id = fields.Many2one("res.users", string="Secretary", readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True, copy=False, groups=INSIDERS)
    public_answer = fields.Text(readonly=True, copy=False, prefetch="texts")
    deferred_until = fields.Date(readonly=True, copy=False, groups=INSIDERS)
    # Not for authors: the earlier one may be somebody else's, with its title and code.
    duplicate_of_id = fields.Many2one(
        "zrm.suggestion",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        groups=INSIDERS,
    )
    state_before_merge = fields.Selection(STATES, readonly=True, copy=False, groups=INSIDERS)
    published_before_merge = fields.Selection(STATES, readonly=True, copy=False, groups=INSIDERS)
    merged_ids = fields.One2many("zrm.suggestion", "duplicate_of_id", string="Joined to This")
    version_ids = fields.One2many("zrm.suggestion.version", "suggestion_id", readonly=True)
    event_ids = fields.One2many("zrm.suggestion.event", "suggestion_id", readonly=True)
    round_ids = fields.One2many(
        "zrm.suggestion.round", "suggestion_id", readonly=True, groups=INSIDERS
    )
    submitted_at = fields.Datetime(readonly=True, copy=False)
    state_since = fields.Datetime(
        readonly=True, copy=False, default=fields.Datetime.now, groups=INSIDERS
    )
    due_at = fields.Datetime(string="Due", readonly=True, copy=False, groups=INSIDERS)
    due_told = fields.Boolean(readonly=True, copy=False, groups=INSIDERS)
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue", groups=INSIDERS
    )
    is_by_staff = fields.Boolean(
        string="By Staff", readonly=True, copy=False, help="An author has a staff account."
    )
    is_withheld = fields.Boolean(
        readonly=True,
        copy=False,
        groups=INSIDERS,
        help="Its case became confidential: nothing of it is shown to anybody else.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _number_uniq = models.UniqueIndex("(number)", "This tracking code is taken.")
    _case_uniq = models.UniqueIndex(
        "(case_id) WHERE case_id IS NOT NULL", "This case has become a suggestion already."
    )
    # What is under way is little among all that ever was.
    # With all that counting the columns of the board reads.
    _under_way = models.Index(
        "(state, id DESC, company_id, submitted_at, create_uid) "
        "WHERE state NOT IN ('closed', 'duplicate', 'rejected', 'withdrawn')"
    )
    _due = models.Index("(due_at) WHERE due_at IS NOT NULL AND due_told IS NOT TRUE")
    _rejected_with_words = models.Constraint(
        "CHECK (published_state <> 'rejected' OR public_answer IS NOT NULL)",
        "A rejected suggestion has words that its authors can read.",
    )
    _deferred_with_date = models.Constraint(
        "CHECK (state <> 'deferred' OR deferred_until IS NOT NULL)",
        "A deferred suggestion has the date on which it is taken up again.",
    )

    @api.constrains(*TEXTS)
    def _check_length(self):
        for suggestion in self:
            if len(suggestion.name or "") > MAX_TITLE:
                raise ValidationError(
                    self.env._("The title has more than %s characters; shorten it.", MAX_TITLE)
                )
            if any(len(suggestion[name] or "") > MAX_TEXT for name in TEXTS):
                raise ValidationError(
                    self.env._(
                        "A text has more than %s characters. Shorten it, and attach the rest as a "
                        "file.",
                        MAX_TEXT,
                    )
                )

    @api.model
    def _expand_states(self, states, _domain):
        """The columns of the board, in the order of a suggestion's life."""
        return [state for state, _label in STATES if state in OPEN_STATES or state in states]

    @api.depends("author_ids.partner_id.name")
    def _compute_author_names(self):
        for suggestion in self:
            suggestion.author_names = "، ".join(suggestion.author_ids.partner_id.mapped("name"))

    @api.depends("due_at")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for suggestion in self:
            suggestion.is_overdue = bool(suggestion.due_at) and suggestion.due_at <= now

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain("due_at", "<=", fields.Datetime.now())
        return late if True in value else ~late | fields.Domain("due_at", "=", False)

    @api.depends("name", "number", "author_ids.partner_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # Core names any record as superuser to whoever puts its id into a form or a task.
        is_insider = self.env.uid == SUPERUSER_ID or self.env.user.has_groups(INSIDERS)
        for suggestion in self:
            names = [suggestion.name, suggestion.number and f"({suggestion.number})"]
            if not is_insider and self.env.user.partner_id not in suggestion.author_ids.partner_id:
                names = [self.env._("A suggestion")]
            suggestion.display_name = " ".join(filter(None, names))

    # ------------------------------------------------------------------
    # What may be written
    # ------------------------------------------------------------------

    @api.model
    def _handling_fields(self):
        """Hook: names of the fields that only intake and the verbs write."""
        return HANDLING_FIELDS

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._handling_fields()

    @api.model
    def _export_citizen_fields(self):
        return ["author_ids.partner_id"]

    def write(self, vals):
        """Refuses fields of the verbs, and changes of the text once a round has begun."""
        ours = self.env.context.get("zrm_handling") is OURS
        if not ours:
            self._refuse_handling_fields(vals)
        if not ours and FROZEN & vals.keys():
            for suggestion in self:
                suggestion._check_text_is_open()
        writing = self.with_context(zrm_writing=OURS) if not self.env.su else self
        result = super(ZrmSuggestion, writing).write(vals)
        if FROZEN & vals.keys():
            self.sudo().filtered(lambda one: one.state != "draft")._keep_version()
        return result

    @api.model
    def _refuse_handling_fields(self, vals):
        """:raise ValidationError: names the fields that only the verbs write"""
        if touched := self._handling_fields() & vals.keys():
            labels = [self._fields[name]._description_string(self.env) for name in sorted(touched)]
            raise ValidationError(
                self.env._("%s can be changed only by the buttons.", ", ".join(labels))
            )

    def _check_text_is_open(self):
        """:raise UserError: when evaluators already read the text, or are about to"""
        self.ensure_one()
        # sudo: authors do not read where it stands inside.
        own = self.sudo()
        if own.state not in ("draft", "submitted", "screening") or own._open_round():
            raise UserError(
                self.env._(
                    "The text of %s is frozen: evaluators read it, or it is decided.", self.name
                )
            )

    def _write_handling(self, vals):
        # sudo: the verb has checked the rights.
        return self.sudo().with_context(zrm_handling=OURS).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A suggestion is withdrawn or closed, never removed."))

    def copy(self, default=None):  # pylint: disable=method-required-super
        """Suggestions are not duplicated: a new idea has its own authors and code.

        :raise UserError: always
        """
        raise UserError(self.env._("A suggestion cannot be duplicated; write a new one."))

    def _keep_version(self):
        """Keeps the text as it now is; see ``zrm.suggestion.version``."""
        self.env["zrm.suggestion.version"]._keep(self)

    # ------------------------------------------------------------------
    # Helpers of the verbs
    # ------------------------------------------------------------------

    def _check_shares(self):
        """:raise UserError: says what is wrong with the authors and their shares"""
        for suggestion in self:
            found = shares.problem(suggestion.sudo().author_ids.mapped("share"))
            if not found:
                continue
            raise UserError(
                {
                    "none": self.env._("A suggestion has at least one author."),
                    "many": self.env._(
                        "A suggestion has at most %s authors; name those who wrote it.",
                        shares.MOST_AUTHORS,
                    ),
                    "negative": self.env._("Every author has a share above zero."),
                    "sum": self.env._("The shares of the authors have to sum to 100 percent."),
                }[found]
            )

    def _log_event(self, kind, text="", is_public=False):
        """Adds an event to each suggestion's history."""
        # sudo: only the verbs write events.
        author = self.env.user if self.env.user._is_internal() else self.env.ref("base.user_root")
        return (
            self.env["zrm.suggestion.event"]
            .sudo()
            .create(
                [
                    {
                        "suggestion_id": suggestion.id,
                        "kind": kind,
                        "text": text or False,
                        "is_public": is_public,
                        "user_id": author.id,
                    }
                    for suggestion in self
                ]
            )
        )
