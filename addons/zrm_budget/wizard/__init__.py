from . import (
    zrm_budget_act,
    zrm_budget_carry,
    zrm_budget_means,
    zrm_budget_payable,
    zrm_budget_recipients,
    zrm_budget_report,
    zrm_fee_act,
)
