"""Evaluation by several evaluators who do not see each other, nor who wrote the text."""

from . import zrm_suggestion_evaluation, zrm_suggestion_round, zrm_suggestion_score

from . import invitation, zrm_suggestion_interest  # isort: skip
