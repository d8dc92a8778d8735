"""Carrying out what was approved, what it brought, and what its authors get."""

from . import zrm_suggestion_benefit, zrm_suggestion_milestone, zrm_suggestion_reward

from . import (  # isort: skip
    carrying_out,
    escalation,
    rewarding,
    zrm_suggestion_criteria_set,
    zrm_suggestion_reward_cost,
    zrm_suggestion_reward_line,
)
