from . import zrm_case_letter
from . import zrm_case_receipt
