"""Dialogs of the secretariat and of evaluators."""

from . import (
    zrm_suggestion_act,
    zrm_suggestion_opening,
    zrm_suggestion_paper_voices,
    zrm_suggestion_progress,
    zrm_suggestion_removal,
    zrm_suggestion_reward_act,
    zrm_suggestion_scoring,
)
