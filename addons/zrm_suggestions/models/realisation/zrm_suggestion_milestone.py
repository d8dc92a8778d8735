from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...const import MAX_TEXT

# Of a suggestion, when its milestones are set and changed.
SET_IN = ("approved", "implementing")
SECRETARY = "zrm_suggestions.group_suggestion_secretary"


class ZrmSuggestionMilestone(models.Model):
    """A step of carrying out: who, until when, how far, with what evidence."""

    _name = "zrm.suggestion.milestone"
    _description = "Milestone"
    _inherit = ["zrm.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "suggestion_id, due_on, id"

    suggestion_id = fields.Many2one("zrm.suggestion", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="suggestion_id.company_id", store=True, index=True)
    name = fields.Char(required=True)
    owner_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    due_on = fields.Date(string="Until", required=True)
    progress = fields.Integer(string="Progress (%)", readonly=True, aggregator="avg")
    evidence = fields.Text(readonly=True)
    done_at = fields.Datetime(readonly=True)
    is_public = fields.Boolean(string="Public", help="Authors and the public learn of it.")
    told_level = fields.Integer(
        readonly=True, help="Who was told that it is late; see domain/delays.py."
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _late = models.Index("(due_on) WHERE done_at IS NULL AND coalesce(told_level, 0) < 3")
    _progress = models.Constraint(
        "CHECK (progress BETWEEN 0 AND 100)", "Progress is from 0 to 100 percent."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"progress", "evidence", "done_at", "told_level"}

    @api.depends("due_on", "done_at")
    def _compute_is_late(self):
        today = self.env["res.company"]._zrm_today()
        for one in self:
            one.is_late = bool(not one.done_at and one.due_on and one.due_on < today)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["res.company"]._zrm_today()
        late = fields.Domain("done_at", "=", False) & fields.Domain("due_on", "<", today)
        return late if True in value else ~late

    @api.constrains("owner_id")
    def _check_owner(self):
        """:raise ValidationError: for who could not open and report on it"""
        for one in self.sudo():
            user = one.owner_id
            if (
                user.share
                or not user.active
                or not user.has_groups(f"zrm_base.group_expert,{SECRETARY}")
            ):
                raise ValidationError(
                    self.env._(
                        "%s cannot report on a milestone: give them the role of expert first.",
                        user.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for a suggestion that is not to be carried out"""
        if not self.env.su:
            guarded = self._guarded_fields()
            vals_list = [
                {name: vals[name] for name in vals if name not in guarded} for vals in vals_list
            ]
        milestones = super().create(vals_list)
        milestones._check_open()
        return milestones

    def write(self, vals):
        """:raise UserError: for what is done, and for fields of the verbs"""
        if self.env.su:
            return super().write(vals)
        if {*self._guarded_fields(), "suggestion_id"} & vals.keys():
            raise UserError(self.env._("Report how far it is by the button."))
        if {"name", "owner_id", "due_on"} & vals.keys():
            self._check_open()
            if any(one.done_at for one in self):
                raise UserError(self.env._("A milestone that is done stays as it is."))
        moved = {one: one.due_on for one in self if "due_on" in vals}
        result = super().write(vals)
        for one, before in moved.items():
            if one.due_on != before and one.sudo().suggestion_id.state == "implementing":
                # A new last day is no way to hide a delay: it stands in the history.
                one.suggestion_id._log_event("moved", text=f"{one.name}: {before} → {one.due_on}")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_before_start(self):
        for one in self:
            if one.suggestion_id.sudo().state != "approved" or one.progress:
                raise UserError(self.env._("Carrying out has begun; its milestones stay."))

    def _check_open(self):
        for one in self:
            # sudo: in which state it is does not depend on who asks.
            suggestion = one.sudo().suggestion_id
            if suggestion.state not in SET_IN:
                raise UserError(
                    self.env._(
                        "“%s” is not approved, or is over; it has no milestones to set.",
                        suggestion.name,
                    )
                )

    def action_progress(self, percent, evidence=""):
        """Says how far a milestone is; at 100 percent with evidence it is done.

        :param int percent: 0 to 100
        :param str evidence: what shows it; needed at the end
        """
        self.check_access("read")
        for milestone in self:
            is_secretary = self.env.user.has_group(SECRETARY)
            if self.env.user != milestone.owner_id and not (self.env.su or is_secretary):
                raise UserError(
                    self.env._("%s reports on this milestone.", milestone.owner_id.name)
                )
            # sudo: owners report on their own milestones only; checked above.
            own = milestone.sudo()
            if own.suggestion_id.state != "implementing":
                raise UserError(self.env._("This suggestion is not being carried out."))
            if isinstance(percent, bool) or not isinstance(percent, int) or not 0 <= percent <= 100:
                raise UserError(self.env._("Progress is from 0 to 100 percent."))
            if len(evidence or "") > MAX_TEXT:
                raise UserError(self.env._("Write at most %s characters.", MAX_TEXT))
            if percent == 100 and not (evidence or own.evidence or "").strip():
                raise UserError(self.env._("Say what shows that it is done."))
            own.write(
                {
                    "progress": percent,
                    "evidence": (evidence or "").strip() or own.evidence,
                    "done_at": percent == 100 and fields.Datetime.now(),
                }
            )
            if percent == 100:
                own.activity_ids.unlink()
            own._tell_of_progress()
        return True

    def _tell_of_progress(self):
        self.ensure_one()
        text = f"{self.name}: {self.progress}٪"
        suggestion = self.suggestion_id
        is_public = self.is_public and not suggestion.is_withheld
        suggestion._log_event("progress", text=text, is_public=is_public)
        if is_public:
            suggestion._tell_authors(
                lambda env: env._(
                    "News of your suggestion “%(name)s”: %(step)s is at %(percent)s percent.",
                    name=suggestion.name,
                    step=self.name,
                    percent=self.progress,
                )
            )
