from . import zrm_budget_request, zrm_budget_subject, zrm_suggestion_reward
