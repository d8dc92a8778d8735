from . import zrm_budget_ageing, zrm_budget_fairness, zrm_budget_performance

from . import drill_down, forecast  # isort: skip
