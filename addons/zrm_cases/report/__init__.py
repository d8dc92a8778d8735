from . import zrm_case_letter
