from . import zrm_case_letter, zrm_case_receipt
