from odoo import api, fields, models
from odoo.exceptions import UserError

ITEM_STATES = [
    ("waiting", "Waiting"),
    ("voting", "Being voted on"),
    ("counted", "Counted"),
    ("decided", "Decided"),
    ("postponed", "Postponed"),
]
MY_PARTS = [
    ("may", "You may vote"),
    ("voted", "You have voted"),
    ("left", "You have left the room for this one"),
    ("absent", "You are not among the voters"),
    ("closed", "No vote is open"),
]
# Written only by the verbs.
COUNTS = frozenset({"state", "votes_for", "votes_against", "votes_abstained", "ballot_number"})


class ZrmSuggestionItem(models.Model):
    """An item of a session's agenda: the suggestion with all that the committee has to know,
    who leaves the room, and the vote."""

    _name = "zrm.suggestion.item"
    _description = "Item of the Agenda"
    _inherit = ["zrm.guarded.mixin"]
    _order = "session_id, sequence, id"
    _rec_name = "suggestion_id"

    session_id = fields.Many2one(
        "zrm.suggestion.session", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="session_id.company_id", store=True, index=True)
    session_state = fields.Selection(related="session_id.state", string="The Session Is")
    suggestion_id = fields.Many2one(
        "zrm.suggestion",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('state', '=', 'committee')]",
    )
    sequence = fields.Integer(default=10)
    state = fields.Selection(ITEM_STATES, required=True, default="waiting", readonly=True)
    is_secret = fields.Boolean(
        string="Secret Vote", help="Nothing joins a voter and their vote; see the README."
    )
    eligible_ids = fields.Many2many(
        "res.users",
        "zrm_suggestion_item_eligible_rel",
        "item_id",
        "user_id",
        string="Voters",
        readonly=True,
        help="Who was there and had no conflict when the vote began.",
    )
    left_ids = fields.Many2many(
        "res.users",
        "zrm_suggestion_item_left_rel",
        "item_id",
        "user_id",
        string="Left the Room",
        readonly=True,
    )
    ballot_number = fields.Integer(
        string="Number of the Vote", readonly=True, help="Counts repeated votes."
    )
    votes_in = fields.Char(compute="_compute_votes_in")
    votes_for = fields.Integer(string="For", readonly=True)
    votes_against = fields.Integer(string="Against", readonly=True)
    votes_abstained = fields.Integer(string="Abstained", readonly=True)
    vote_ids = fields.One2many("zrm.suggestion.vote", "item_id", string="Open Votes", readonly=True)
    my_part = fields.Selection(MY_PARTS, compute="_compute_my_part")
    i_lead = fields.Boolean(compute="_compute_i_lead", help="As chair, or for the secretariat.")
    conflict_words = fields.Text(string="Conflicts", compute="_compute_conflict_words")

    # What the committee has to know.
    number = fields.Char(related="suggestion_id.number")
    unit_id = fields.Many2one(related="suggestion_id.unit_id")
    current_state = fields.Text(related="suggestion_id.current_state")
    proposed_state = fields.Text(related="suggestion_id.proposed_state")
    reason = fields.Text(related="suggestion_id.reason")
    round_ids = fields.One2many(related="suggestion_id.round_ids", related_sudo=False)
    result_raw = fields.Float(string="Total (%)", compute="_compute_results")
    result_normalised = fields.Float(string="Normalised Total (%)", compute="_compute_results")
    spread = fields.Float(compute="_compute_results")
    veto_count = fields.Integer(string="Vetoes", compute="_compute_results")
    is_disputed = fields.Boolean(string="They Disagree", compute="_compute_results")
    objection = fields.Text(compute="_compute_objection")

    _once = models.UniqueIndex(
        "(session_id, suggestion_id)", "This suggestion is on the agenda already."
    )
    _voting = models.UniqueIndex(
        "(session_id) WHERE state = 'voting'", "Another vote is open; count it first."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | COUNTS

    @api.depends("state", "ballot_number")
    def _compute_votes_in(self):
        ballots = self.env["zrm.suggestion.ballot"]
        for item in self:
            if item.state != "voting":
                item.votes_in = False
                continue
            # sudo: the number alone; nobody reads ballots.
            item.votes_in = self.env._(
                "%(in)s of %(all)s",
                **{"in": ballots._count(item.id), "all": len(item.sudo().eligible_ids)},
            )

    @api.depends("state", "eligible_ids", "left_ids")
    @api.depends_context("uid")
    def _compute_my_part(self):
        user, ballots = self.env.user, self.env["zrm.suggestion.ballot"]
        for item in self:
            if item.state != "voting":
                item.my_part = "closed"
            elif user in item.left_ids:
                item.my_part = "left"
            elif user not in item.eligible_ids:
                item.my_part = "absent"
            else:
                item.my_part = "voted" if ballots._has_voted(item.id, user.id) else "may"

    @api.depends("session_id.chair_id")
    @api.depends_context("uid")
    def _compute_i_lead(self):
        is_secretary = self.env.user.has_group("zrm_suggestions.group_suggestion_secretary")
        for item in self:
            item.i_lead = is_secretary or item.session_id.chair_id == self.env.user

    @api.depends("suggestion_id", "session_id.member_ids")
    def _compute_conflict_words(self):
        for item in self:
            # sudo: who has a conflict is shown to the committee, with the kind alone.
            own = item.sudo()
            members = own.session_id.member_ids
            found = own.suggestion_id._conflicts(members, decides=True) if members else {}
            item.conflict_words = "\n".join(
                f"{user.name}: {own.suggestion_id.with_env(self.env)._conflict_words(kinds)}"
                for user, kinds in found.items()
                if kinds
            )

    @api.depends("suggestion_id.round_ids.revealed_at")
    def _compute_results(self):
        for item in self:
            # sudo: results of rounds that are over; the item is read by who may read them.
            last = item.sudo().suggestion_id._last_result()
            item.result_raw = last.result_raw
            item.result_normalised = last.result_normalised
            item.spread = last.spread
            item.veto_count = last.veto_count
            item.is_disputed = last.is_disputed

    @api.depends("suggestion_id.objection_ids")
    def _compute_objection(self):
        for item in self:
            item.objection = item.sudo().suggestion_id.objection_ids[-1:].reason

    # ------------------------------------------------------------------
    # What may be written
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for what does not wait for the committee, or a closed session"""
        items = super().create(
            vals_list
            if self.env.su
            else [{name: vals[name] for name in vals if name not in COUNTS} for vals in vals_list]
        )
        for item in items:
            item._check_agenda()
        return items

    def write(self, vals):
        if not self.env.su:
            if {*COUNTS, "eligible_ids", "left_ids"} & vals.keys():
                raise UserError(self.env._("Votes are taken and counted by the buttons."))
            if {"session_id", "suggestion_id"} & vals.keys():
                raise UserError(self.env._("Take the item off the agenda and put another on it."))
            if "is_secret" in vals and any(one.state != "waiting" for one in self):
                raise UserError(self.env._("The vote has begun; how it is taken stays."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_waiting(self):
        if any(one.state != "waiting" or one.session_id.state == "closed" for one in self):
            raise UserError(self.env._("What was voted on stays on the agenda."))

    def _check_agenda(self):
        self.ensure_one()
        # sudo: whether it fits does not depend on who asks.
        own = self.sudo()
        if own.session_id.state == "closed":
            raise UserError(self.env._("This session is closed; its record stays as it is."))
        if own.suggestion_id.state != "committee":
            raise UserError(
                self.env._("%s does not wait for the committee.", own.suggestion_id.name)
            )
        if own.suggestion_id.company_id != own.session_id.company_id:
            raise UserError(self.env._("%s is another company's.", own.suggestion_id.name))

    def action_open_suggestion(self):
        """Opens the suggestion with its rounds and history."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "zrm.suggestion",
            "res_id": self.suggestion_id.id,
            "view_mode": "form",
        }
