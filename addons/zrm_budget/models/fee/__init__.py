from . import zrm_case, zrm_fee, zrm_process_step

from . import fee_invoice, fee_receipt, zrm_fee_refund  # isort: skip
