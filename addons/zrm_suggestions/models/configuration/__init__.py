"""What administrators of the scheme set up: screening reasons and criteria."""

from . import zrm_suggestion_criteria_set, zrm_suggestion_criterion, zrm_suggestion_screening_reason
