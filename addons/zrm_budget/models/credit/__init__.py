from . import (
    zrm_budget_line,
    zrm_budget_move,
    zrm_budget_period,
    zrm_budget_subject,
)

from . import (  # isort: skip
    audit,
    booking,
    redenomination,
    zrm_budget_document,
)
