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
        for one in self.with_user(SUPERUSER_ID):
            counted = one._counted()
            if not one._is_open() or not one._is_enough():
                continue
            if any(item.state != "submitted" for item in counted):
                continue
            one._reveal(counted)

    def _reveal(self, counted):
        self.ensure_one()
        criteria = self._criteria()
        totals = {item: scoring.total(criteria, item._scores()) for item in counted}
        averages, overall = self._averages(counted.evaluator_id)
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
        self.suggestion_id._round_is_over()

    @api.model
    def _averages(self, evaluators):
        """What these evaluators gave on average in rounds that are over, and all together.

        :return: ``({user id: percent}, overall or None)``
        """
        rows = self.env["zrm.suggestion.evaluation"]._read_group(
            [("is_revealed", "=", True), ("evaluator_id", "in", evaluators.ids)],
            ["evaluator_id"],
            ["total:avg", "__count"],
        )
        if not rows:
            return {}, None
        count = sum(number for _user, _average, number in rows)
        overall = sum(average * number for _user, average, number in rows) / count
        return {user.id: average for user, average, _number in rows}, overall


class ZrmSuggestion(models.Model):
    _inherit = "zrm.suggestion"

    def _round_is_over(self):
        self.ensure_one()
        if self.state == "evaluation":
            self._enter("committee")
            self._log_event("evaluated")
