from odoo import api, fields, models
from odoo.exceptions import UserError

SESSION_STATES = [("planned", "Planned"), ("open", "Open"), ("closed", "Closed")]


class ZrmSuggestionSession(models.Model):
    """A session of the committee: its agenda, who is there, and what was decided."""

    _name = "zrm.suggestion.session"
    _description = "Session of the Committee"
    _inherit = ["zrm.guarded.mixin", "mail.thread"]
    _order = "held_at desc, id desc"

    name = fields.Char(required=True)
    held_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    chair_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user, ondelete="restrict"
    )
    member_ids = fields.Many2many(
        "res.users",
        "zrm_suggestion_session_member_rel",
        "session_id",
        "user_id",
        string="Members",
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("zrm_suggestions.group_suggestion_committee").ids)
        ],
    )
    present_ids = fields.Many2many(
        "res.users",
        "zrm_suggestion_session_present_rel",
        "session_id",
        "user_id",
    )
    quorum = fields.Integer(default=3, required=True, help="Members who have to be there.")
    state = fields.Selection(SESSION_STATES, required=True, default="planned", readonly=True)
    agenda_ids = fields.Many2many(
        "zrm.suggestion",
        "zrm_suggestion_session_agenda_rel",
        "session_id",
        "suggestion_id",
        domain="[('state', '=', 'committee')]",
    )
    decision_ids = fields.One2many("zrm.suggestion.decision", "session_id", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _quorum = models.Constraint("CHECK (quorum > 0)", "A quorum is at least one member.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"state"}

    def write(self, vals):
        self.check_access("write")
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("Open or close the session by its buttons."))
        if any(one.state == "closed" for one in self) and not self.env.su:
            raise UserError(self.env._("This session is closed; its record stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_planned(self):
        if any(one.state != "planned" for one in self):
            raise UserError(self.env._("A session that was held stays on record."))

    def action_open(self):
        """Opens the session, when enough members are there."""
        self.check_access("write")
        for session in self:
            session._check_quorum(session.present_ids)
            # sudo: the right to write was checked.
            session.sudo().state = "open"
        return True

    def action_close(self):
        """Closes the session; what was decided stands."""
        self.check_access("write")
        for session in self:
            if session.state != "open":
                raise UserError(self.env._("%s is not open.", session.name))
            # sudo: the right to write was checked.
            session.sudo().state = "closed"
        return True

    def _check_quorum(self, present):
        """:raise UserError: when too few members are there, without those with a conflict"""
        self.ensure_one()
        there = present & self.member_ids
        if len(there) < self.quorum:
            raise UserError(
                self.env._(
                    "%(there)s of %(quorum)s members are there; the committee cannot decide.",
                    there=len(there),
                    quorum=self.quorum,
                )
            )
