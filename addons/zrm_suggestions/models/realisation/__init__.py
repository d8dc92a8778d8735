"""Carrying out what was approved, what it brought, and what its authors get."""

from . import zrm_suggestion_benefit, zrm_suggestion_milestone, zrm_suggestion_reward

from . import carrying_out, zrm_suggestion_criteria_set  # isort: skip
