from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

SESSION_STATES = [("planned", "Planned"), ("open", "Open"), ("closed", "Closed")]
SECRETARY = "zrm_suggestions.group_suggestion_secretary"
COMMITTEE = "zrm_suggestions.group_suggestion_committee"
# While it is open only attendance, the agenda and the minutes change.
FIXED_WHEN_OPEN = {"chair_id", "member_ids", "quorum", "company_id", "held_at"}


class ZrmSuggestionSession(models.Model):
    """A session of the committee: its agenda in order, who is there, and what was decided."""

    _name = "zrm.suggestion.session"
    _description = "Session of the Committee"
    _inherit = ["zrm.guarded.mixin", "mail.thread"]
    _order = "held_at desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    held_at = fields.Datetime(
        string="When", required=True, default=fields.Datetime.now, index=True, tracking=True
    )
    hours = fields.Float(string="Length", default=2.0, help="In hours.")
    place = fields.Char()
    chair_id = fields.Many2one(
        "res.users",
        required=True,
        ondelete="restrict",
        domain=lambda self: self._domain_of_members(),
        default=lambda self: self._default_chair(),
    )
    member_ids = fields.Many2many(
        "res.users",
        "zrm_suggestion_session_member_rel",
        "session_id",
        "user_id",
        string="Members",
        domain=lambda self: self._domain_of_members(),
    )
    present_ids = fields.Many2many(
        "res.users",
        "zrm_suggestion_session_present_rel",
        "session_id",
        "user_id",
        domain="[('id', 'in', member_ids)]",
    )
    quorum = fields.Integer(default=3, required=True, help="Members who have to be there.")
    state = fields.Selection(
        SESSION_STATES, required=True, default="planned", readonly=True, tracking=True
    )
    item_ids = fields.One2many("zrm.suggestion.item", "session_id", string="Agenda")
    notes = fields.Text(string="Notes for the Minutes")
    decision_ids = fields.One2many("zrm.suggestion.decision", "session_id", readonly=True)
    unpublished_count = fields.Integer(compute="_compute_unpublished_count")
    closed_at = fields.Datetime(readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _quorum = models.Constraint("CHECK (quorum > 0)", "A quorum is at least one member.")
    _hours = models.Constraint(
        "CHECK (hours > 0 AND hours <= 24)", "A session is longer than nothing, and at most a day."
    )

    @api.model
    def _domain_of_members(self):
        return [("all_group_ids", "in", self.env.ref(COMMITTEE).ids), ("share", "=", False)]

    @api.model
    def _default_chair(self):
        return self.env.user if self.env.user.has_group(COMMITTEE) else False

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"state", "closed_at"}

    @api.depends("decision_ids.published_at")
    def _compute_unpublished_count(self):
        for session in self:
            session.unpublished_count = len(session._unpublished())

    @api.constrains("member_ids", "present_ids", "chair_id")
    def _check_people(self):
        """:raise ValidationError: for people who are not of the committee"""
        # sudo: who belongs to the group does not depend on who writes the session.
        committee = self.env.ref(COMMITTEE).sudo().all_user_ids
        for session in self:
            own = session.sudo()
            if strangers := (own.member_ids | own.chair_id) - committee:
                raise ValidationError(
                    self.env._(
                        "Not in the committee: %s. Give them the role first.",
                        ", ".join(strangers.mapped("name")),
                    )
                )
            if strangers := own.present_ids - own.member_ids:
                raise ValidationError(
                    self.env._(
                        "Present, but no member of this session: %s.",
                        ", ".join(strangers.mapped("name")),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(
            [
                {name: vals[name] for name in vals if name not in ("state", "closed_at")}
                for vals in vals_list
            ]
        )
        for session in sessions.filtered(lambda one: one.chair_id not in one.member_ids):
            session.member_ids |= session.chair_id
        return sessions

    def write(self, vals):
        self.check_access("write")
        if {"state", "closed_at"} & vals.keys() and not self.env.su:
            raise UserError(self.env._("Open or close the session by its buttons."))
        if any(one.state == "closed" for one in self) and not self.env.su:
            raise UserError(self.env._("This session is closed; its record stays as it is."))
        if any(one.state == "open" for one in self) and FIXED_WHEN_OPEN & vals.keys():
            raise UserError(
                self.env._("The session is open: its members and quorum do not change any more.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_planned(self):
        if any(one.state != "planned" for one in self):
            raise UserError(self.env._("A session that was held stays on record."))

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_everybody_is_there(self):
        """All members are present; who is missing is taken off."""
        for session in self:
            session.present_ids = session.member_ids
        return True

    def action_take_up(self):
        """Puts all suggestions on the agenda that wait for the committee and stand on no other
        open one: objections first, then by the total of their evaluation."""
        self.check_access("write")
        for session in self:
            if session.state == "closed":
                raise UserError(self.env._("This session is closed; its record stays as it is."))
            listed = self.env["zrm.suggestion.item"].search(
                [("session_id.state", "!=", "closed"), ("state", "!=", "postponed")]
            )
            waiting = self.env["zrm.suggestion"].search(
                [
                    ("state", "=", "committee"),
                    ("company_id", "=", session.company_id.id),
                    ("id", "not in", listed.suggestion_id.ids),
                ]
            )
            ordered = waiting.sorted(
                lambda one: (not one.objection_ids, -one._last_result().result_raw, one.id)
            )
            last = max(session.item_ids.mapped("sequence"), default=0)
            self.env["zrm.suggestion.item"].create(
                [
                    {
                        "session_id": session.id,
                        "suggestion_id": one.id,
                        "sequence": last + 10 * place,
                    }
                    for place, one in enumerate(ordered, 1)
                ]
            )
        return True

    def action_open(self):
        """Opens the session, when enough members are there."""
        self.check_access("write")
        for session in self:
            if session.state != "planned":
                raise UserError(self.env._("%s was opened already.", session.name))
            session._check_quorum(session.present_ids)
            # sudo: the right to write was checked.
            session.sudo().state = "open"
        return True

    def action_close(self):
        """Closes the session; what was decided stands, what was not is postponed."""
        self.check_access("write")
        for session in self:
            if session.state != "open":
                raise UserError(self.env._("%s is not open.", session.name))
            # sudo: the right to write was checked.
            own = session.sudo()
            if voting := own.item_ids.filtered(lambda one: one.state == "voting"):
                raise UserError(
                    self.env._("Count the votes on “%s” first.", voting[0].suggestion_id.name)
                )
            own.item_ids.filtered(lambda one: one.state != "decided").write({"state": "postponed"})
            own.write({"state": "closed", "closed_at": fields.Datetime.now()})
        return True

    def action_publish_all(self):
        """Publishes all that the session decided, together: nobody learns earlier than others.

        :raise UserError: names the suggestion that cannot be published; then none is
        """
        self.check_access("write")
        for session in self:
            waiting = session._unpublished().suggestion_id
            if not waiting:
                raise UserError(self.env._("Nothing waits to be published."))
            waiting.action_publish()
        return True

    def action_show_on_screen(self):
        """Opens the page that is projected in the room."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/html/zrm_suggestions.session_screen/{self.id}",
            "target": "new",
        }

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _unpublished(self):
        """Decisions that are the last word on their suggestion and not public yet."""
        return self.decision_ids.filtered(
            lambda one: not one.published_at and one == one.suggestion_id.sudo()._last_decision()
        )

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

    def _check_leads(self):
        """:raise AccessError: for all but the secretariat and the chair"""
        self.check_access("read")
        for session in self:
            if self.env.su or self.env.user == session.chair_id:
                continue
            session.check_access("write")
        return self
