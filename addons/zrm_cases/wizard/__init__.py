from . import zrm_case_act
