from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ...const import INSIDERS, LEAST_EVALUATORS


class ZrmSuggestion(models.Model):
    """Rounds of evaluation: one at a time is open; one that is no longer needed is given up."""

    _inherit = "zrm.suggestion"

    evaluation_progress = fields.Char(
        string="Evaluations In", compute="_compute_evaluation_progress", groups=INSIDERS
    )

    @api.depends("round_ids.evaluation_ids.state")
    def _compute_evaluation_progress(self):
        rounds = self.round_ids  # read together; a slice would be read alone
        for suggestion in self:
            last = suggestion.round_ids[-1:].with_prefetch(rounds.ids)
            suggestion.evaluation_progress = last.progress

    def _open_round(self):
        """The round whose results are still awaited, prepared or running; may be empty."""
        self.ensure_one()
        # sudo: whether the text is frozen is asked for authors too, who read no rounds.
        return self.sudo().round_ids.filtered(lambda one: one._is_open())[-1:]

    def action_open_round(self):
        """Makes the anonymised copy for the next round; the secretary reads and confirms it."""
        rounds = self.env["zrm.suggestion.round"]
        for suggestion in self._lock_for_secretary():
            if suggestion.state not in ("screening", "committee"):
                suggestion._check_may_follow("evaluation")
            # sudo: rounds are made by the server; the right of the secretariat was checked.
            own = suggestion.sudo()
            if not (current := own._open_round()):
                if not own.unit_id:
                    raise UserError(self.env._("Name the owning unit of %s first.", own.name))
                own._check_shares()
                current = own.env["zrm.suggestion.round"].create(own._round_vals())
            rounds |= current.with_env(self.env)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Evaluators Read"),
            "res_model": "zrm.suggestion.round",
            "view_mode": "form" if len(rounds) == 1 else "list,form",
            "res_id": rounds.id if len(rounds) == 1 else False,
            "domain": [("id", "in", rounds.ids)],
        }

    def _round_vals(self):
        self.ensure_one()
        criteria = self.env["zrm.suggestion.criteria.set"]._for_subject(self.subject_id)
        return {
            "suggestion_id": self.id,
            "company_id": self.company_id.id,
            "number": max(self.round_ids.mapped("number"), default=0) + 1,
            "subject_id": self.subject_id.id,
            "benefit_kind": self.benefit_kind,
            "criteria": criteria._snapshot(),
            "rules": criteria._reward_rules(),
            "disagreement": criteria.disagreement,
            "least_count": min(criteria.evaluator_count, LEAST_EVALUATORS),
            **self.env["zrm.suggestion.round"]._blind_vals(self),
        }

    def _give_up_rounds(self, *, all_of_them=False):
        """Ends rounds that are no longer needed: evaluators have nothing to do any more, and
        read nothing of it.

        :param all_of_them: those that are over as well
        """
        for suggestion in self.with_user(SUPERUSER_ID):
            rounds = suggestion.round_ids.filtered(lambda one: not one.given_up_at)
            if not all_of_them:
                rounds = rounds.filtered(lambda one: one._is_open())
            if rounds:
                rounds._give_up()
                suggestion._log_event("round_given_up")

    def _release_conflicted(self):
        """Releases evaluators who have got a conflict since they were invited, such as by a
        suggestion that was joined to this one."""
        for suggestion in self.with_user(SUPERUSER_ID):
            current = suggestion._open_round()
            asked = current.evaluation_ids.filtered(lambda one: one.state == "invited")
            found = suggestion._conflicts(asked.evaluator_id)
            for evaluation in asked:
                if kinds := found[evaluation.evaluator_id]:
                    evaluation._release(suggestion._conflict_words(kinds))
