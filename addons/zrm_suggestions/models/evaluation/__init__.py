"""Evaluation by several evaluators who do not see each other, nor who wrote the text."""

from . import zrm_suggestion_evaluation, zrm_suggestion_round, zrm_suggestion_score

from . import (  # isort: skip
    conflict_check,
    invitation,
    nobody_follows,
    redacted_files,
    reminders,
    results,
    rounds,
    scoring,
    stepping_back,
    zrm_suggestion_evaluator,
    zrm_suggestion_interest,
)
