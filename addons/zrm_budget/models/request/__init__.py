from . import zrm_budget_authority, zrm_budget_request, zrm_budget_request_line

from . import deciding, posting, zrm_budget_event  # isort: skip
