from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ...const import COUNTED
from ...domain import scoring


class ZrmSuggestionRound(models.Model):
    """The results of a round, written when all are in and not before."""

    _inherit = "zrm.suggestion.round"

    def _take_turn(self):
        """Two who change a round at the same time are put in order: who comes second starts
        anew and sees what the first did. A lock alone would leave both with what they saw
        before; so the row itself is written."""
        for one in self:
            # By SQL, as nothing that can be read may tell when others did something.
            self.env.cr.execute(
                SQL(
                    "UPDATE zrm_suggestion_round SET turn = coalesce(turn, 0) + 1 WHERE id = %s",
                    one.id,
                )
            )

    def _counted(self):
        self.ensure_one()
        return self.evaluation_ids.filtered(lambda item: item.state in COUNTED)

    def _is_enough(self):
        """Whether enough evaluators take part for a result that is nobody's alone."""
        self.ensure_one()
        return len(self._counted()) >= max(self.least_count, 1)

    def _criteria(self):
        self.ensure_one()
        return [
            scoring.Criterion(
                one["id"], one["weight"], one["lowest"], one["highest"], one["is_required"]
            )
            for one in self.criteria or []
        ]

    def _reveal_if_complete(self):
        """When all evaluations are in: writes the results and hands the suggestion to the
        committee. One query per evaluation at most, whatever the number of scores."""
        # In nobody's name: who was the last is not told.
        complete = self.with_user(SUPERUSER_ID).filtered(lambda one: one._is_complete())
        if not complete:
            return
        given = self._given_before(complete.evaluation_ids.evaluator_id)
        # All scores at once, not those of one round after the other.
        complete.evaluation_ids.score_ids.mapped("value")
        for one in complete:
            one._reveal(given)
        for suggestion in complete.suggestion_id.with_context(zrm_working_times={}):
            suggestion._round_is_over()

    def _is_complete(self):
        self.ensure_one()
        is_in = all(item.state == "submitted" for item in self._counted())
        return self._is_open() and self._is_enough() and is_in

    def _reveal(self, given):
        """:param dict given: see :meth:`_given_before`"""
        self.ensure_one()
        criteria, counted = self._criteria(), self._counted()
        totals = {item: scoring.total(criteria, item._scores()) for item in counted}
        averages, overall = self._averages(counted.evaluator_id, given)
        by_person = {item.evaluator_id.id: total for item, total in totals.items()}
        vetoes = len(counted.score_ids.filtered("is_veto"))
        result = scoring.summary(by_person, averages, overall, vetoes)
        for item in counted:
            average = averages.get(item.evaluator_id.id, overall)
            moved = totals[item] if overall is None else totals[item] - average + overall
            item.write(
                {
                    "is_revealed": True,
                    "total": totals[item],
                    "total_normalised": min(max(moved, 0.0), 100.0),
                }
            )
        self.write(
            {
                "result_raw": result.raw,
                "result_normalised": result.normalised,
                "spread": result.spread,
                "veto_count": result.vetoes,
                "revealed_at": fields.Datetime.now(),
            }
        )

    @api.model
    def _given_before(self, evaluators):
        """What these evaluators gave in rounds that are over, asked once for all.

        :return: ``{user id: (average in percent, number)}``
        """
        rows = self.env["zrm.suggestion.evaluation"]._read_group(
            [("is_revealed", "=", True), ("evaluator_id", "in", evaluators.ids)],
            ["evaluator_id"],
            ["total:avg", "__count"],
        )
        return {user.id: (average, number) for user, average, number in rows}

    @api.model
    def _averages(self, evaluators, given):
        """What these evaluators gave on average, and all of them together.

        :return: ``({user id: percent}, overall or None)``
        """
        mine = {user_id: given[user_id] for user_id in evaluators.ids if user_id in given}
        if not mine:
            return {}, None
        count = sum(number for _average, number in mine.values())
        overall = sum(average * number for average, number in mine.values()) / count
        return {user_id: average for user_id, (average, _number) in mine.items()}, overall


class ZrmSuggestion(models.Model):
    _inherit = "zrm.suggestion"

    def _round_is_over(self):
        self.ensure_one()
        if self.state == "evaluation":
            self._enter("committee")
            self._log_event("evaluated")
