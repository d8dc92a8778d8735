from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError

from ...const import COUNTED

NO_LIMIT = float("inf")


class ZrmSuggestion(models.Model):
    """Whom to invite to a round, and whom not."""

    _inherit = "zrm.suggestion"

    def action_invite(self, evaluator_ids=None):
        """Invites evaluators to the confirmed round; without names, those with the least to do.
        Several suggestions at once get the same people, or each its own.

        :param list evaluator_ids: users
        :raise UserError: when a text is not confirmed, or somebody named has a conflict
        """
        named = self.env["res.users"].browse(evaluator_ids or []).exists()
        for suggestion in self._lock_for_secretary():
            # sudo: evaluations are made by the server; the secretariat's right was checked.
            own = suggestion.sudo()
            current = own._open_round()
            if not current or not current.confirmed_at:
                raise UserError(
                    self.env._(
                        "Confirm first what evaluators of “%s” read: nothing may tell who wrote "
                        "it.",
                        own.name,
                    )
                )
            if named:
                people = own._check_invited(current, named)
            else:
                people = own._least_busy(current, own._wanted(current))
            if not people:
                raise UserError(
                    self.env._("Nobody is left who may evaluate %s; name others.", own.name)
                )
            if own.state != "evaluation":
                own._enter("evaluation", published_state="evaluation")
            if not current.due_on:
                current.due_on = own.due_at and fields.Date.to_date(own.due_at)
            own._invite(current, people)
            own._log_event("invited")
        return True

    def _check_invited(self, current, users):
        """Those of the named who are not in the round yet.

        :raise UserError: names who may not evaluate it, and why
        """
        self.ensure_one()
        group = self.env.ref("zrm_suggestions.group_suggestion_evaluator").sudo()
        users = users.sudo()
        for user in users:
            if user not in group.all_user_ids or not user._zrm_takes_part(self.company_id):
                raise UserError(
                    self.env._("%s is no evaluator, or is away; name somebody else.", user.name)
                )
            part = current.evaluation_ids.filtered(lambda one, user=user: one.evaluator_id == user)
            if part and part.state not in COUNTED:
                raise UserError(
                    self.env._("%s has left this round; name somebody else.", user.name)
                )
        people = users - current.evaluation_ids.evaluator_id
        if not people:
            raise UserError(self.env._("All of them were invited already."))
        for user, kinds in self._conflicts(people).items():
            if kinds:
                raise UserError(
                    self.env._(
                        "%(user)s may not evaluate “%(name)s”: %(why)s.",
                        user=user.name,
                        name=self.name,
                        why=self._conflict_words(kinds),
                    )
                )
        return people

    def _wanted(self, current):
        """How many evaluators the round still lacks."""
        criteria = self.env["zrm.suggestion.criteria.set"]._for_subject(self.subject_id)
        here = current.evaluation_ids.filtered(lambda one: one.state in COUNTED)
        return max(criteria.evaluator_count - len(here), 0)

    def _invite(self, current, people):
        # In nobody's name: who invites instead of somebody is not seen by those invited.
        current = current.with_user(SUPERUSER_ID).with_context(mail_create_nosubscribe=True)
        made = current.env["zrm.suggestion.evaluation"].create(
            [{"round_id": current.id, "evaluator_id": user.id} for user in people]
        )
        current.evaluator_ids = [(4, user.id) for user in made.evaluator_id]
        current._take_turn()
        for evaluation in made:
            evaluation._remind(
                lambda env: env._("Please evaluate this suggestion"), day=current.due_on or None
            )

    def _invite_instead(self, current):
        """Invites the next one in the place of somebody who left; the secretariat is told
        when there is nobody."""
        own = self.with_user(SUPERUSER_ID)
        people = own._least_busy(current, min(own._wanted(current), 1))
        if people:
            own._invite(current, people)
        elif not current._is_enough():
            own._ask_secretary(
                lambda env: env._("Too few evaluators are left: invite somebody else")
            )

    def _least_busy(self, current, count):
        """Evaluators without a conflict who can take another one, those with the fewest open
        evaluations first."""
        group = self.env.ref("zrm_suggestions.group_suggestion_evaluator").sudo()
        asked = current.evaluation_ids.evaluator_id
        people = (group.all_user_ids - asked).filtered(
            lambda user: user._zrm_takes_part(self.company_id)
        )
        load = dict(
            self.env["zrm.suggestion.evaluation"]
            .sudo()
            ._read_group(
                [("evaluator_id", "in", people.ids), ("state", "=", "invited")],
                ["evaluator_id"],
                ["__count"],
            )
        )
        most = self.env["zrm.suggestion.evaluator"].sudo()._most_of(people)
        able = people.filtered(lambda user: load.get(user, 0) < most.get(user, NO_LIMIT))
        found = self._conflicts(able)
        fit = able.filtered(lambda user: not found[user])
        return fit.sorted(lambda user: (load.get(user, 0), user.id))[:count]
