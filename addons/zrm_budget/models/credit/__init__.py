from . import (
    zrm_budget_line,
    zrm_budget_move,
    zrm_budget_period,
    zrm_budget_subject,
)

from . import audit, booking, zrm_budget_document  # isort: skip
