from odoo import api, fields, models
from odoo.exceptions import UserError


class ZrmSuggestionMilestone(models.Model):
    """A step of carrying out: who, until when, how far, with what evidence."""

    _name = "zrm.suggestion.milestone"
    _description = "Milestone"
    _inherit = ["zrm.guarded.mixin"]
    _order = "suggestion_id, due_on, id"

    suggestion_id = fields.Many2one("zrm.suggestion", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="suggestion_id.company_id", store=True, index=True)
    name = fields.Char(required=True)
    owner_id = fields.Many2one("res.users", required=True, index=True, ondelete="restrict")
    due_on = fields.Date(string="Until", required=True)
    progress = fields.Integer(string="Progress (%)", readonly=True)
    evidence = fields.Text(readonly=True)
    done_at = fields.Datetime(readonly=True)
    is_public = fields.Boolean(string="Public", help="Authors and the public learn of it.")
    is_late_told = fields.Boolean(readonly=True)

    _late = models.Index("(due_on) WHERE done_at IS NULL AND is_late_told IS NOT TRUE")
    _progress = models.Constraint(
        "CHECK (progress BETWEEN 0 AND 100)", "Progress is from 0 to 100 percent."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"progress", "evidence", "done_at", "is_late_told"}

    def action_progress(self, percent, evidence=""):
        """Says how far a milestone is; at 100 percent with evidence it is done.

        :param int percent: 0 to 100
        :param str evidence: what shows it; needed at the end
        """
        self.check_access("read")
        for milestone in self:
            is_secretary = self.env.user.has_group("zrm_suggestions.group_suggestion_secretary")
            if self.env.user != milestone.owner_id and not (self.env.su or is_secretary):
                raise UserError(
                    self.env._("%s reports on this milestone.", milestone.owner_id.name)
                )
            # sudo: owners report on their own milestones only; checked above.
            own = milestone.sudo()
            if own.suggestion_id.state != "implementing":
                raise UserError(self.env._("This suggestion is not being carried out."))
            if not 0 <= percent <= 100:
                raise UserError(self.env._("Progress is from 0 to 100 percent."))
            if percent == 100 and not (evidence or own.evidence or "").strip():
                raise UserError(self.env._("Say what shows that it is done."))
            own.write(
                {
                    "progress": percent,
                    "evidence": (evidence or "").strip() or own.evidence,
                    "done_at": percent == 100 and fields.Datetime.now(),
                }
            )
            own._tell_of_progress()
        return True

    def _tell_of_progress(self):
        self.ensure_one()
        text = f"{self.name}: {self.progress}٪"
        self.suggestion_id._log_event("progress", text=text, is_public=self.is_public)
        if self.is_public:
            self.suggestion_id._tell_authors(
                lambda env: env._(
                    "News of your suggestion “%(name)s”: %(step)s is at %(percent)s percent.",
                    name=self.suggestion_id.name,
                    step=self.name,
                    percent=self.progress,
                )
            )

    @api.model
    def _tell_of_delays(self):
        """Tells owner and secretariat once of each milestone that is late."""
        today = self.env["res.company"]._zrm_today()
        late = self.search(
            [("done_at", "=", False), ("due_on", "<", today), ("is_late_told", "=", False)]
        ).filtered(lambda one: one.suggestion_id.state == "implementing")
        for milestone in late:
            suggestion = milestone.suggestion_id
            for user in milestone.owner_id | suggestion.screened_by_id:
                own = suggestion.with_context(lang=user.lang or self.env.lang)
                own.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=own.env._("The milestone “%s” is late", milestone.name),
                    user_id=user.id,
                )
        late.write({"is_late_told": True})
