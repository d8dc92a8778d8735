from . import zrm_budget_act, zrm_budget_carry, zrm_budget_payable, zrm_fee_exemption

from . import zrm_fee_refund_words  # isort: skip
