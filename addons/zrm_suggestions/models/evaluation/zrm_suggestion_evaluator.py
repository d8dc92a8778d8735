from odoo import api, fields, models


class ZrmSuggestionEvaluator(models.Model):
    """An evaluator as the secretariat sees them: how many evaluations they take at a time, how
    many wait for them, are late, and are in. Nothing of what they scored."""

    _name = "zrm.suggestion.evaluator"
    _description = "Evaluator"
    _rec_name = "user_id"
    _order = "id"

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    most_open = fields.Integer(
        string="At a Time", help="So many at most are given to them by load. 0: no limit."
    )
    pending_count = fields.Integer(string="Pending", compute="_compute_counts")
    late_count = fields.Integer(string="Late", compute="_compute_counts")
    done_count = fields.Integer(string="Evaluated", compute="_compute_counts")
    left_count = fields.Integer(string="Left", compute="_compute_counts")

    _once = models.UniqueIndex("(user_id)", "This evaluator is listed already.")
    _most = models.Constraint(
        "CHECK (coalesce(most_open, 0) BETWEEN 0 AND 1000)", "From 0, no limit, to 1000."
    )

    def _compute_counts(self):
        Evaluation = self.env["zrm.suggestion.evaluation"]
        mine = [("evaluator_id", "in", self.user_id.ids)]
        rows = Evaluation._read_group(mine, ["evaluator_id", "state"], ["__count"])
        counts = {(user.id, state): count for user, state, count in rows}
        today = self.env["res.company"]._zrm_today()
        rows = Evaluation._read_group(
            [*mine, ("state", "=", "invited"), ("due_on", "<", today)],
            ["evaluator_id"],
            ["__count"],
        )
        late = {user.id: count for user, count in rows}
        for one in self:
            user_id = one.user_id.id
            one.pending_count = counts.get((user_id, "invited"), 0)
            one.late_count = late.get(user_id, 0)
            one.done_count = counts.get((user_id, "submitted"), 0)
            one.left_count = sum(
                counts.get((user_id, state), 0) for state in ("recused", "released")
            )

    @api.model
    def _most_of(self, users):
        """How many open evaluations each of these users takes at most; none without a limit.

        :return: ``{user: number}``
        """
        limited = self.search([("user_id", "in", users.ids), ("most_open", ">", 0)])
        return {one.user_id: one.most_open for one in limited}

    @api.model
    def action_open_all(self):
        """The list of all evaluators; who is new among them is added to it."""
        self.check_access("create")
        group = self.env.ref("zrm_suggestions.group_suggestion_evaluator").sudo()
        # sudo: who is an evaluator is read from the group.
        people = group.all_user_ids.filtered(lambda user: user.active and not user.share)
        listed = self.sudo().search([("user_id", "in", people.ids)]).user_id
        self.create([{"user_id": user.id} for user in people - listed])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evaluators"),
            "res_model": self._name,
            "view_mode": "list",
            "domain": [("user_id", "in", people.ids)],
        }

    def action_open_evaluations(self):
        """What waits for this evaluator, and what they have done."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.user_id.name,
            "res_model": "zrm.suggestion.evaluation",
            "view_mode": "list,form",
            "domain": [("evaluator_id", "=", self.user_id.id)],
        }
