"""Dialogs of the secretariat and of evaluators."""

from . import (
    zrm_suggestion_act,
    zrm_suggestion_progress,
    zrm_suggestion_reward_act,
    zrm_suggestion_scoring,
)
