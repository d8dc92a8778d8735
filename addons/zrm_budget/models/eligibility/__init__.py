"""Who may get what: means of citizens as assessed, and what a subject asks for."""

from . import zrm_budget_need, zrm_budget_assessment  # isort: skip
from . import zrm_budget_request, zrm_budget_subject
