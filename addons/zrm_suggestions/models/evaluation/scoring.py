from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError

from ...domain import scoring

MAX_WORDS = 5000


class ZrmSuggestionEvaluation(models.Model):
    """Handing in scores: checked in words, frozen, and hidden until all are in."""

    _inherit = "zrm.suggestion.evaluation"

    def action_submit(self, scores):
        """Hands in the scores; they are frozen, and hidden from others until all are in.

        :param dict scores: ``{criterion id: {"value", "words", "is_veto", "confidence"}}``;
            key 0 for words on the whole
        :raise UserError: says which score is missing or outside its scale
        """
        self.ensure_one()
        self._check_open_to_me()
        scores = self._read_scores(scores)
        criteria = {one["id"]: one for one in self.round_id.criteria}
        self._check_values(scores, criteria)
        self._check_vetoes(scores, criteria)
        # In nobody's name but the evaluator's own row; scores are written here only.
        own = self.with_user(SUPERUSER_ID)
        own.env["zrm.suggestion.score"].create(
            [
                own._score_vals(key, score)
                for key, score in scores.items()
                if key in criteria or not key
            ]
        )
        own.write({"state": "submitted", "submitted_at": fields.Datetime.now()})
        own.activity_ids.unlink()
        own.round_id._take_turn()
        own.round_id._reveal_if_complete()
        return True

    def _read_scores(self, scores):
        """The scores with whole keys, as JSON has text for keys.

        :raise UserError: for what is no table of scores
        """
        try:
            read = {int(key): dict(value or {}) for key, value in (scores or {}).items()}
        except (AttributeError, TypeError, ValueError):
            raise UserError(self.env._("Scores are given for each criterion.")) from None
        for score in read.values():
            words = score.get("words") or ""
            if not isinstance(words, str) or len(words) > MAX_WORDS:
                raise UserError(self.env._("Write at most %s characters.", MAX_WORDS))
        return read

    def _check_values(self, scores, criteria):
        values = {
            key: score["value"]
            for key, score in scores.items()
            if key and score.get("value") is not None
        }
        for value in values.values():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise UserError(self.env._("A score is a number."))
        for kind, key in scoring.problems(self.round_id._criteria(), values):
            name = criteria.get(key, {}).get("name", "?")
            if kind == "missing":
                raise UserError(self.env._("The score for “%s” is missing.", name))
            if kind == "scale":
                raise UserError(
                    self.env._(
                        "The score for “%(name)s” is from %(lowest)s to %(highest)s.",
                        name=name,
                        lowest=criteria[key]["lowest"],
                        highest=criteria[key]["highest"],
                    )
                )
            raise UserError(self.env._("The criteria of this round do not have this one."))
        if scoring.total(self.round_id._criteria(), values) is None:
            raise UserError(self.env._("Score at least one criterion that has a weight."))

    def _check_vetoes(self, scores, criteria):
        for key, score in scores.items():
            if not score.get("is_veto"):
                continue
            if not criteria.get(key, {}).get("has_veto"):
                raise UserError(self.env._("This criterion has no veto."))
            if not (score.get("words") or "").strip():
                raise UserError(
                    self.env._(
                        "A veto needs a reason: write it beside “%s”.", criteria[key]["name"]
                    )
                )

    def _score_vals(self, key, score):
        self.ensure_one()
        confidence = score.get("confidence")
        return {
            "evaluation_id": self.id,
            "criterion_id": key or False,
            "value": score.get("value") if key else 0.0,
            "has_value": bool(key) and score.get("value") is not None,
            "words": (score.get("words") or "").strip() or False,
            "is_veto": bool(score.get("is_veto")),
            "confidence": confidence if confidence in ("1", "2", "3") else False,
        }

    def _scores(self):
        """The scores that were given, by criterion."""
        self.ensure_one()
        return {score.criterion_id.id: score.value for score in self.score_ids if score.has_value}

    def _check_open_to_me(self):
        """:raise UserError: for others, and when there is nothing to do any more"""
        self.check_access("read")
        if self.evaluator_id != self.env.user:
            raise UserError(self.env._("This evaluation is somebody else's."))
        if self.state != "invited":
            raise UserError(self.env._("You have done this already; it cannot be changed."))
        # sudo: evaluators do not read the suggestion, nor in which state it is.
        own = self.sudo()
        suggestion = own.round_id.suggestion_id
        if not own.round_id.confirmed_at or suggestion.state != "evaluation":
            raise UserError(self.env._("This round is not open."))
        # What they know of themselves; other conflicts would tell them who wrote it.
        roles = suggestion._reads_who_wrote_it(own.evaluator_id)
        if self.env.user.partner_id in suggestion._all_authors() or roles:
            raise UserError(
                self.env._("You know who wrote it, and cannot evaluate it. The secretariat helps.")
            )
